package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How cases come into their states, by the kamelet as it is shipped and against the double of Dataverse. */
class DynamicsCasesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String API = "people/api/data/v9.2/";
    private static final String BATCHES = "/calls/POST api~1data~1v9.2~1$batch/200";

    private static SandboxServer server;
    private static DefaultCamelContext context;

    private String contact;

    @BeforeAll
    static void startOnce() {
        server = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        context = TestSystems.camel(TestSystems.of(
                "dynamics.kind", "dynamics",
                "dynamics.url", server.url("dynamics"),
                "dynamics.auth", "client-credentials",
                "dynamics.token-url", server.url("dynamics") + "/contoso/oauth2/v2.0/token",
                "dynamics.client-id", "sandbox-client",
                "dynamics.client-secret", "sandbox-secret",
                "dynamics.quota.requests", "0"));
        context.start();
    }

    @AfterAll
    static void stop() {
        context.stop();
        server.close();
    }

    @BeforeEach
    void reset() {
        call("POST", "../reset?empty=true", "");
        call("POST", API + "contacts", "{'lastname':'Berg'}");
        contact = call("GET", "contacts", "").at("/value/0/contactid").asText();
    }

    @Test
    void casesAreMadeAndBroughtIntoTheirStates() {
        JsonNode results = upsert("[" + record("c'1", 0) + "," + record("c2", 1) + "," + record("c3", 2) + "]");

        assertThat(results).hasSize(3).allMatch(result -> result.path("ok").asBoolean());
        assertThat(state("c'1")).isEqualTo("0/1");
        assertThat(state("c2")).isEqualTo("1/5");
        assertThat(state("c3")).isEqualTo("2/6");
        assertThat(results.get(1).path("id").asText())
                .isEqualTo(row("c2").path("incidentid").asText());
        assertThat(row("c2").path("_customerid_value").asText()).isEqualTo(contact);
        assertThat(call("GET", "stats", "").at(BATCHES).asInt())
                .describedAs("read, written, closed")
                .isEqualTo(3);
    }

    @Test
    void aClosedCaseIsReopenedToBeWrittenAndClosedAnew() {
        upsert(record("c1", 1));

        assertThat(upsert(record("c1", 0)).at("/0/ok").asBoolean()).isTrue();
        assertThat(state("c1")).isEqualTo("0/1");
        upsert(record("c1", 2));
        assertThat(upsert(record("c1", 1).replace("'A'", "'B'")).at("/0/ok").asBoolean())
                .isTrue();

        assertThat(state("c1")).isEqualTo("1/5");
        assertThat(row("c1").path("title").asText()).isEqualTo("B");
    }

    @Test
    void theSameAgainChangesNothingAndAClosedCaseTakesNoOtherValues() {
        upsert(record("c1", 1)); // and nobody noted what came of it
        int writes = row("c1").path("_writes").asInt();

        JsonNode again = upsert(record("c1", 1));
        JsonNode other = upsert(record("c1", 1).replace("'A'", "'B'"));

        assertThat(again.at("/0/ok").asBoolean()).isTrue();
        assertThat(again.at("/0/id").asText())
                .isEqualTo(row("c1").path("incidentid").asText());
        assertThat(other).isEqualTo(json("""
                [{'ok':false,'skip':true,'code':'closed-there','message':'a closed case takes no changes'}]"""));
        assertThat(row("c1").path("_writes").asInt()).isEqualTo(writes);
    }

    @Test
    void aReasonThatPeopleGaveAnOpenCaseStays() {
        upsert(record("c1", 0));
        String id = row("c1").path("incidentid").asText();
        call("PATCH", API + "incidents(" + id + ")", "{'statuscode':3}");

        upsert("{'id':'" + id + "','serai_id':'c1','title':'B','statecode':0}");

        assertThat(state("c1")).isEqualTo("0/3");
        assertThat(row("c1").path("title").asText()).isEqualTo("B");
    }

    @Test
    void eachRefusalIsItsOwnRecordsAndTellsNoValue() {
        JsonNode results = upsert(
                "[" + record("c1", 0).replace("'title':'A',", "") + ",{'id':'../c','title':'secret','statecode':0},"
                        + "{'id':'" + contact + "','title':'secret','statecode':1}," + record("c4", 1) + "]");

        assertThat(results.get(0)).isEqualTo(json("""
                {'ok':false,'code':'0x80040203','message':'answered 400: 0x80040203 (title)','retry':false}"""));
        assertThat(results.get(1).path("code").asText()).isEqualTo("bad-id");
        assertThat(results.get(2))
                .describedAs("deleted meanwhile: the poll will tell")
                .isEqualTo(json("""
                {'ok':false,'code':'0x80040217','message':'answered 404: 0x80040217','retry':true}"""));
        assertThat(results.get(3).path("ok").asBoolean()).isTrue();
        assertThat(state("c4")).isEqualTo("1/5");
        assertThat(results.toString()).doesNotContain("secret");
    }

    @Test
    void whatIsRefusedForNowIsToBeSentAgainWhereverItWas() {
        for (String path : new String[] {"incidents", "CloseIncident"}) { // when it is read, when it is closed
            reset();
            call("POST", "fail", "{'kind':'rows','times':1,'path':'" + path + "'}");

            JsonNode results = upsert(record("c1", 1));

            assertThat(results.at("/0/ok").asBoolean()).isFalse();
            assertThat(results.at("/0/code").asText()).isEqualTo("0x80072322");
            assertThat(results.at("/0/retry").asBoolean()).isTrue();
            assertThat(upsert(record("c1", 1)).at("/0/ok").asBoolean()).isTrue();
            assertThat(state("c1")).isEqualTo("1/5");
        }
    }

    @Test
    void aCaseThatIsToBeClosedSaysSoUntilItIs() {
        call("POST", "fail", "{'kind':'rows','times':1,'path':'CloseIncident'}");

        JsonNode results = upsert(record("c1", 1, "1:Done"));

        assertThat(results.at("/0/retry").asBoolean()).isTrue();
        assertThat(marked("c1")).isEqualTo("0/1 0>1:Done");
        assertThat(upsert(record("c1", 1, "1:Done")).at("/0/ok").asBoolean()).isTrue();
        assertThat(marked("c1")).isEqualTo("1/5 1:Done");
        int writes = row("c1").path("_writes").asInt();
        assertThat(upsert(record("c1", 1, "1:Done")).at("/0/ok").asBoolean()).isTrue();
        assertThat(row("c1").path("_writes").asInt()).isEqualTo(writes);
    }

    @Test
    void aCaseThatIsNotCancelledSaysThatItIsToBe() {
        upsert(record("c1", 0, "0:open"));
        String id = row("c1").path("incidentid").asText();
        call("POST", "fail", "{'kind':'rows','status':400,'times':1,'path':'incidents(" + id + ")'}");

        JsonNode results = upsert(record("c1", 2, "2:cancelled").replace("'A'", "'B'"));

        assertThat(results).isEqualTo(json("""
                [{'ok':false,'code':'0x80040216','message':'answered 400: 0x80040216','retry':false}]"""));
        assertThat(marked("c1")).isEqualTo("0/1 0>2:cancelled");
        assertThat(row("c1").path("title").asText()).isEqualTo("B");
        upsert(record("c1", 2, "2:cancelled").replace("'A'", "'B'"));
        assertThat(marked("c1")).isEqualTo("2/6 2:cancelled");
        assertThat(row("c1").path("_writes").asInt())
                .describedAs("made, marked, marked, cancelled")
                .isEqualTo(4);
    }

    @Test
    void aCaseThatIsReopenedSaysAtOnceWhatItIsToBe() {
        upsert(record("c1", 1, "1:Done"));

        upsert(record("c1", 2, "2:cancelled").replace("'A'", "null"));
        assertThat(marked("c1")).isEqualTo("0/1 0>2:cancelled");
        upsert(record("c1", 0, "0:escalated"));

        assertThat(marked("c1")).isEqualTo("0/1 0:escalated");
    }

    @Test
    void aChangeSetIsDoneAsAWholeUnlessThatIsSwitchedOff() {
        upsert("[" + record("c1", 0) + "," + record("c2", 0) + "]");
        String id = row("c1").path("incidentid").asText();
        String work = "[[{'method':'PATCH','path':'incidents(" + id + ")','body':{'title':'B'}},"
                + "{'method':'PATCH','path':'incidents(" + id + ")','body':{'statecode':1}}],null,"
                + "{'method':'GET','path':'incidents("
                + row("c2").path("incidentid").asText() + ")?$select=title'},"
                + "[{'method':'PATCH','path':'incidents(" + id + ")','body':{'serai_priority':'x'}}]]";

        JsonNode whole = answered("kamelet:dynamics-batch", work);
        String title = row("c1").path("title").asText();
        JsonNode apart = answered("kamelet:dynamics-batch?changeSets=false", work);

        assertThat(whole).isEqualTo(apart).hasSize(4);
        assertThat(whole.at("/0/code").asText()).isEqualTo("0x80040203");
        assertThat(whole.get(1).isNull()).isTrue();
        assertThat(whole.at("/2/body/title").asText()).isEqualTo("A");
        assertThat(whole.at("/3/ok").asBoolean()).isTrue();
        assertThat(title).isEqualTo("A");
        assertThat(row("c1").path("title").asText()).isEqualTo("B");
    }

    @Test
    void aWholeCallThatIsRefusedIsAnException() {
        call("POST", "fail", "{'kind':'status','status':503,'path':'batch','times':1}");

        Exchange answer = request("kamelet:dynamics-case-upsert", record("c1", 1));

        assertThat(new VendorFailures().classify(answer.getException()).code()).isEqualTo("http-503");
        assertThat(new VendorFailures().classify(answer.getException()).transientFailure())
                .isTrue();
    }

    private String record(String key, int state) {
        return "{'serai_id':'" + key.replace("'", "\\u0027") + "','title':'A','prioritycode':1,'statecode':" + state
                + ",'customerid_contact@odata.bind':'" + contact + "'}";
    }

    private String record(String key, int state, String status) {
        return record(key, state).replace("'title'", "'serai_status':'" + status + "','title'");
    }

    private static JsonNode upsert(String body) {
        return answered("kamelet:dynamics-case-upsert", body);
    }

    private static JsonNode answered(String kamelet, String body) {
        Exchange answer = request(kamelet, body);
        assertThat(answer.getException()).isNull();
        assertThat(answer.getVariables()).isEmpty();
        assertThat(answer.getMessage().getHeaders()).isEmpty();
        return answer.getMessage().getBody(JsonNode.class);
    }

    private static Exchange request(String kamelet, String body) {
        return context.createProducerTemplate()
                .request(kamelet, exchange -> exchange.getMessage().setBody(json(body)));
    }

    private static String marked(String key) {
        return state(key) + " " + row(key).path("serai_status").asText();
    }

    private static String state(String key) {
        return row(key).path("statecode").asText() + "/"
                + row(key).path("statuscode").asText();
    }

    private static JsonNode row(String key) {
        return call("GET", "incidents?serai_id=" + key, "").at("/value/0");
    }

    private static JsonNode call(String method, String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(server.url("dynamics") + "/" + path).normalize())
                    .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                    .build();
            String answer = CLIENT.send(request, BodyHandlers.ofString()).body();
            return answer.isEmpty() ? Json.MAPPER.createObjectNode() : Json.MAPPER.readTree(answer);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
