package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SalesforceRowsTest {
    private static final String API = "services/data/v67.0/";
    private static SandboxServer server;
    private static Web crm;

    @BeforeAll
    static void start() {
        server = SandboxServer.start(0);
        crm = Web.of(server, "salesforce").salesforceLogin();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        crm.reset();
    }

    @Test
    void aRowIsCreatedReadChangedAndDeletedById() {
        Web.Answer created = crm.post(API + "sobjects/Account", "{\"Name\":\"Acme\",\"BillingCity\":\"Łódź\"}");
        String id = created.json().path("id").asText();

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text()).isEqualTo("{\"id\":\"" + id + "\",\"success\":true,\"errors\":[]}");
        assertThat(crm.send("PATCH", API + "sobjects/Account/" + id, "{\"Phone\":\"1\"}")
                        .status())
                .isEqualTo(204);
        JsonNode row = crm.get(API + "sobjects/Account/" + id).json();
        assertThat(row.path("BillingCity").asText()).isEqualTo("Łódź");
        assertThat(row.at("/attributes/url").asText()).isEqualTo("/services/data/v67.0/sobjects/Account/" + id);
        assertThat(row.path("SystemModstamp").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000");
        assertThat(row.path("OwnerId").asText()).startsWith("005");
        assertThat(crm.get(API + "sobjects/Account/" + id + "?fields=Name,Phone")
                        .json()
                        .path("Phone")
                        .asText())
                .isEqualTo("1");
        assertThat(crm.send("DELETE", API + "sobjects/Account/" + id, null).status())
                .isEqualTo(204);
        Web.Answer gone = crm.get(API + "sobjects/Account/" + id);
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.json().at("/0/errorCode").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void upsertByExternalIdSaysWhetherItCreated() {
        String path = API + "sobjects/Contact/Serai_Id__c/a%2Fb%20c";
        Web.Answer created = crm.send("PATCH", path, "{\"LastName\":\"Berg\"}");
        Web.Answer updated = crm.send("PATCH", path, "{\"FirstName\":\"Anna\"}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("created").asBoolean()).isTrue();
        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.json().path("created").asBoolean()).isFalse();
        assertThat(crm.get(path).json().path("Serai_Id__c").asText()).isEqualTo("a/b c");
        assertThat(crm.send("PATCH", path, "{\"Serai_Id__c\":\"x\",\"LastName\":\"B\"}")
                        .json()
                        .at("/0/errorCode")
                        .asText())
                .isEqualTo("INVALID_FIELD");
        assertThat(crm.get(API + "sobjects/Contact/Serai_Id__c/none").status()).isEqualTo(404);
    }

    @Test
    void aCaseIsClosedWhileItsStatusSaysSo() {
        String path = API + "sobjects/Case/Serai_Id__c/c1";
        assertThat(closedAfter(path, "{\"Subject\":\"Late\"}")).isFalse();
        assertThat(closedAfter(path, "{\"Status\":\"Closed\"}")).isTrue();
        assertThat(closedAfter(path, "{\"Subject\":\"Very late\"}")).isTrue();
        assertThat(closedAfter(path, "{\"Status\":\"Working\"}")).isFalse();
    }

    private static boolean closedAfter(String path, String write) {
        assertThat(crm.send("PATCH", path, write).status()).isLessThan(300);
        return crm.get(path).json().path("IsClosed").booleanValue();
    }

    @Test
    void severalRowsWithOneExternalIdAreThreeHundred() {
        String first = crm.post(API + "sobjects/Contact", "{\"LastName\":\"A\",\"Legacy_Id__c\":\"7\"}")
                .json()
                .path("id")
                .asText();
        String second = crm.post(API + "sobjects/Contact", "{\"LastName\":\"B\",\"Legacy_Id__c\":\"7\"}")
                .json()
                .path("id")
                .asText();
        Web.Answer answer = crm.send("PATCH", API + "sobjects/Contact/Legacy_Id__c/7", "{\"LastName\":\"C\"}");

        assertThat(answer.status()).isEqualTo(300);
        assertThat(answer.text())
                .isEqualTo("[\"/services/data/v67.0/sobjects/Contact/" + first
                        + "\",\"/services/data/v67.0/sobjects/Contact/" + second + "\"]");
    }

    @Test
    void aUniqueValueIsTakenOnce() {
        crm.post(API + "sobjects/Contact", "{\"LastName\":\"A\",\"Serai_Id__c\":\"1\"}");
        Web.Answer clash = crm.post(API + "sobjects/Contact", "{\"LastName\":\"B\",\"Serai_Id__c\":\"1\"}");

        assertThat(clash.status()).isEqualTo(400);
        assertThat(clash.json().at("/0/errorCode").asText()).isEqualTo("DUPLICATE_VALUE");
        assertThat(clash.json().at("/0/message").asText()).contains("record with id: 003");
    }

    @Test
    void aDuplicateRuleRefusesWithTheRecordsItFoundUnlessTheCallerInsists() {
        crm.post("options", "{\"detectDuplicates\":true}");
        crm.post(API + "sobjects/Contact", "{\"LastName\":\"A\",\"Email\":\"a@example.com\"}");
        String again = "{\"LastName\":\"B\",\"Email\":\"A@example.com\"}";
        Web.Answer refused = crm.post(API + "sobjects/Contact", again);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/0/errorCode").asText()).isEqualTo("DUPLICATES_DETECTED");
        assertThat(refused.json().at("/0/duplicateResult/allowSave").asBoolean())
                .isTrue();
        assertThat(refused.json()
                        .at("/0/duplicateResult/matchResults/0/matchRecords/0/record/Id")
                        .asText())
                .startsWith("003");
        assertThat(crm.with("Sforce-Duplicate-Rule-Header", "allowSave=true")
                        .post(API + "sobjects/Contact", again)
                        .status())
                .isEqualTo(201);
        assertThat(crm.get("Contact?duplicates=Email").text()).isEqualTo("{}");
    }

    @Test
    void everyReplyTellsTheUsageAndTheLimitEnds() {
        crm.post("options", "{\"dailyLimit\":2}");
        assertThat(crm.get(API + "limits").header("Sforce-Limit-Info")).isEqualTo("api-usage=1/2");
        assertThat(crm.get(API + "limits")
                        .json()
                        .at("/DailyApiRequests/Remaining")
                        .asInt())
                .isZero();
        Web.Answer over = crm.get(API + "limits");

        assertThat(over.status()).isEqualTo(403);
        assertThat(over.json().at("/0/errorCode").asText()).isEqualTo("REQUEST_LIMIT_EXCEEDED");
        assertThat(over.header("Sforce-Limit-Info")).isEqualTo("api-usage=2/2");
    }

    @Test
    void describeTellsTheFieldsThatMappingsMayUse() {
        JsonNode describe = crm.get(API + "sobjects/Contact/describe").json();

        assertThat(describe.path("keyPrefix").asText()).isEqualTo("003");
        assertThat(describe.path("fields"))
                .anyMatch(field -> field.path("name").asText().equals("Serai_Id__c")
                        && field.path("externalId").asBoolean()
                        && field.path("unique").asBoolean());
        assertThat(describe.path("fields"))
                .anyMatch(field -> field.path("name").asText().equals("AccountId")
                        && field.at("/referenceTo/0").asText().equals("Account")
                        && field.path("relationshipName").asText().equals("Account"));
        assertThat(crm.get(API + "sobjects").json().path("sobjects")).hasSizeGreaterThan(4);
        assertThat(crm.get(API + "sobjects/Nothing/describe").status()).isEqualTo(404);
        assertThat(crm.as("")
                        .get("services/data")
                        .json()
                        .path(0)
                        .path("version")
                        .asText())
                .isEqualTo("66.0");
    }

    @Test
    void compositeRequestsUseWhatEarlierOnesAnswered() {
        JsonNode responses = crm.post(API + "composite", """
                        {"compositeRequest":[
                         {"method":"POST","url":"/services/data/v67.0/sobjects/Account","referenceId":"acme","body":{"Name":"Acme"}},
                         {"method":"POST","url":"/services/data/v67.0/sobjects/Contact","referenceId":"anna",
                          "body":{"LastName":"Berg","AccountId":"@{acme.id}"}},
                         {"method":"GET","url":"/services/data/v67.0/sobjects/Account/@{acme.id}?fields=Name","referenceId":"read"},
                         {"method":"GET","url":"/services/data/v67.0/sobjects/Account/@{none.id}","referenceId":"bad"}]}""").json().path("compositeResponse");

        assertThat(responses.at("/1/httpStatusCode").asInt()).isEqualTo(201);
        assertThat(responses.at("/2/body/Name").asText()).isEqualTo("Acme");
        assertThat(responses.at("/3/body/0/errorCode").asText()).isEqualTo("PROCESSING_HALTED");
        assertThat(crm.get("stats")
                        .json()
                        .at("/limits/DailyApiRequests/Remaining")
                        .asLong())
                .isEqualTo(4_999_999);
    }

    @Test
    void compositeAllOrNoneTakesEverythingBack() {
        Web.Answer answer = crm.post(API + "composite", """
                {"allOrNone":true,"compositeRequest":[
                 {"method":"POST","url":"/services/data/v67.0/sobjects/Account","referenceId":"a","body":{"Name":"Acme"}},
                 {"method":"PATCH","url":"/services/data/v67.0/composite/sobjects/Contact/Serai_Id__c","referenceId":"c",
                  "body":{"records":[{"attributes":{"type":"Contact"},"Serai_Id__c":"1","LastName":"A"}]}},
                 {"method":"POST","url":"/services/data/v67.0/sobjects/Account","referenceId":"b","body":{}},
                 {"method":"POST","url":"/services/data/v67.0/sobjects/Account","referenceId":"d","body":{"Name":"Later"}}]}""");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/compositeResponse/2/httpStatusCode").asInt())
                .isEqualTo(400);
        assertThat(crm.get("Account").json().path("total").asInt()).isZero();
        assertThat(crm.get("Contact").json().path("total").asInt()).isZero();
    }

    @Test
    void aCompositeRequestHasAtMostTwentyFiveParts() {
        String part = "{\"method\":\"GET\",\"url\":\"/services/data/v67.0/limits\",\"referenceId\":\"r\"}";
        assertThat(crm.post(API + "composite", "{\"compositeRequest\":[" + (part + ",").repeat(25) + part + "]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void idsHaveTheRightSuffixAndAreFoundInBothLengths() {
        assertThat(SalesforceId.of("001", 1)).hasSize(18);
        assertThat(SalesforceId.isId("001D000000IRFmaIAH")).isTrue();
        assertThat(SalesforceId.isId("001D000000IRFmaIAI")).isFalse();
        assertThat(SalesforceId.number(SalesforceId.of("003", 1_234_567))).isEqualTo(1_234_567);
    }
}
