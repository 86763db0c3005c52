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
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kamelets of Dynamics as they are shipped, against the double of Dataverse. */
class DynamicsKameletsTest {
    private static final String API = "/people/api/data/v9.2/";
    private static final String CHANGES = "kamelet:dynamics-changes?table=contacts&idColumn=contactid"
            + "&select=lastname,merged,_masterid_value&pageSize=2&to=direct:page";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<JsonNode> pages = new ArrayList<>();
    private final List<String> cursors = new ArrayList<>();
    private SandboxServer server;
    private DefaultCamelContext context;

    @BeforeEach
    void start() throws Exception {
        server = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        Systems systems = TestSystems.of(
                "dynamics.kind", "dynamics",
                "dynamics.url", server.url("dynamics"),
                "dynamics.auth", "client-credentials",
                "dynamics.token-url", server.url("dynamics") + "/contoso/oauth2/v2.0/token",
                "dynamics.client-id", "sandbox-client",
                "dynamics.client-secret", "sandbox-secret",
                "dynamics.quota.requests", "0");
        context = TestSystems.camel(systems);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:page").process(exchange -> {
                    pages.add(exchange.getMessage().getBody(JsonNode.class));
                    cursors.add(exchange.getProperty("SeraiCursor", String.class));
                });
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        server.close();
    }

    @Test
    void anUpsertIsOneBatchWithOneResultForEachRecord() {
        Exchange answer = upsert("", """
                [ {"serai_id":"r'1","lastname":"Łęcka\\r\\n--serai","donotbulkemail":true},
                  {"serai_id":"r2","firstname":"without a last name"},
                  {"serai_id":"r3","lastname":"%s"},
                  {"serai_id":"r4","lastname":"A","nope":1},
                  {"serai_id":"r5","lastname":"B"} ]""".formatted("x".repeat(51)));

        assertThat(answer.getException()).isNull();
        JsonNode results = answer.getMessage().getBody(JsonNode.class);
        assertThat(results).hasSize(5);
        assertThat(results.get(0).path("ok").asBoolean()).isTrue();
        assertThat(results.get(0).path("id").asText())
                .isEqualTo(row("contacts?serai_id=r'1").path("contactid").asText());
        assertThat(results.get(1)).isEqualTo(json("""
                {"ok":false,"code":"0x80040203","message":"answered 400: 0x80040203 (lastname)","retry":false}"""));
        assertThat(results.get(2)).isEqualTo(json("""
                {"ok":false,"code":"0x80044331","message":"answered 400: 0x80044331 (lastname)","retry":false}"""));
        assertThat(results.get(3)).isEqualTo(json("""
                {"ok":false,"code":"0x80060888","message":"answered 400: 0x80060888 (nope)","retry":false}"""));
        assertThat(results.get(4).path("ok").asBoolean()).isTrue();
        assertThat(row("contacts?serai_id=r'1").path("lastname").asText()).isEqualTo("Łęcka\r\n--serai");
        assertThat(answer.getMessage().getHeaders()).containsOnlyKeys("SeraiRecord");
        assertThat(answer.getVariables()).isEmpty();
        assertThat(get("stats").at("/calls/POST api~1data~1v9.2~1$batch/200").asInt())
                .isEqualTo(1);
    }

    @Test
    void aRowThatIsRefusedForNowMayBeSentAgain() {
        post("fail", "{\"kind\":\"rows\",\"times\":1}");

        JsonNode results = upsert(
                        "", "[{\"serai_id\":\"r1\",\"lastname\":\"A\"},{\"serai_id\":\"r2\",\"lastname\":\"B\"}]")
                .getMessage()
                .getBody(JsonNode.class);

        assertThat(results.get(0)).isEqualTo(json("""
                {"ok":false,"code":"0x80072322","message":"answered 429: 0x80072322","retry":true}"""));
        assertThat(results.get(1).path("ok").asBoolean()).isTrue();
    }

    @Test
    void aWholeCallThatIsRefusedIsAnException() {
        post("fail", "{\"kind\":\"status\",\"status\":429,\"path\":\"batch\",\"times\":1}");

        Exchange answer = upsert("", "{\"serai_id\":\"r1\",\"lastname\":\"A\"}");

        assertThat(new VendorFailures().classify(answer.getException()))
                .isEqualTo(new io.serai.message.Failure(
                        true, "http-429", "answered 429", java.time.Duration.ofSeconds(2)));
    }

    @Test
    void aLookupIsTheIdOfARowThere() {
        JsonNode account = upsert("accounts", "", "{\"serai_id\":\"a1\",\"name\":\"Acme\"}")
                .getMessage()
                .getBody(JsonNode.class);
        String id = account.get(0).path("id").asText();

        upsert("&lookups=parentcustomerid_account=accounts", """
                [{"serai_id":"r1","lastname":"A","parentcustomerid_account@odata.bind":"%s"}]""".formatted(id));
        assertThat(row("contacts?serai_id=r1").path("_parentcustomerid_value").asText())
                .isEqualTo(id);

        upsert("&lookups=parentcustomerid_account=accounts", """
                [{"serai_id":"r1","parentcustomerid_account@odata.bind":null}]""");
        assertThat(row("contacts?serai_id=r1").path("_parentcustomerid_value").isNull())
                .isTrue();
    }

    @Test
    void aRowWhoseIdIsKnownIsFoundByItAndKeepsItsKey() {
        call("POST", API + "contacts", "{\"lastname\":\"Petra's own\"}");
        String id = get("contacts").at("/value/0/contactid").asText();

        JsonNode results = upsert("", """
                [ {"id":"%s","serai_id":"r1","lastname":"A"}, {"id":"%s","lastname":"B"} ]""".formatted(id, id.replace(id.charAt(0), id.charAt(0) == '0' ? '1' : '0')))
                .getMessage()
                .getBody(JsonNode.class);

        assertThat(results.get(0)).isEqualTo(json("{\"ok\":true,\"id\":\"" + id + "\"}"));
        assertThat(results.get(1).path("code").asText()).isEqualTo("0x80040217");
        assertThat(results.get(1).path("retry").asBoolean()).isTrue();
        assertThat(row("contacts?lastname=A").path("serai_id").isNull()).isTrue();
        assertThat(get("contacts").path("total").asInt()).isEqualTo(1);
    }

    @Test
    void anIdThatIsNoGuidIsNotSentAndTheOthersAre() {
        String bad = "{\"ok\":false,\"code\":\"bad-id\",\"message\":\"expected ids that are GUIDs\",\"retry\":false}";
        String lines = "7d1e0000-0000-4000-8000-0000000000a1) HTTP/1.1\\r\\n\\r\\n";

        JsonNode results = upsert("&lookups=parentcustomerid_account=accounts", """
                [ {"id":"%s","lastname":"A"}, {"serai_id":"r1","lastname":"B"},
                  {"id":"7d1e0000-0000-4000-8000-0000000000a1\\n","lastname":"C"},
                  {"serai_id":"r2","lastname":"D","parentcustomerid_account@odata.bind":"1) or (2"},
                  {"serai_id":"r3","lastname":"E"} ]""".formatted(lines))
                .getMessage()
                .getBody(JsonNode.class);

        assertThat(results).hasSize(5);
        for (int refused : new int[] {0, 2, 3}) assertThat(results.get(refused)).isEqualTo(json(bad));
        assertThat(results.at("/1/id")).isEqualTo(row("contacts?serai_id=r1").path("contactid"));
        assertThat(results.at("/4/id")).isEqualTo(row("contacts?serai_id=r3").path("contactid"));

        Exchange alone = upsert("", "{\"id\":\"x\",\"lastname\":\"A\"}");
        assertThat(alone.getMessage().getBody(JsonNode.class)).isEqualTo(json("[" + bad + "]"));
        assertThat(alone.getMessage().getHeaders()).containsOnlyKeys("SeraiRecord");
        assertThat(get("stats").at("/calls/POST api~1data~1v9.2~1$batch/200").asInt())
                .isEqualTo(1);
    }

    @Test
    void aGetByAnIdThatIsNoGuidIsRefused() {
        Exchange answer = context.createProducerTemplate()
                .request(
                        "kamelet:dynamics-get?table=contacts&select=lastname",
                        exchange -> exchange.getMessage().setHeader("SeraiTargetId", "1)/x(2"));

        assertThat(new VendorFailures().classify(answer.getException()).code()).isEqualTo("not-valid");
        assertThat(get("stats").path("calls").findValues("200")).isEmpty();
    }

    @Test
    void aModeOnlyCreatesOrOnlyUpdates() {
        String record = "[{\"serai_id\":\"r1\",\"lastname\":\"A\"}]";

        assertThat(code(upsert("&mode=update", record))).isEqualTo("0x80040217");
        assertThat(code(upsert("&mode=create", record))).isEmpty();
        assertThat(code(upsert("&mode=create", record))).isEqualTo("0x80040237");
        assertThat(code(upsert("&mode=update", record))).isEmpty();
    }

    @Test
    void aGetReadsColumnsByIdOrKey() {
        String id = code(upsert("", "[{\"serai_id\":\"it's\",\"lastname\":\"A\"}]"), "id");

        JsonNode byId = context.createProducerTemplate()
                .requestBodyAndHeader(
                        "kamelet:dynamics-get?table=contacts&select=lastname",
                        "x",
                        "SeraiTargetId",
                        id,
                        JsonNode.class);
        JsonNode byKey = context.createProducerTemplate()
                .requestBodyAndHeader(
                        "kamelet:dynamics-get?table=contacts&select=lastname&key=serai_id",
                        "x",
                        "SeraiTargetId",
                        "it's",
                        JsonNode.class);

        assertThat(byId)
                .isEqualTo(json("{\"lastname\":\"A\",\"contactid\":\"" + id + "\"}"))
                .isEqualTo(byKey);
    }

    @Test
    void changesAreReadPageByPageAndThenOnlyWhatIsNew() {
        upsert("", "[%s]".formatted(String.join(",", List.of(record(1), record(2), record(3), record(4), record(5)))));

        changes(null);
        assertThat(pages).extracting(JsonNode::size).containsExactly(2, 2, 1);
        assertThat(pages.get(0).get(0)).isEqualTo(json("""
                {"lastname":"N1","_masterid_value":null,"merged":false,"contactid":"%1$s","id":"%1$s"}""".formatted(
                        pages.get(0).get(0).path("contactid").asText())));
        assertThat(cursors).allMatch(cursor -> cursor.startsWith("lastname,merged,_masterid_value contacts?"));
        String gone = pages.get(2).get(0).path("id").asText();

        upsert("", "[" + record(1).replace("N1", "M1") + "]");
        call("DELETE", API + "contacts(" + gone + ")", "");
        changes(lastCursor());
        assertThat(pages).hasSize(1);
        assertThat(pages.get(0).get(0).path("lastname").asText()).isEqualTo("M1");
        assertThat(pages.get(0).get(1)).isEqualTo(json("{\"id\":\"" + gone + "\",\"deleted\":true}"));

        changes(lastCursor());
        assertThat(pages).hasSize(1);
        assertThat(pages.get(0)).isEmpty();
    }

    @Test
    void aRunThatEndedBetweenPagesGoesOnFromItsLink() {
        upsert("", "[%s]".formatted(String.join(",", List.of(record(1), record(2), record(3)))));
        changes(null);
        String between = cursors.get(0);

        changes(between);

        assertThat(pages).hasSize(1);
        assertThat(pages.get(0).get(0).path("lastname").asText()).isEqualTo("N3");
    }

    @Test
    void aLinkThatIsTooOldAndOtherColumnsReadTheWholeTableAgain() {
        upsert("", "[" + record(1) + "," + record(2) + "]");
        changes(null);
        String cursor = lastCursor();
        post("expire-changes", "{}");

        changes(cursor);
        assertThat(pages.get(0)).hasSize(2);
        changes(lastCursor().replace("lastname,merged,", "lastname,"));
        assertThat(pages.get(0)).hasSize(2);
    }

    @Test
    void anotherRefusalEndsTheRun() {
        post("fail", "{\"kind\":\"status\",\"status\":503,\"path\":\"contacts\",\"times\":1}");

        Exchange run = run(null);

        assertThat(new VendorFailures().classify(run.getException()).code()).isEqualTo("http-503");
        assertThat(pages).isEmpty();
    }

    private void changes(String cursor) {
        Exchange run = run(cursor);
        assertThat(run.getException()).isNull();
        assertThat(run.getMessage().getHeaders()).containsOnlyKeys("SeraiSystem");
    }

    private Exchange run(String cursor) {
        pages.clear();
        cursors.clear();
        return context.createProducerTemplate().request(CHANGES, exchange -> {
            exchange.getMessage().setHeader("SeraiSystem", "dynamics");
            if (cursor != null) exchange.setProperty("SeraiWatermarkId", cursor);
        });
    }

    private String lastCursor() {
        return cursors.get(cursors.size() - 1);
    }

    private static String record(int number) {
        return "{\"serai_id\":\"r" + number + "\",\"lastname\":\"N" + number + "\"}";
    }

    private Exchange upsert(String options, String body) {
        return upsert("contacts", options, body);
    }

    private Exchange upsert(String table, String options, String body) {
        return context.createProducerTemplate()
                .request("kamelet:dynamics-upsert?table=" + table + options, exchange -> {
                    exchange.getMessage().setBody(json(body));
                    exchange.getMessage().setHeader("SeraiRecord", "r1");
                    exchange.getMessage().setHeader("CamelHttpPath", "/elsewhere");
                });
    }

    private static String code(Exchange answer) {
        return code(answer, "code");
    }

    private static String code(Exchange answer, String member) {
        return answer.getMessage().getBody(JsonNode.class).path(0).path(member).asText();
    }

    private JsonNode row(String query) {
        JsonNode found = get(query);
        assertThat(found.path("total").asInt()).isEqualTo(1);
        return found.path("value").path(0);
    }

    private JsonNode get(String path) {
        return json(call("GET", "/" + path, ""));
    }

    private void post(String path, String body) {
        call("POST", "/" + path, body);
    }

    private String call(String method, String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.url("dynamics") + path))
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return CLIENT.send(request, BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
