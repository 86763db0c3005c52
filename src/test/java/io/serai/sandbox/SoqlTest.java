package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoqlTest {
    private static final String API = "services/data/v67.0/";
    private static SandboxServer server;
    private static Web crm;

    @BeforeAll
    static void start() {
        server = SandboxServer.start(0);
        crm = Web.of(server, "salesforce").salesforceLogin();
        crm.post(API + "sobjects/Account", "{\"Name\":\"Acme\",\"Serai_Id__c\":\"acme\"}");
        String[] rows = {
            "'FirstName':'Anna','LastName':'Berg','Loyalty_Points__c':5,'Account':{'Serai_Id__c':'acme'}",
            "'FirstName':'Björn','LastName':'Öz','Loyalty_Points__c':50,'Registered_At__c':'2026-01-02T03:04:05+02:00'",
            "'LastName':'O\\'Neill','Loyalty_Points__c':10,'HasOptedOutOfEmail':true"
        };
        for (String row : rows) {
            crm.post(
                    API + "sobjects/Contact",
                    "{" + row.replace("\\'", "\u0000").replace('\'', '"').replace('\u0000', '\'') + "}");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "WHERE FirstName = 'anna'|Berg",
                "WHERE FirstName != 'Anna' ORDER BY Loyalty_Points__c|O'Neill Öz",
                "WHERE FirstName = null|O'Neill",
                "WHERE LastName = 'O\\'Neill'|O'Neill",
                "WHERE Loyalty_Points__c > 5 AND Loyalty_Points__c <= 50 ORDER BY Loyalty_Points__c DESC|Öz O'Neill",
                "WHERE (LastName LIKE 'b%' OR LastName LIKE '%z') AND NOT FirstName = 'Anna'|Öz",
                "WHERE LastName IN ('Berg', 'Öz')|Berg Öz",
                "WHERE LastName NOT IN ('Berg', 'Öz')|O'Neill",
                "WHERE HasOptedOutOfEmail = true|O'Neill",
                "WHERE Registered_At__c = 2026-01-02T01:04:05Z|Öz",
                "WHERE SystemModstamp > 2020-01-01T00:00:00.000+0000 ORDER BY SystemModstamp, Id LIMIT 2|Berg Öz",
                "WHERE Account.Name = 'Acme'|Berg",
                "ORDER BY FirstName NULLS LAST LIMIT 2 OFFSET 1|Öz O'Neill",
                "ORDER BY FirstName DESC NULLS LAST|Öz Berg O'Neill"
            })
    void findsWhatIsAskedFor(String clauses, String names) {
        JsonNode result = query("SELECT LastName FROM Contact " + clauses).json();
        List<String> found = new ArrayList<>();
        result.path("records").forEach(row -> found.add(row.path("LastName").asText()));

        assertThat(String.join(" ", found)).isEqualTo(names);
        assertThat(result.path("done").asBoolean()).isTrue();
    }

    @Test
    void rowsCarryAttributesAndNestedParents() {
        JsonNode records = query("SELECT Id, Name, Account.Name, Account.Id FROM Contact ORDER BY LastName")
                .json()
                .path("records");

        assertThat(records.at("/0/attributes/type").asText()).isEqualTo("Contact");
        assertThat(records.at("/0/Account/Name").asText()).isEqualTo("Acme");
        assertThat(records.at("/0/Account/attributes/type").asText()).isEqualTo("Account");
        assertThat(records.at("/0/Name").asText()).isEqualTo("Anna Berg");
        assertThat(records.at("/1/Account").isNull()).isTrue();
        assertThat(query("SELECT COUNT() FROM Contact").json().path("totalSize").asInt())
                .isEqualTo(3);
    }

    @Test
    void longResultsComeInPagesRelativeToTheInstance() {
        String rows = IntStream.range(0, 200)
                .mapToObj(i ->
                        "{\"attributes\":{\"type\":\"Product2\"},\"Serai_Id__c\":\"p%d\",\"Name\":\"P\"}".formatted(i))
                .collect(Collectors.joining(","));
        for (int i = 0; i < 3; i++) {
            crm.send(
                    "PATCH",
                    API + "composite/sobjects/Product2/Serai_Id__c",
                    "{\"records\":[" + rows.replace("\"p", "\"p" + i + "-") + "]}");
        }
        JsonNode page = crm.with("Sforce-Query-Options", "batchSize=250")
                .get(API + "query?q=" + Web.enc("SELECT Serai_Id__c FROM Product2"))
                .json();
        List<String> found = new ArrayList<>();
        int pages = 1;
        for (; !page.path("done").asBoolean(); pages++) {
            page.path("records")
                    .forEach(row -> found.add(row.path("Serai_Id__c").asText()));
            String next = page.path("nextRecordsUrl").asText();
            assertThat(next).startsWith("/services/data/v67.0/query/01g");
            page = crm.get(next.substring(1)).json();
        }
        page.path("records").forEach(row -> found.add(row.path("Serai_Id__c").asText()));

        assertThat(pages).isEqualTo(3);
        assertThat(found).hasSize(600).doesNotHaveDuplicates();
        assertThat(page.path("totalSize").asInt()).isEqualTo(600);
        assertThat(crm.get(API + "query/01g5g00000000009AA-200")
                        .json()
                        .at("/0/errorCode")
                        .asText())
                .isEqualTo("INVALID_QUERY_LOCATOR");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "SELECT Id|MALFORMED_QUERY", "SELECT Id FROM Contact WHERE|MALFORMED_QUERY",
                "SELECT Id FROM Contact LIMIT x|MALFORMED_QUERY",
                        "SELECT Id FROM Contact WHERE Name = Anna|MALFORMED_QUERY",
                "SELECT Id FROM Contact; DROP|MALFORMED_QUERY", "SELECT Nope__c FROM Contact|INVALID_FIELD",
                "SELECT Nope__r.Name FROM Contact|INVALID_FIELD", "SELECT Id FROM Nope__c|INVALID_TYPE"
            })
    void whatIsNotUnderstoodIsRefused(String soql, String code) {
        Web.Answer answer = query(soql);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/0/errorCode").asText()).isEqualTo(code);
    }

    private static Web.Answer query(String soql) {
        return crm.get(API + "query?q=" + Web.enc(soql));
    }
}
