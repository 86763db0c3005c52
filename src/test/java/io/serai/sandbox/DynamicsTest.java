package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The double of Dataverse, by its own API. */
class DynamicsTest {
    private static final String API = "api/data/v9.2/";
    private SandboxServer server;
    private Web crm;

    @BeforeEach
    void start() {
        start(SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
    }

    private void start(SandboxOptions options) {
        server = SandboxServer.start(0, options);
        Web anyone = Web.of(server, "dynamics");
        crm = anyone.as("Bearer "
                + token(anyone, anyone.base() + "/.default")
                        .json()
                        .path("access_token")
                        .asText());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Web.Answer token(Web anyone, String scope) {
        return anyone.post(
                "contoso/oauth2/v2.0/token",
                "grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret&scope="
                        + Web.enc(scope));
    }

    private Web.Answer upsert(Web web, String key, String body) {
        return web.send("PATCH", API + "contacts(serai_id='" + key + "')", body);
    }

    private JsonNode contact(String key) {
        return crm.get(API + "contacts(serai_id='" + key + "')").json();
    }

    @Test
    void aTokenIsGivenForTheEnvironmentOnlyAndEndsWithTheSession() {
        Web anyone = Web.of(server, "dynamics");

        assertThat(token(anyone, "https://other.example/.default")
                        .json()
                        .path("error")
                        .asText())
                .isEqualTo("invalid_scope");
        assertThat(anyone.get(API + "contacts").status()).isEqualTo(401);
        assertThat(crm.get(API + "contacts").status()).isEqualTo(200);
        crm.post("fail", "{\"kind\":\"session\"}");
        assertThat(crm.get(API + "contacts").status()).isEqualTo(401);
    }

    @Test
    void anAlternateKeyCreatesAndUpdatesAndShowsTheRowIfAsked() {
        Web.Answer silent = upsert(crm, "r1", "{\"lastname\":\"Berg\"}");
        Web.Answer shown = crm.with("Prefer", "return=representation")
                .send("PATCH", API + "contacts(serai_id='r1')?$select=contactid", "{\"firstname\":\"Zoë\"}");
        Web.Answer created = upsert(crm.with("Prefer", "return=representation"), "it''s", "{\"lastname\":\"O\"}");

        assertThat(silent.status()).isEqualTo(204);
        assertThat(silent.header("OData-EntityId")).contains("/api/data/v9.2/contacts(");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.json().fieldNames()).toIterable().containsExactly("@odata.etag", "contactid");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("serai_id").asText()).isEqualTo("it's");
        assertThat(contact("r1").path("firstname").asText()).isEqualTo("Zoë");
    }

