package io.serai.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.serai.message.Outcome;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {
    private static Vertx vertx;

    @TempDir
    Path folder;

    private ConsoleFixture console;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        RestAssured.reset();
    }

    @BeforeEach
    void open() {
        console = new ConsoleFixture(folder, vertx);
    }

    @AfterEach
    void close() {
        console.close();
    }

    private RequestSpecification call() {
        return given().baseUri("http://localhost").port(console.port());
    }

    private RequestSpecification call(String body) {
        return call().contentType("application/json").body(body.replace('\'', '"'));
    }

    private String receive(String externalId, Outcome.Kind... kinds) {
        Outcome[] outcomes = new Outcome[kinds.length];
        for (int i = 0; i < kinds.length; i++) outcomes[i] = Outcome.of(kinds[i]);
        return console.journal.receive("magento-pl", "magento.customer", externalId, "{\"secret\": 1}", outcomes);
    }

    @Test
    void messagesAreListedNewestFirstWithTheirStepsAndWithoutPayload() {
        String first = receive("1", Outcome.Kind.COMPLETED);
        String second = receive("2", Outcome.Kind.DELIVERED, Outcome.Kind.PARKED);
        call().get("/serai/messages")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("messages.id", equalTo(List.of(second, first)))
                .body("messages[0].steps.outcome", equalTo(List.of("delivered", "parked")))
                .body("messages[0].received", containsString("T"))
                .body("messages[0].raw", nullValue())
                .body(not(containsString("secret")));
    }

    @Test
    void messagesAreFilteredBySystemExternalIdOutcomeRecordAndTime() {
        receive("1", Outcome.Kind.COMPLETED);
        String second = receive("2", Outcome.Kind.PARKED);
        for (String filter : new String[] {
            "external-id=2",
            "outcome=parked",
            "record=record-of-2",
            "limit=1",
            "system=magento-pl&external-id=2&since=15m"
        }) call().get("/serai/messages?" + filter).then().statusCode(200).body("messages.id", equalTo(List.of(second)));
        call().get("/serai/messages?since=2999-01-01T00:00:00Z").then().body("messages", hasSize(0));
    }

    @Test
    void whatIsMisspelledIsRefusedWithWhatWasExpected() {
        for (String[] wrong : new String[][] {
            {"extrenal-id=1", "known are external-id"},
            {"outcome=delivred", "expected one of delivered"},
            {"since=yesterday", "15m"},
            {"limit=0", "from 1 to 1000"},
        })
            call().get("/serai/messages?" + wrong[0])
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("status", equalTo(400))
                    .body("title", equalTo("Bad request"))
                    .body("detail", containsString(wrong[1]));
    }

    @Test
    void aMessageIsFoundByTheEndOfItsIdAndAnUnknownOneIsNot() {
        String id = receive("1", Outcome.Kind.COMPLETED);
        receive("2");
        call().get("/serai/messages/" + id.substring(24)).then().statusCode(200).body("id", equalTo(id));
        call().get("/serai/messages/" + id).then().statusCode(200).body("steps[0].durationMicros", equalTo(12_000));
        call().get("/serai/messages/ffffffffffff").then().statusCode(404);
        call().get("/serai/messages/%25").then().statusCode(404);
    }

    @Test
    void whatAMessageHasSetATimerForIsShownWithItAndOnTheBus() {
        String id = receive("1", Outcome.Kind.COMPLETED);
        call().get("/serai/messages/" + id).then().body("delayed", hasSize(0));
        console.bus.publishLater("reminder", "record-of-1", "spring", id);
        call().get("/serai/messages/" + id)
                .then()
                .body("delayed[0].topic", equalTo("reminder"))
                .body("delayed[0].key", equalTo("spring"))
                .body("delayed[0].subject", equalTo("record-of-1"))
                .body("delayed[0].due", containsString("T"));
        call().get("/serai/bus")
                .then()
                .body("delayed[0].topic", equalTo("reminder"))
                .body("delayed[0].count", equalTo(1))
                .body("delayed[0].nextDue", containsString("T"));
    }

    @Test
    void anEndThatFitsSeveralMessagesIsRefusedWithTheirIds() {
        Map<String, String> byLastDigit = new HashMap<>();
        String id = receive("1");
        String other = byLastDigit.put(id.substring(35), id);
        while (other == null) {
            id = receive("another");
            other = byLastDigit.put(id.substring(35), id);
        }
        call().get("/serai/messages/" + id.substring(35))
                .then()
                .statusCode(400)
                .body("detail", containsString(id))
                .body("detail", containsString(other));
    }

    @Test
    void thePayloadOfAMessageIsSentAsItWasReceived() {
        String id = receive("1");
        assertThat(call().get("/serai/messages/" + id + "/raw").asString()).isEqualTo("{\"secret\": 1}");
    }

    @Test
    void deadLettersAreShownWithReasonAndWithoutPayload() {
        console.bus.bury("customer.changed", "salesforce", "42", "REQUIRED_FIELD_MISSING");
        call().get("/serai/dead")
                .then()
                .statusCode(200)
                .body("dead[0].number", equalTo(1))
                .body("dead[0].reason", equalTo("REQUIRED_FIELD_MISSING"))
                .body("dead[0].attempt", equalTo(3))
                .body("dead[0].subject", equalTo("42"))
                .body(not(containsString("\"key\"")));
        call().get("/serai/dead/1").then().statusCode(200).body("flow", equalTo("flow-of-salesforce"));
        call().get("/serai/dead/1/raw").then().statusCode(200).body("key", equalTo("42"));
        call().get("/serai/dead/9").then().statusCode(404);
        call().get("/serai/dead/one").then().statusCode(400);
        call().get("/serai/dead?group=other").then().body("dead", hasSize(0));
    }

    @Test
    void aReplayByNumberTellsWhatIsMissingAndIsAudited() {
        console.bus.bury("topic", "group", "1", "a");
        console.bus.bury("topic", "group", "2", "b");
        call("{'numbers': [2, 7]}")
                .header("X-Serai-User", "anna")
                .post("/serai/dead/replay")
                .then()
                .statusCode(200)
                .body("count", equalTo(1))
                .body("missing", equalTo(List.of(7)));
        call().get("/serai/dead").then().body("dead.number", equalTo(List.of(1)));
        call().get("/serai/bus").then().body("groups[0].parked", equalTo(1));
        call().get("/serai/audit")
                .then()
                .body("audit[0].who", equalTo("anna"))
                .body("audit[0].action", equalTo("replay"))
                .body("audit[0].count", equalTo(1));
    }

    @Test
    void aGroupThatNobodyReadsIsRemovedWithAllItsMessagesAndThatIsAudited() {
        console.bus.bury("topic", "gone", "1", "a");
        console.bus.publish("topic", "2", "3");
        call("{'topic': 'topic', 'group': 'gone'}")
                .header("X-Serai-User", "anna")
                .post("/serai/bus/drop")
                .then()
                .statusCode(200)
                .body("waiting", equalTo(2))
                .body("dead", equalTo(1));
        call().get("/serai/bus").then().body("groups", hasSize(0));
        call().get("/serai/dead").then().body("dead", hasSize(0));
        call().get("/serai/audit")
                .then()
                .body("audit[0].who", equalTo("anna"))
                .body("audit[0].action", equalTo("drop-group"))
                .body("audit[0].subject", equalTo("topic?group=gone"))
                .body("audit[0].count", equalTo(3));
        call("{'topic': 'topic', 'group': 'gone'}")
                .post("/serai/bus/drop")
                .then()
                .statusCode(404)
                .body("detail", equalTo("there is no group gone of topic topic"));
    }

    @Test
    void aGroupThatAFlowReadsIsNotRemoved() {
        console.bus.read("topic", "group");
        console.bus.publish("topic", "1");
        call("{'topic': 'topic', 'group': 'group'}")
                .post("/serai/bus/drop")
                .then()
                .statusCode(409)
                .body("detail", containsString("a flow reads group group of topic topic"));
        call("{'topic': 'topic'}").post("/serai/bus/drop").then().statusCode(400);
        call().get("/serai/bus")
                .then()
                .body("groups[0].waiting", equalTo(1))
                .body("groups[0].state", equalTo("running"))
                .body("traffic.transport", equalTo("embedded"));
        call().get("/serai/audit").then().body("audit", hasSize(0));
    }

    @Test
    void aDiscardByConditionTakesOnlyWhatMatches() {
        console.bus.bury("topic", "group", "1", "a");
        console.bus.bury("topic", "group", "2", "b");
        call("{'reason': 'a', 'since': '1h'}")
                .post("/serai/dead/discard")
                .then()
                .body("count", equalTo(1));
        call().get("/serai/dead").then().body("dead.reason", equalTo(List.of("b")));
        call().get("/serai/audit").then().body("audit.who", hasItem("cli"));
    }

    @Test
    void allDeadLettersAreTakenOnlyWhenThatIsSaidInSoManyWords() {
        console.bus.bury("topic", "group", "1", "a");
        for (String wrong : new String[] {
            "{}",
            "{'all': false}",
            "{'all': true, 'topic': 'topic'}",
            "{'all': 'true'}",
            "{'numbers': []}",
            "{'numbers': ['1']}",
            "{'grup': 'group'}",
            "{'group': ''}",
            "{'since': 'long ago'}",
            "[]",
            "not json"
        }) call(wrong).post("/serai/dead/discard").then().statusCode(400).contentType("application/problem+json");
        call().get("/serai/dead").then().body("dead", hasSize(1));
        call("{'all': true}").post("/serai/dead/discard").then().body("count", equalTo(1));
        call().get("/serai/dead").then().body("dead", hasSize(0));
    }

    @Test
    void recordsThatMayBeOneAreListedAndMadeOneForThePersonWhoSaysSo() {
        String anna = console.hub.said(
                "magento-pl", "1", 5, "{\"email\": \"anna@example.com\", \"phone\": \"+48600700800\"}");
        String same =
                console.hub.said("magento-pl", "2", 5, "{\"email\": \"a@example.com\", \"phone\": \"+48600700800\"}");
        String order = console.hub.order("magento-pl", "3");
        call().get("/serai/records/duplicates?entity=customer")
                .then()
                .statusCode(200)
                .body("duplicates", hasSize(1))
                .body("duplicates[0].by", equalTo(List.of("phone")))
                .body("duplicates[0].record", equalTo(anna))
                .body("duplicates[0].other", equalTo(same))
                .body("duplicates[0].otherLinks", equalTo(List.of("magento-pl:2")));
        call().get("/serai/records/duplicates?entity=order").then().statusCode(400);
        String unite = "{'record': '" + same + "', 'other': '" + anna + "', 'reason': 'she called'}";
        call(unite)
                .header("X-Serai-User", "eva")
                .post("/serai/records/unite")
                .then()
                .statusCode(200)
                .body("record", equalTo(anna))
                .body("merged", equalTo(same));
        call(unite).post("/serai/records/unite").then().statusCode(409);
        call(unite.replace(same, order)).post("/serai/records/unite").then().statusCode(409);
        call(unite.replace(same, "nobody")).post("/serai/records/unite").then().statusCode(404);
        call("{'record': 'a', 'other': 'b'}")
                .post("/serai/records/unite")
                .then()
                .statusCode(400);
        call().get("/serai/records/" + same)
                .then()
                .body("id", equalTo(anna))
                .body("aliases", equalTo(List.of(same)))
                .body("history[0].what", equalTo("merge"))
                .body("history[0].detail.who", equalTo("eva"));
        call().get("/serai/records/duplicates").then().body("duplicates", hasSize(0));
        call().get("/serai/audit")
                .then()
                .body("audit", hasSize(1))
                .body("audit[0].who", equalTo("eva"))
                .body("audit[0].action", equalTo("merge"));
        call().get("/serai/bus").then().body("groups.topic", hasItem("customer.changed"));
    }

    @Test
    void aRecordIsFoundByItsIdByALinkAndByAMatchField() {
        String anna = console.hub.said("magento-pl", "42", 5, "{\"email\": \"anna@example.com\"}");
        console.hub.said("magento-de", "42", 5, "{\"email\": \"ben@example.com\"}");
        call().get("/serai/records/" + anna)
                .then()
                .statusCode(200)
                .body("data.email", equalTo("anna@example.com"))
                .body("provenance.email.system", equalTo("magento-pl"))
                .body("links[0].externalId", equalTo("42"))
                .body("sourceTime", equalTo("1970-01-01T00:00:05Z"));
        for (String query :
                new String[] {"system=magento-pl&id=42", "match=email:anna@example.com", "match=email:ANNA@example.com"
                })
            call().get("/serai/records?" + query).then().statusCode(200).body("records.id", equalTo(List.of(anna)));
        call().get("/serai/records?system=magento-pl&id=42&entity=order").then().body("records", hasSize(0));
        call().get("/serai/records?match=phone:anna@example.com").then().body("records", hasSize(0));
        call().get("/serai/records/nobody").then().statusCode(404);
        for (String wrong :
                new String[] {"entity=customer", "system=magento-pl", "match=anna", "system=a&id=b&match=email:c"})
            call().get("/serai/records?" + wrong).then().statusCode(400);
    }

    @Test
    void whatAPersonDidIsToldNewestFirstUpToALimitAlsoByAnIdThatWasMergedAway() {
        String anna = console.hub.said("magento-pl", "1", 5, "{\"email\": \"anna@example.com\"}");
        String same = console.hub.said("magento-pl", "2", 5, "{\"email\": \"a@example.com\"}");
        engaged("e1", "opened", "anna@example.com", "2026-11-20T10:00:00Z");
        engaged("e2", "clicked", "a@example.com", "2026-11-20T10:00:05Z");
        engaged("e3", "clicked", "other@example.com", "2026-11-20T10:00:06Z");
        call("{'record': '" + anna + "', 'other': '" + same + "', 'reason': 'she called'}")
                .post("/serai/records/unite")
                .then()
                .statusCode(200);
        for (String id : List.of(anna, same))
            call().get("/serai/records/" + id + "/engagements")
                    .then()
                    .statusCode(200)
                    .contentType("application/json")
                    .body("record", equalTo(id))
                    .body("engagements.type", equalTo(List.of("clicked", "opened")))
                    .body("engagements.system", equalTo(List.of("omnisend", "omnisend")))
                    .body("engagements.campaign", equalTo(List.of("spring", "spring")))
                    .body("engagements.points", equalTo(List.of(5, 5)))
                    .body("engagements[0].at", equalTo("2026-11-20T10:00:05Z"))
                    .body("engagements[0].detail.link", equalTo("summer-sale"))
                    .body(not(containsString("example.com")));
        call().get("/serai/records/" + anna + "/engagements?limit=1")
                .then()
                .body("engagements.type", equalTo(List.of("clicked")));
        call().get("/serai/records/" + anna + "/engagements?limit=0").then().statusCode(400);
        call().get("/serai/records/" + anna + "/engagements?since=1h").then().statusCode(400);
        call().get("/serai/records/" + anna)
                .then()
                .body("engagements.total", equalTo(2))
                .body("engagements.points", equalTo(10))
                .body("engagements.counts.clicked", equalTo(1));
    }

    private void engaged(String message, String type, String email, String at) {
        console.hub.did(
                "omnisend",
                message,
                "{\"id\":\"" + message + "\",\"type\":\"" + type + "\",\"email\":\"" + email
                        + "\",\"campaign\":\"spring\",\"points\":5,\"at\":\"" + at
                        + "\",\"detail\":{\"link\":\"summer-sale\"}}");
    }

    @Test
    void aRefusedChangeOfAFileIsToldWithItsFindings() {
        call().get("/serai/flows").then().statusCode(200).body("degraded", equalTo(false));
        console.flows.refused("routes/a.camel.yaml", "unknown component");
        call().get("/serai/flows")
                .then()
                .body("degraded", equalTo(true))
                .body("reloads[0].findings[0]", equalTo("routes/a.camel.yaml:3:7: unknown component"))
                .body("reloads[0].from", equalTo("aaaaaaaaaaaa"));
    }

    @Test
    void aFormOfAnotherSitesPageCannotDecideAnything() {
        call().contentType("text/plain")
                .body("{\"all\": true}")
                .post("/serai/dead/discard")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
    }

    @Test
    void anUnknownPathAndABodyThatIsTooLargeGetAProblemDocument() {
        call().get("/serai/nothing").then().statusCode(404).contentType("application/problem+json");
        call("{'topic': '" + "x".repeat(70_000) + "'}")
                .post("/serai/dead/replay")
                .then()
                .statusCode(413)
                .contentType("application/problem+json");
    }

    @Test
    void withATokenNothingIsAnsweredWithoutIt() {
        try (ConsoleFixture guarded = new ConsoleFixture(folder, vertx, ConsoleFixture.config("s3cret", null))) {
            RequestSpecification call = given().baseUri("http://localhost").port(guarded.port());
            call.get("/serai/bus").then().statusCode(401).header("WWW-Authenticate", "Bearer");
            given().spec(call)
                    .header("Authorization", "Bearer wrong")
                    .get("/serai/dead")
                    .then()
                    .statusCode(401);
            given().baseUri("http://localhost")
                    .port(guarded.port())
                    .header("Authorization", "Bearer s3cret")
                    .get("/serai/bus")
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void theTokenIsWhatStandsInItsFileNow() throws IOException {
        Path file = Files.writeString(folder.resolve("console-token"), "old");
        try (ConsoleFixture guarded = new ConsoleFixture(folder, vertx, ConsoleFixture.config(null, file))) {
            assertThat(status(guarded, "old")).isEqualTo(200);
            assertThat(status(guarded, "new")).isEqualTo(401);
            Files.writeString(file, "new");
            await().untilAsserted(() -> assertThat(status(guarded, "new")).isEqualTo(200));
            assertThat(status(guarded, "old")).isEqualTo(401);
        }
    }

    private static int status(ConsoleFixture guarded, String token) {
        return given().baseUri("http://localhost")
                .port(guarded.port())
                .header("Authorization", "Bearer " + token)
                .get("/serai/bus")
                .statusCode();
    }
}
