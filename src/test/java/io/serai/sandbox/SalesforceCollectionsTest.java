package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SalesforceCollectionsTest {
    private static SandboxServer server;
    private static Web crm;

    @BeforeAll
    static void start() {
        server = SandboxServer.start(0, SandboxOptions.defaults().withHistory(true));
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
    void rowsAreCreatedAndUpdatedWithResultsInOrder() {
        JsonNode first = upsert("Contact", contact("1", "\"LastName\":\"Berg\""), contact("2", "\"LastName\":\"Öz\""))
                .json();
        JsonNode second = upsert("Contact", contact("3", "\"LastName\":\"Li\""), contact("1", "\"FirstName\":\"Anna\""))
                .json();

        assertThat(first.at("/0/created").asBoolean()).isTrue();
        assertThat(first.at("/0/id").asText()).matches("003\\w{15}");
        assertThat(second.at("/0/created").asBoolean()).isTrue();
        assertThat(second.at("/1/created").asBoolean()).isFalse();
        assertThat(second.at("/1/id").asText()).isEqualTo(first.at("/0/id").asText());
        assertThat(second.at("/1/errors")).isEmpty();
        JsonNode anna = held("Contact?Serai_Id__c=1").at("/records/0");
        assertThat(anna.path("Name").asText()).isEqualTo("Anna Berg");
        assertThat(anna.path("_writes").asInt()).isEqualTo(2);
    }

    @Test
    void rowsAreUpdatedByTheirIdsAndNoneIsCreated() {
        String anna = upsert("Contact", contact("1", "\"LastName\":\"Berg\""))
                .json()
                .at("/0/id")
                .asText();
        Web.Answer answer = crm.send(
                "PATCH",
                "services/data/v67.0/composite/sobjects",
                "{\"allOrNone\":false,\"records\":[" + byId(anna, true) + "," + byId("003000000000000AAA", true) + ","
                        + byId("", true) + "]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(codes(answer)).isEqualTo("ok INVALID_CROSS_REFERENCE_KEY MISSING_ARGUMENT");
        assertThat(answer.json().at("/0").has("created")).isFalse();
        assertThat(held("Contact").path("total").asInt()).isEqualTo(1);
        assertThat(held("Contact").at("/records/0/HasOptedOutOfEmail").asBoolean())
                .isTrue();
        assertThat(held("Contact").at("/records/0/LastName").asText()).isEqualTo("Berg");
        assertThat(codes(crm.send(
                        "PATCH",
                        "services/data/v67.0/composite/sobjects",
                        "{\"records\":[" + byId(anna, false) + "," + byId(anna, true) + "]}")))
                .isEqualTo("DUPLICATE_VALUE DUPLICATE_VALUE");
    }

    private static String byId(String id, boolean optedOut) {
        return "{\"attributes\":{\"type\":\"Contact\"},\"id\":\"" + id + "\",\"HasOptedOutOfEmail\":" + optedOut + "}";
    }

    @Test
    void oneWrongRowLeavesTheOthersWritten() {
        Web.Answer answer = upsert(
                "Contact",
                contact("1", "\"LastName\":\"Berg\""),
                contact("2", "\"FirstName\":\"Nobody\""),
                contact("3", "\"LastName\":\"Li\""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().toString())
                .contains("\"success\":false,\"errors\":[{\"message\":\"Required fields are missing: [LastName]\","
                        + "\"statusCode\":\"REQUIRED_FIELD_MISSING\",\"fields\":[\"LastName\"]}]");
        assertThat(held("Contact").path("total").asInt()).isEqualTo(2);
    }

    @Test
    void allOrNoneTakesEverythingBack() {
        upsert("Contact", contact("1", "\"LastName\":\"Before\""));
        Web.Answer answer = send(
                "Contact",
                true,
                contact("1", "\"LastName\":\"After\""),
                contact("2", "\"LastName\":\"New\""),
                contact("3", "\"Email\":\"none\""));

        assertThat(codes(answer))
                .isEqualTo("ALL_OR_NONE_OPERATION_ROLLED_BACK ALL_OR_NONE_OPERATION_ROLLED_BACK INVALID_EMAIL_ADDRESS");
        assertThat(held("Contact").path("total").asInt()).isEqualTo(1);
        assertThat(held("Contact").at("/records/0/LastName").asText()).isEqualTo("Before");
        assertThat(held("Contact").at("/records/0/_writes").asInt()).isEqualTo(1);
        assertThat(crm.get("history/Contact?key=Serai_Id__c&field=LastName").text())
                .isEqualTo("{\"1\":[\"Before\"]}");
    }

    @Test
    void moreThanTwoHundredRowsAreRefusedAsAWhole() {
        String[] rows = IntStream.range(0, 201)
                .mapToObj(i -> contact("n" + i, "\"LastName\":\"N\""))
                .toArray(String[]::new);
        Web.Answer answer = upsert("Contact", rows);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/0/errorCode").asText()).isEqualTo("EXCEEDED_ID_LIMIT");
        assertThat(held("Contact").path("total").asInt()).isZero();
    }

    @Test
    void anExternalIdTwiceInOneCallFailsOnThoseRows() {
        Web.Answer answer = upsert(
                "Contact",
                contact("1", "\"LastName\":\"A\""),
                contact("2", "\"LastName\":\"B\""),
                contact("1", "\"LastName\":\"C\""));

        assertThat(codes(answer)).isEqualTo("DUPLICATE_VALUE ok DUPLICATE_VALUE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Contact|'LastName':'A','Shoe__c':1|INVALID_FIELD",
                "Contact|'LastName':'A','FirstName':'12345678901234567890123456789012345678901'|STRING_TOO_LONG",
                "Contact|'LastName':'A','Email':'not an address'|INVALID_EMAIL_ADDRESS",
                "Contact|'LastName':'A','Birthdate':'1988-13-02'|INVALID_TYPE_ON_FIELD_IN_RECORD",
                "Contact|'LastName':'A','HasOptedOutOfEmail':'yes'|INVALID_TYPE_ON_FIELD_IN_RECORD",
                "Contact|'LastName':'A','AccountId':'nonsense'|MALFORMED_ID",
                "Contact|'LastName':'A','AccountId':'0035g00000000001AA'|MALFORMED_ID",
                "Contact|'LastName':'A','AccountId':'0015g0000000zzz'|INVALID_CROSS_REFERENCE_KEY",
                "Contact|'LastName':'A','Account':{'Serai_Id__c':'none'}|INVALID_FIELD",
                "Contact|'LastName':'A','CreatedDate':'2020-01-01T00:00:00Z'|INVALID_FIELD_FOR_INSERT_UPDATE",
                "Contact|'LastName':'A','Name':'B'|INVALID_FIELD_FOR_INSERT_UPDATE",
                "Case|'IsClosed':true|INVALID_FIELD_FOR_INSERT_UPDATE",
                "Contact|'LastName':''|REQUIRED_FIELD_MISSING",
                "Account|'Phone':'1'|REQUIRED_FIELD_MISSING",
                "Shop_Order__c|'Total__c':1|REQUIRED_FIELD_MISSING",
                "Shop_Order__c|'Name':'1','Total__c':'1,5'|INVALID_TYPE_ON_FIELD_IN_RECORD",
                "Task|'Subject':'Call'|ok"
            })
    void rowsAreCheckedAsByTheOrganisation(String object, String fields, String code) {
        String row = "{\"attributes\":{\"type\":\"" + object + "\"},\"Serai_Id__c\":\"k\"," + fields.replace('\'', '"')
                + "}";

        assertThat(codes(upsert(object, row))).isEqualTo(code);
    }

    @Test
    void rowsPointAtOthersByIdOrByTheirExternalId() {
        String account = upsert(
                        "Account", "{\"attributes\":{\"type\":\"Account\"},\"Serai_Id__c\":\"acme\",\"Name\":\"Acme\"}")
                .json()
                .at("/0/id")
                .asText();
        upsert(
                "Contact",
                contact("1", "\"LastName\":\"A\",\"AccountId\":\"" + account.substring(0, 15) + "\""),
                contact(
                        "2",
                        "\"LastName\":\"B\",\"Account\":{\"attributes\":{\"type\":\"Account\"},\"Serai_Id__c\":\"ACME\"}"));
        String order =
                "{\"attributes\":{\"type\":\"Shop_Order__c\"},\"Serai_Id__c\":\"o\",\"Name\":\"1\",\"Contact__r\":{\"Serai_Id__c\":\"1\"}}";
        upsert("Shop_Order__c", order);

        assertThat(held("Contact?AccountId=" + account).path("total").asInt()).isEqualTo(2);
        assertThat(held("Shop_Order__c").at("/records/0/Contact__c").asText()).startsWith("003");
        assertThat(held("Shop_Order__c").at("/records/0/Id").asText()).startsWith("a00");
        assertThat(held("Contact").at("/records/0/OwnerId").asText()).startsWith("005");
    }

    @Test
    void aMissingKeyOrAWrongTypeIsTheRowsFault() {
        assertThat(codes(upsert("Contact", "{\"attributes\":{\"type\":\"Contact\"},\"LastName\":\"A\"}")))
                .isEqualTo("MISSING_ARGUMENT");
        assertThat(codes(upsert("Contact", "{\"attributes\":{\"type\":\"Account\"},\"Serai_Id__c\":\"1\"}")))
                .isEqualTo("INVALID_TYPE");
    }

    @Test
    void anUnknownObjectOrKeyIsNotFound() {
        String path = "services/data/v67.0/composite/sobjects/";
        assertThat(crm.send("PATCH", path + "Nothing__c/Serai_Id__c", "{}").status())
                .isEqualTo(404);
        assertThat(crm.send("PATCH", path + "Contact/Email", "{}")
                        .json()
                        .at("/0/errorCode")
                        .asText())
                .isEqualTo("NOT_FOUND");
        assertThat(crm.send("PATCH", path + "Contact/Serai_Id__c", "nonsense")
                        .json()
                        .at("/0/errorCode")
                        .asText())
                .isEqualTo("JSON_PARSER_ERROR");
    }

    @Test
    void aKeyThatIsNotUniqueFailsItsRow() {
        String path = "services/data/v67.0/sobjects/Contact";
        crm.post(path, "{\"LastName\":\"A\",\"Legacy_Id__c\":\"7\"}");
        crm.post(path, "{\"LastName\":\"B\",\"Legacy_Id__c\":\"7\"}");
        Web.Answer answer = crm.send(
                "PATCH",
                "services/data/v67.0/composite/sobjects/Contact/Legacy_Id__c",
                "{\"records\":[{\"attributes\":{\"type\":\"Contact\"},\"Legacy_Id__c\":\"7\",\"LastName\":\"C\"}]}");

        assertThat(codes(answer)).isEqualTo("DUPLICATE_EXTERNAL_ID");
    }

    @Test
    void fieldsCanBeAddedToTheOrganisation() {
        Web.Answer added =
                crm.post("fields", "{\"object\":\"Contact\",\"fields\":\"Shoe_Size__c double, Nick__c string(5)\"}");
        assertThat(added.status()).isEqualTo(200);

        assertThat(codes(
                        upsert("Contact", contact("1", "\"LastName\":\"A\",\"Shoe_Size__c\":42.5,\"Nick__c\":\"Al\""))))
                .isEqualTo("ok");
        assertThat(held("Contact?Shoe_Size__c=42.5").path("total").asInt()).isEqualTo(1);
        assertThat(crm.post("fields", "{\"object\":\"Contact\",\"fields\":\"nonsense\"}")
                        .text())
                .contains("expected a field");
    }

    @Test
    void statisticsAndHistoryTellWhatWasWritten() {
        upsert(
                "Contact",
                contact("1", "\"LastName\":\"A\",\"Version__c\":1"),
                contact("2", "\"LastName\":\"B\",\"Version__c\":1"));
        upsert("Contact", contact("1", "\"LastName\":\"A\",\"Version__c\":3"));
        upsert("Contact", contact("1", "\"LastName\":\"A\",\"Version__c\":2"), contact("3", ""));

        JsonNode contacts = crm.get("stats").json().at("/rows/Contact");
        assertThat(contacts.toString())
                .isEqualTo(
                        "{\"held\":2,\"created\":2,\"updated\":2,\"failed\":1,\"writesPerRecord\":{\"1\":1,\"3\":1}}");
        assertThat(crm.get("history/Contact?key=Serai_Id__c&field=Version__c").text())
                .isEqualTo("{\"1\":[1,3,2],\"2\":[1]}");
        assertThat(crm.get("Contact?duplicates=LastName").text()).isEqualTo("{}");
        assertThat(crm.get("Contact?limit=1").header("X-Total-Count")).isEqualTo("2");
        assertThat(crm.get("Nothing").status()).isEqualTo(404);
        assertThat(crm.get("stats")
                        .json()
                        .at("/calls/PATCH services~1data~1*~1composite~1sobjects~1Contact~1*/200")
                        .asInt())
                .isEqualTo(3);
    }

    private static Web.Answer upsert(String object, String... rows) {
        return send(object, false, rows);
    }

    private static Web.Answer send(String object, boolean allOrNone, String... rows) {
        return crm.send(
                "PATCH",
                "services/data/v67.0/composite/sobjects/" + object + "/Serai_Id__c",
                "{\"allOrNone\":" + allOrNone + ",\"records\":[" + String.join(",", rows) + "]}");
    }

    private static String contact(String key, String fields) {
        return "{\"attributes\":{\"type\":\"Contact\"},\"Serai_Id__c\":\"" + key + "\"" + (fields.isEmpty() ? "" : ",")
                + fields + "}";
    }

    private static JsonNode held(String query) {
        return crm.get(query).json();
    }

    private static String codes(Web.Answer answer) {
        List<String> codes = new ArrayList<>();
        answer.json()
                .forEach(row -> codes.add(
                        row.path("success").asBoolean()
                                ? "ok"
                                : row.at("/errors/0/statusCode").asText()));
        return codes.stream().collect(Collectors.joining(" "));
    }
}