    @Test
    void preconditionsDecideWhetherARowIsCreatedOrUpdated() {
        assertThat(upsert(crm.with("If-Match", "*"), "r1", "{\"lastname\":\"A\"}")
                        .status())
                .isEqualTo(404);
        assertThat(upsert(crm.with("If-None-Match", "*"), "r1", "{\"lastname\":\"A\"}")
                        .status())
                .isEqualTo(204);
        assertThat(upsert(crm.with("If-None-Match", "*"), "r1", "{\"lastname\":\"B\"}")
                        .status())
                .isEqualTo(412);
        String etag = contact("r1").path("@odata.etag").asText();
        assertThat(upsert(crm.with("If-Match", etag), "r1", "{\"lastname\":\"C\"}")
                        .status())
                .isEqualTo(204);
        Web.Answer stale = upsert(crm.with("If-Match", etag), "r1", "{\"lastname\":\"D\"}");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.json().at("/error/code").asText()).isEqualTo("0x80060882");
        assertThat(contact("r1").path("lastname").asText()).isEqualTo("C");
    }

    @Test
    void columnsAreChecked() {
        assertThat(upsert(crm, "r1", "{\"firstname\":\"A\"}")
                        .json()
                        .at("/error/code")
                        .asText())
                .isEqualTo("0x80040203");
        assertThat(upsert(crm, "r1", "{\"lastname\":\"" + "x".repeat(51) + "\"}")
                        .json()
                        .at("/error/code")
                        .asText())
                .isEqualTo("0x80044331");
        assertThat(upsert(crm, "r1", "{\"lastname\":\"A\",\"nope\":1}")
                        .json()
                        .at("/error/code")
                        .asText())
                .isEqualTo("0x80060888");
        assertThat(upsert(crm, "r1", "{\"lastname\":\"A\",\"birthdate\":\"tomorrow\"}")
                        .status())
                .isEqualTo(400);
        assertThat(crm.get("contacts").json().path("total").asInt()).isZero();
    }

    @Test
    void lookupsPointAtRowsThatExist() {
        crm.send("PATCH", API + "accounts(serai_id='a1')", "{\"name\":\"Acme\"}");
        upsert(crm, "r1", "{\"lastname\":\"A\",\"parentcustomerid_account@odata.bind\":\"/accounts(serai_id='a1')\"}");
        Web.Answer dangling = upsert(
                crm, "r2", "{\"lastname\":\"A\",\"parentcustomerid_account@odata.bind\":\"/accounts(serai_id='a2')\"}");

        JsonNode row = crm.with("Prefer", "odata.include-annotations=\"*\"")
                .get(API + "contacts(serai_id='r1')?$select=_parentcustomerid_value")
                .json();
        assertThat(row.path("_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname")
                        .asText())
                .isEqualTo("account");
        assertThat(dangling.status()).isEqualTo(404);
    }

    @Test
    void aBatchHasAnAnswerForEachRequestAndGoesOnAfterAnError() {
        String body = part("PATCH /api/data/v9.2/contacts(serai_id='r1')", "{\"lastname\":\"Ł\"}")
                + part("PATCH /api/data/v9.2/contacts(serai_id='r2')", "{\"firstname\":\"B\"}")
                + part("PATCH /api/data/v9.2/contacts(serai_id='r3')", "{\"lastname\":\"C\"}") + "--b1--\r\n";
        Map<String, String> headers =
                Map.of("Content-Type", "multipart/mixed; boundary=b1", "Prefer", "odata.continue-on-error");
        Web.Answer answer = new Web(crm.base(), crm.authorization(), headers).post(API + "$batch", body);
        Web.Answer stopping =
                crm.with("Content-Type", "multipart/mixed; boundary=b1").post(API + "$batch", body);
        Web.Answer unix =
                new Web(crm.base(), crm.authorization(), headers).post(API + "$batch", body.replace("\r\n", "\n"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text().lines().filter(line -> line.startsWith("HTTP/1.1 ")))
                .containsExactly("HTTP/1.1 204 No Content", "HTTP/1.1 400 Refused", "HTTP/1.1 204 No Content");
        assertThat(stopping.text().lines().filter(line -> line.startsWith("HTTP/1.1 ")))
                .hasSize(2);
        assertThat(unix.status()).isEqualTo(400);
        assertThat(contact("r1").path("lastname").asText()).isEqualTo("Ł");
    }

    @Test
    void aChangeSetIsDoneAsAWholeOrNotAtAll() {
        upsert(crm, "r1", "{\"lastname\":\"A\"}");
        String contact = contact("r1").path("contactid").asText();
        crm.post(
                "people/api/data/v9.2/incidents",
                "{\"title\":\"T\",\"serai_id\":\"c1\",\"customerid_contact@odata.bind\":\"/contacts(" + contact
                        + ")\"}");
        String id = incident().path("incidentid").asText();
        String closing = part(
                "POST /api/data/v9.2/CloseIncident",
                "{\"Status\":5,\"IncidentResolution\":{\"subject\":\"S\",\"incidentid@odata.bind\":\"/incidents(" + id
                        + ")\"}}");
        String write = part("PATCH /api/data/v9.2/incidents(" + id + ")", "{\"title\":\"U\"}");
        Web batch = crm.with("Content-Type", "multipart/mixed; boundary=b0");
        crm.post("fail", "{\"kind\":\"rows\",\"status\":400,\"times\":1,\"path\":\"CloseIncident\"}");

        String refused = batch.post(API + "$batch", changeSet(write + closing)).text();
        int writes = incident().path("_writes").asInt();
        String title = incident().path("title").asText();
        String done = batch.post(API + "$batch", changeSet(write + closing)).text();
        Web.Answer reading = batch.post(API + "$batch", changeSet(part("GET /api/data/v9.2/contacts", "")));

        assertThat(statuses(refused)).containsExactly("HTTP/1.1 400 Refused");
        assertThat(refused).doesNotContain("changesetresponse");
        assertThat(writes).describedAs("the first is taken back").isEqualTo(1);
        assertThat(title).isEqualTo("T");
        assertThat(statuses(done)).containsExactly("HTTP/1.1 204 No Content", "HTTP/1.1 204 No Content");
        assertThat(done).contains("Content-Type: multipart/mixed; boundary=changesetresponse_");
        assertThat(incident().path("title").asText()).isEqualTo("U");
        assertThat(incident().path("statecode").asInt()).isEqualTo(1);
        assertThat(reading.status()).isEqualTo(400);
    }

    private JsonNode incident() {
        return crm.get("incidents?serai_id=c1").json().at("/value/0");
    }

    private static String changeSet(String parts) {
        return "--b0\r\nContent-Type: multipart/mixed; boundary=b1\r\n\r\n" + parts + "--b1--\r\n--b0--\r\n";
    }

    private static List<String> statuses(String answer) {
        return answer.lines().filter(line -> line.startsWith("HTTP/1.1 ")).toList();
    }

    private static String part(String request, String body) {
        return "--b1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n" + request
                + " HTTP/1.1\r\nContent-Type: application/json\r\n\r\n" + body + "\r\n";
    }

    @Test
    void manyAtOnceAreAllWrittenOrNone() {
        String one =
                "{\"@odata.type\":\"Microsoft.Dynamics.CRM.contact\",\"@odata.id\":\"contacts(serai_id='r%d')\",%s}";
        String good = one.formatted(1, "\"lastname\":\"A\"");
        String bad = one.formatted(2, "\"firstname\":\"B\"");
        String path = API + "contacts/Microsoft.Dynamics.CRM.UpsertMultiple";

        assertThat(crm.post(path, "{\"Targets\":[" + good + "," + bad + "]}").status())
                .isEqualTo(400);
        assertThat(crm.get("contacts").json().path("total").asInt()).isZero();
        assertThat(crm.post(path, "{\"Targets\":[" + good + "]}").status()).isEqualTo(204);
    }

    @Test
    void deltaLinksTellWhatWasWrittenAndDeletedSince() {
        for (int i = 1; i <= 5; i++) upsert(crm, "r" + i, "{\"lastname\":\"N" + i + "\"}");
        JsonNode page = track("odata.track-changes,odata.maxpagesize=2", API + "contacts?$select=lastname");
        List<String> names = new CopyOnWriteArrayList<>();
        names(page, names);
        while (page.has("@odata.nextLink")) {
            page = track("odata.maxpagesize=2", relative(page.path("@odata.nextLink")));
            names(page, names);
        }
        assertThat(names).containsExactly("N1", "N2", "N3", "N4", "N5");

        upsert(crm, "r2", "{\"lastname\":\"M2\"}");
        String gone = contact("r3").path("contactid").asText();
        assertThat(crm.send("DELETE", API + "contacts(" + gone + ")", null).status())
                .isEqualTo(204);
        String link = relative(page.path("@odata.deltaLink"));
        JsonNode changes = track("", link);

        assertThat(changes.path("value")).hasSize(2);
        assertThat(changes.at("/value/0/lastname").asText()).isEqualTo("M2");
        assertThat(changes.at("/value/1/@odata.context").asText()).endsWith("$metadata#contacts/$deletedEntity");
        assertThat(changes.at("/value/1/id").asText()).isEqualTo(gone);
        assertThat(changes.at("/value/1/reason").asText()).isEqualTo("deleted");
        assertThat(track("", relative(changes.path("@odata.deltaLink"))).path("value"))
                .isEmpty();
    }

    @Test
    void anOldDeltaLinkIsRefusedAndANewOneIsGiven() {
        String link = relative(track("odata.track-changes", API + "contacts").path("@odata.deltaLink"));
        crm.post("expire-changes", "");

        Web.Answer old = crm.get(link);
        assertThat(old.status()).isEqualTo(400);
        assertThat(old.json().at("/error/code").asText()).isEqualTo("0x80044352");
        Awaitility.await()
                .untilAsserted(() -> assertThat(crm.get(relative(track("odata.track-changes", API + "contacts")
                                        .path("@odata.deltaLink")))
                                .status())
                        .isEqualTo(200));
        assertThat(crm.with("Prefer", "odata.track-changes")
                        .get(API + "contacts?$top=1")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aMergeSwitchesOneOffAndNamesTheOther() {
        upsert(crm, "r1", "{\"lastname\":\"A\"}");
        upsert(crm, "r2", "{\"lastname\":\"B\"}");
        String master = contact("r1").path("contactid").asText();
        String subordinate = contact("r2").path("contactid").asText();
        String type = "{\"@odata.type\":\"Microsoft.Dynamics.CRM.contact\",\"contactid\":\"%s\"}";

        Web.Answer merged = crm.post(
                "people/" + API + "Merge",
                "{\"Target\":" + type.formatted(master) + ",\"Subordinate\":" + type.formatted(subordinate)
                        + ",\"PerformParentingChecks\":false}");

        assertThat(merged.status()).isEqualTo(204);
        JsonNode row = contact("r2");
        assertThat(row.path("merged").asBoolean()).isTrue();
        assertThat(row.path("_masterid_value").asText()).isEqualTo(master);
        assertThat(row.path("_modifiedby_value").asText()).isEqualTo(DynamicsUser.PERSON.id());
    }

    @Test
    void aCaseBelongsToSomebodyAndHasANumber() {
        assertThat(incident("c1", "{\"title\":\"A\"}").json().at("/error/code").asText())
                .isEqualTo("0x80040203");
        upsert(crm, "r1", "{\"lastname\":\"A\"}");

        assertThat(incident("c1", "{\"title\":\"A\",\"customerid_contact@odata.bind\":\"/contacts(serai_id='r1')\"}")
                        .status())
                .isEqualTo(204);
        assertThat(incident("c1").path("ticketnumber").asText()).startsWith("CAS-");
        assertThat(incident("c1").path("statecode").asInt()).isZero();
    }

    @Test
    void aCaseIsResolvedByItsActionOnlyAndThenTakesNothingButItsReopening() {
        upsert(crm, "r1", "{\"lastname\":\"A\"}");
        incident("c1", "{\"title\":\"A\",\"customerid_contact@odata.bind\":\"/contacts(serai_id='r1')\"}");
        String id = incident("c1").path("incidentid").asText();
        String closing = "{\"IncidentResolution\":{\"@odata.type\":\"Microsoft.Dynamics.CRM.incidentresolution\","
                + "\"subject\":\"Resolved\",\"incidentid@odata.bind\":\"/incidents(" + id + ")\"},\"Status\":%d}";

        Web.Answer plain = incident("c1", "{\"statecode\":1,\"statuscode\":5}");
        assertThat(plain.status()).isEqualTo(400);
        assertThat(plain.json().at("/error/message").asText()).contains("use the CloseIncidentRequest message instead");
        assertThat(crm.post(API + "CloseIncident", closing.formatted(6))
                        .json()
                        .at("/error/code")
                        .asText())
                .isEqualTo("0x80048408");
        assertThat(crm.post(API + "CloseIncident", closing.formatted(5)).status())
                .isEqualTo(204);
        assertThat(incident("c1").path("statecode").asInt()).isEqualTo(1);
        assertThat(incident("c1").path("statuscode").asInt()).isEqualTo(5);
        for (Web.Answer refused : List.of(
                incident("c1", "{\"title\":\"B\"}"),
                incident("c1", "{\"statecode\":2,\"statuscode\":6}"),
                crm.post(API + "CloseIncident", closing.formatted(5))))
            assertThat(refused.json().at("/error/code").asText()).isEqualTo("0x800404cf");

        assertThat(incident("c1", "{\"statecode\":0,\"statuscode\":1}").status())
                .isEqualTo(204);
        assertThat(incident("c1", "{\"title\":\"B\",\"statecode\":2}").status()).isEqualTo(204);
        assertThat(incident("c1").path("statuscode").asInt()).isEqualTo(6);
    }

    private Web.Answer incident(String key, String body) {
        return crm.send("PATCH", API + "incidents(serai_id='" + key + "')", body);
    }

    private JsonNode incident(String key) {
        return crm.get(API + "incidents(serai_id='" + key + "')").json();
    }

    @Test
    void theLimitIsToldAndKept() {
        Web.Answer answer = crm.get(API + "contacts");
        assertThat(answer.header("x-ms-ratelimit-burst-remaining-xrm-requests")).isEqualTo("5999");
        crm.post("options", "{\"requests\":1}");
        Web.Answer refused = crm.get(API + "contacts");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(refused.json().at("/error/code").asText()).isEqualTo("0x80072322");
    }

    @Test
    void aWebhookTellsTheContextOfAWriteAndIsTriedOnceMore() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            told.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("x-serai-key") + " "
                    + exchange.getRequestHeaders().getFirst("x-ms-dynamics-request-name") + " " + body);
            exchange.sendResponseHeaders(told.size() == 1 ? 503 : 204, -1);
            exchange.close();
        });
        hook.start();
        try {
            server.close();
            start(SandboxOptions.defaults()
                    .withSeed(SandboxOptions.Seed.NOTHING)
                    .withWebhooks(SandboxOptions.Webhooks.none()
                            .to("http://localhost:" + hook.getAddress().getPort() + "/hooks/{system}")));
            upsert(crm, "r1", "{\"lastname\":\"A\"}");

            Awaitility.await().until(() -> told.size() == 2);
            assertThat(told).allMatch(call -> call.startsWith("/hooks/dynamics sandbox-webhook-secret Create {"));
            assertThat(told.get(0)).contains("\"PrimaryEntityName\":\"contact\"", "\"OperationCreatedOn\":\"/Date(");
        } finally {
            hook.stop(0);
        }
    }

    private JsonNode track(String prefer, String path) {
        Web.Answer answer = (prefer.isEmpty() ? crm : crm.with("Prefer", prefer)).get(path);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private String relative(JsonNode link) {
        assertThat(link.asText()).startsWith(crm.base());
        return link.asText().substring(crm.base().length() + 1);
    }

    private static void names(JsonNode page, List<String> names) {
        page.path("value").forEach(row -> names.add(row.path("lastname").asText()));
    }
}
