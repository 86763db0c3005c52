package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.VendorDouble.Answer;
import io.serai.connect.VendorDouble.Request;
import io.serai.message.Json;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The kamelets of the marketing tools as they are shipped, against the doubles of the sandbox and against what those cannot do. */
class MarketingKameletsTest {
    private static final String EVENT = """
            {"eventName":"placed order","eventID":"9afca57b-d157-478b-adde-b9506322b16f","contact":{"email":"a@example.com"},
             "properties":{"orderID":"7","totalPrice":10.10,"lineItems":[{"productPrice":5.05,"productQuantity":2}]}}""";

    private final List<AutoCloseable> open = new ArrayList<>();
    private DefaultCamelContext context;

    @AfterEach
    void stop() throws Exception {
        context.stop();
        for (AutoCloseable each : open) each.close();
    }

    @Test
    void contactsAreUpsertedWithOneResultForEachAndNobodyIsWelcomed() {
        Sandbox sandbox = sandbox();
        JsonNode results = call(
                "kamelet:omnisend-contact-upsert",
                "[" + contact("a@example.com") + "," + contact("nobody") + "," + contact("a@example.com") + "]");

        assertThat(results.at("/0/ok").asBoolean()).isTrue();
        assertThat(results.at("/0/created").asBoolean()).isTrue();
        assertThat(results.at("/1"))
                .isEqualTo(
                        json(
                                "{\"ok\":false,\"code\":\"http-400\",\"message\":\"answered 400, identifiers.0.id invalid_format\",\"retry\":false}"));
        assertThat(results.at("/2/id")).isEqualTo(results.at("/0/id"));
        assertThat(results.at("/2/created").asBoolean()).isFalse();
        assertThat(sandbox.get("omnisend/mails")).isEmpty();
    }

    @Test
    void aContactWithAnIdIsChangedByItAndOneThatIsGoneIsMadeAnew() {
        Sandbox sandbox = sandbox();
        String id = call("kamelet:omnisend-contact-upsert", contact("old@example.com"))
                .at("/0/id")
                .asText();

        JsonNode moved = call("kamelet:omnisend-contact-upsert", withId(contact("new@example.com"), id));
        JsonNode gone = call("kamelet:omnisend-contact-upsert", withId(contact("other@example.com"), "5f00"));

        assertThat(moved.at("/0/id").asText()).isEqualTo(id);
        assertThat(gone.at("/0/created").asBoolean()).isTrue();
        assertThat(sandbox.get("omnisend/contacts").findValuesAsText("email"))
                .containsExactly("new@example.com", "other@example.com");
    }

    @Test
    void aPhoneNumberThatSomebodyElseHasIsLeftOut() {
        Sandbox sandbox = sandbox();
        call("kamelet:omnisend-contact-upsert", withPhone(contact("a@example.com")));
        JsonNode second = call("kamelet:omnisend-contact-upsert", withPhone(contact("b@example.com")));

        assertThat(second.at("/0/ok").asBoolean()).isTrue();
        assertThat(sandbox.get("omnisend/contacts").at("/0/phone/0").asText()).isEqualTo("+48123456789");
        assertThat(sandbox.get("omnisend/contacts").at("/1/phone")).isEmpty();
    }

    @Test
    void aRefusalThatIsNewerThanOurYesIsLeftAsItIs() {
        Sandbox sandbox = sandbox();
        String no =
                contact("a@example.com").replace("subscribed", "unsubscribed").replace("10:15:31Z", "10:15:31.5Z");
        call("kamelet:omnisend-contact-upsert", no);

        assertThat(call("kamelet:omnisend-contact-upsert", contact("a@example.com"))
                        .at("/0/ok")
                        .asBoolean())
                .isTrue();
        assertThat(sandbox.get("omnisend/contacts").at("/0/status").asText()).isEqualTo("unsubscribed");
        call("kamelet:omnisend-contact-upsert", contact("a@example.com").replace("10:15:31Z", "10:15:32Z"));
        assertThat(sandbox.get("omnisend/contacts").at("/0/status").asText()).isEqualTo("subscribed");
    }

    @Test
    void whatWasSaidOfAPhoneNumberThatSomebodyElseHasIsRefusedAndTheRestIsWritten() {
        Sandbox sandbox = sandbox();
        String said = withPhone(contact("b@example.com"))
                .replace("789\"}", "789\",\"channels\":{\"sms\":{\"status\":\"unsubscribed\"}}}");
        call("kamelet:omnisend-contact-upsert", withPhone(contact("a@example.com")));

        JsonNode result = call("kamelet:omnisend-contact-upsert", said).at("/0");
        assertThat(result.path("code").asText()).isEqualTo("http-409");
        assertThat(result.path("retry").asBoolean()).isFalse();
        assertThat(sandbox.get("omnisend/contacts").at("/1/status").asText()).isEqualTo("subscribed");
    }

    @Test
    void aPhoneNumberThatSomebodyElseHasIsLeftOutOfABatchToo() {
        Sandbox sandbox = sandbox();
        call("kamelet:omnisend-contact-upsert", withPhone(contact("a@example.com")));
        JsonNode results = call(
                "kamelet:omnisend-batch?pause=10",
                "[" + contact("c@example.com") + ","
                        + withPhone(contact("b@example.com")).replace("789\"}", "789\",\"sendWelcomeMessage\":false}")
                        + "," + contact("d@example.com") + "]");

        assertThat(results.findValuesAsText("ok")).containsExactly("true", "true", "true");
        assertThat(sandbox.get("omnisend/contacts").findValuesAsText("email"))
                .containsExactlyInAnyOrder("a@example.com", "c@example.com", "d@example.com", "b@example.com");
    }

    @Test
    void whenOmnisendHasNoRoomTheRestIsNotSentAndMayBeRetried() {
        VendorDouble vendor = vendor(request -> (request.uri().getQuery() + request.body()).contains("a@example.com")
                ? Answer.json(201, "{\"id\":\"1\"}")
                : Answer.json(429, "{\"status\":429,\"retryAfter\":1}"));
        JsonNode results = call(
                "kamelet:omnisend-contact-upsert",
                "[" + contact("a@example.com") + "," + contact("b@example.com") + "," + contact("c@example.com") + "]");

        assertThat(results).isEqualTo(json("""
                [{"ok":true,"id":"1","created":true},
                 {"ok":false,"code":"http-429","message":"answered 429","retry":true},
                 {"ok":false,"code":"http-429","message":"answered 429","retry":true}]"""));
        assertThat(vendor.requests()).extracting(Request::method).containsExactly("GET", "POST", "GET");
        assertThat(vendor.requests().get(0).header("Omnisend-Version")).isEqualTo("2026-03-15");
        assertThat(vendor.requests().get(0).header("Authorization")).isEqualTo("Omnisend-API-Key sandbox-omnisend-key");
    }

    @Test
    void theLegacyVersionIsWrittenInItsOwnWords() {
        VendorDouble vendor =
                vendor(request -> Answer.json(200, "{\"contactID\":\"1\"}"), "omnisend.api-version", "v5");
        JsonNode results = call("kamelet:omnisend-contact-upsert?version=v5", contact("a@example.com"));

        assertThat(results.at("/0/id").asText()).isEqualTo("1");
        Request request = vendor.requests().get(1); // after the look at what is there
        assertThat(request.header("X-API-KEY")).isEqualTo("sandbox-omnisend-key");
        assertThat(request.header("Authorization")).isNull();
        assertThat(request.header("Omnisend-Version")).isNull();
        assertThat(json(request.body()).at("/identifiers/0/channels/email"))
                .isEqualTo(json("{\"status\":\"subscribed\",\"statusDate\":\"2026-11-20T10:15:31Z\"}"));
    }

    @Test
    void aContactIsUnsubscribedAndEmptiedAndOneThatIsGoneIsNoFailure() {
        Sandbox sandbox = sandbox();
        String full = withPhone(contact("a@example.com"))
                .replace(
                        "{\"identifiers\"",
                        "{\"firstName\":\"Anna\",\"gender\":\"f\",\"birthdate\":\"1988-04-02\",\"countryCode\":\"PL\","
                                + "\"customProperties\":{\"jobTitle\":\"Nurse\",\"score\":7},\"tags\":[\"source: serai\"],\"identifiers\"");
        String id = call("kamelet:omnisend-contact-upsert", full).at("/0/id").asText();

        assertThat(call("kamelet:omnisend-contact-erase?id=" + id, "{}")).isEqualTo(json("[{\"ok\":true}]"));
        assertThat(call("kamelet:omnisend-contact-erase?id=5f00", "{}")).isEqualTo(json("[{\"ok\":true}]"));

        JsonNode erased = sandbox.get("omnisend/contacts").path(0);
        assertThat(erased.path("firstName").asText()).isEmpty();
        assertThat(erased.path("statuses").findValuesAsText("status")).containsOnly("unsubscribed");
        assertThat(erased.toString()).doesNotContain("1988", "Nurse", "7,", "PL", "\"f\"", "serai");
    }

    @Test
    void aBatchHasOneResultForEachInTheOrderInWhichTheyWereSent() {
        Sandbox sandbox = sandbox();
        JsonNode results = call(
                "kamelet:omnisend-batch?pause=10",
                "[" + contact("a@example.com") + "," + contact("nobody") + "," + contact("b@example.com") + "]");

        assertThat(results.findValuesAsText("ok")).containsExactly("true", "false", "true");
        assertThat(results.at("/1/code").asText()).isEqualTo("http-400");
        assertThat(results.at("/1/retry").asBoolean()).isFalse();
        assertThat(sandbox.get("omnisend/contacts").findValuesAsText("id"))
                .containsExactlyInAnyOrder(
                        results.at("/0/id").asText(), results.at("/2/id").asText());
    }

    @Test
    void aBatchThatDoesNotEndInTimeMayBeRetried() {
        vendor(request -> Answer.json(
                request.method().equals("POST") ? 201 : 200,
                request.uri().getPath().endsWith("/items")
                        ? "{\"responses\":[]}"
                        : "{\"batchID\":\"b1\",\"status\":\"inProgress\"}"));
        JsonNode results = call("kamelet:omnisend-batch?pause=1&looks=2", "[" + contact("a@example.com") + "]");

        assertThat(results.at("/0/code").asText()).isEqualTo("batch-unfinished");
        assertThat(results.at("/0/retry").asBoolean()).isTrue();
    }

    @Test
    void nothingThatWouldMailGoesByABatch() {
        Sandbox sandbox = sandbox();
        String welcomed =
                contact("a@example.com").replace("\"sendWelcomeMessage\":false", "\"sendWelcomeMessage\":true");

        assertThat(request("kamelet:omnisend-batch", "[" + welcomed + "]").getException())
                .isNotNull();
        assertThat(request("kamelet:omnisend-batch?endpoint=events", "[" + EVENT + "]")
                        .getException())
                .isNotNull();
        assertThat(sandbox.get("omnisend/stats").path("holds").path("batches").asInt())
                .isZero();
    }

    @Test
    void eventsOfThePastGoByABatchAndTriggerNothing() {
        Sandbox sandbox = sandbox();
        String past = EVENT.replace(
                "\"eventName\"", "\"eventTime\":\"2026-01-01T00:00:00Z\",\"eventVersion\":\"v2\",\"eventName\"");

        JsonNode results = call("kamelet:omnisend-batch?endpoint=events&pause=10", "[" + past + "]");

        assertThat(results.at("/0/ok").asBoolean()).isTrue();
        assertThat(sandbox.get("omnisend/events")).hasSize(1);
        assertThat(sandbox.get("omnisend/mails")).isEmpty();
    }

    @Test
    void anEventIsSentOnceAndItsResultIsCertain() {
        Sandbox sandbox = sandbox();

        assertThat(call("kamelet:omnisend-event", EVENT)).isEqualTo(json("[{\"ok\":true}]"));
        assertThat(call("kamelet:omnisend-event", EVENT.replace("placed order", ""))
                        .at("/0/code")
                        .asText())
                .isEqualTo("http-400");

        JsonNode event = sandbox.get("omnisend/events").path(0);
        assertThat(event.path("eventVersion").asText()).isEqualTo("v2");
        assertThat(event.path("origin").asText()).isEqualTo("api");
        assertThat(event.at("/properties/totalPrice").decimalValue()).isEqualByComparingTo("10.10");
        assertThat(sandbox.get("omnisend/mails").findValuesAsText("kind")).containsExactly("placed order");
    }

    @Test
    void amountsMayBeCentsAndLongOrdersAreCut() {
        Sandbox sandbox = sandbox();
        call(
                "kamelet:omnisend-event?money=cents&lines=1",
                EVENT.replace("\"lineItems\":[", "\"lineItems\":[{\"productPrice\":1,\"productDiscount\":0.5},"));

        JsonNode properties = sandbox.get("omnisend/events").at("/0/properties");
        assertThat(properties.path("totalPrice").asInt()).isEqualTo(1010);
        assertThat(properties.path("lineItems")).hasSize(1);
        assertThat(properties.at("/lineItems/0/productPrice").asInt()).isEqualTo(100);
        assertThat(properties.at("/lineItems/0/productDiscount").asInt()).isEqualTo(50);
    }

    @Test
    void anAnswerThatLeavesItOpenWhetherTheEventArrivedIsAnException() {
        vendor(request -> Answer.json(524, ""));

        assertThat(request("kamelet:omnisend-event", EVENT).getException())
                .isInstanceOf(HttpOperationFailedException.class);
    }

    @Test
    void anEventThatWasRefusedOrNeverSentMayBeSentAgain() throws IOException {
        vendor(request -> Answer.json(503, "{}"));
        assertThat(call("kamelet:omnisend-event", EVENT).at("/0"))
                .isEqualTo(json("{\"ok\":false,\"code\":\"http-503\",\"message\":\"answered 503\",\"retry\":true}"));
        context.stop();

        try (ServerSocket free = new ServerSocket(0)) {
            int port = free.getLocalPort();
            free.close();
            start("http://localhost:" + port, "http://localhost:" + port);
        }
        assertThat(call("kamelet:omnisend-event", EVENT).at("/0"))
                .isEqualTo(json("{\"ok\":false,\"code\":\"connection\",\"message\":\"not sent\",\"retry\":true}"));
    }

    @Test
    void allChangesAreReadPageByPageFromATimeOn() throws Exception {
        Sandbox sandbox = sandbox();
        for (int i = 0; i < 5; i++) call("kamelet:omnisend-contact-upsert", contact("c" + i + "@example.com"));
        List<String> pages =
                pages("kamelet:omnisend-changes?pageSize=2&system=omnisend&to=direct:page", "2026-01-01T00:00:00Z");
        List<String> none =
                pages("kamelet:omnisend-changes?pageSize=2&system=omnisend&to=direct:none", "2999-01-01T00:00:00Z");

        assertThat(pages).hasSize(3);
        assertThat(String.join("", pages)).contains("c0@", "c1@", "c2@", "c3@", "c4@");
        assertThat(none).isEmpty();
        assertThat(sandbox.get("omnisend/contacts")).hasSize(5);
    }

    @Test
    void theLegacyVersionIsReadWhole() throws Exception {
        sandbox("v5", new String[] {"omnisend.api-version", "v5"});
        for (int i = 0; i < 3; i++)
            call("kamelet:omnisend-contact-upsert?version=v5", contact("c" + i + "@example.com"));

        List<String> pages = pages(
                "kamelet:omnisend-changes?version=v5&pageSize=2&system=omnisend&to=direct:page",
                "2999-01-01T00:00:00Z");

        assertThat(pages).hasSize(2);
        assertThat(String.join("", pages)).contains("c0@", "c1@", "c2@", "contactID");
    }

    @Test
    void whatBecameOfEachEventIsReadOutOfSmarticosAnswer() {
        Sandbox sandbox = sandbox();
        sandbox.post("smartico/users", "{\"only\":[\"1\"]}");
        String events = "[" + smartico("e1", "1") + "," + smartico("e1", "1") + "," + smartico("e2", "2") + "]";

        JsonNode waiting = call("kamelet:smartico-events", events);
        JsonNode skipping = call("kamelet:smartico-events?unknownUser=skip&quiet=true", smartico("e3", "2"));

        assertThat(waiting).isEqualTo(json("""
                [{"ok":true},{"ok":true},
                 {"ok":false,"code":"10001","message":"event refused with 10001","retry":true,"skip":false}]"""));
        assertThat(skipping.at("/0/skip").asBoolean()).isTrue();
        JsonNode stored = sandbox.get("smartico/events");
        assertThat(stored).hasSize(1);
        assertThat(stored.at("/0/ext_brand_id").asText()).isEqualTo("sandbox");
        assertThat(stored.at("/0/event_date").asLong()).isGreaterThan(1_700_000_000_000L);
    }

    @Test
    void aWrongKeyOfSmarticoFailsEachEventForGood() {
        sandbox("smartico.token", "other");

        assertThat(call("kamelet:smartico-events", "[" + smartico("e1", "1") + "," + smartico("e2", "1") + "]"))
                .allSatisfy(result -> {
                    assertThat(result.path("code").asText()).isEqualTo("10000");
                    assertThat(result.path("retry").asBoolean()).isFalse();
                });
    }

    private List<String> pages(String uri, String since) throws Exception {
        List<String> pages = new CopyOnWriteArrayList<>();
        String to = uri.substring(uri.indexOf("&to=") + 4);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(to).process(exchange ->
                        pages.add(exchange.getMessage().getBody(JsonNode.class).toString()));
            }
        });
        Exchange done =
                context.createProducerTemplate().request(uri, exchange -> exchange.setProperty("SeraiSince", since));
        assertThat(done.getException()).isNull();
        return pages;
    }

    private JsonNode call(String uri, String body) {
        Exchange answer = request(uri, body);
        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getHeaders()).containsOnlyKeys("SeraiRecord");
        assertThat(answer.getVariables()).isEmpty();
        return answer.getMessage().getBody(JsonNode.class);
    }

    private Exchange request(String uri, String body) {
        return context.createProducerTemplate().request(uri, exchange -> {
            exchange.getMessage().setHeader("SeraiRecord", "r1");
            exchange.getMessage().setBody(json(body));
        });
    }

    private Sandbox sandbox(String... options) {
        return sandbox("api", options);
    }

    private Sandbox sandbox(String version, String[] options) {
        Sandbox sandbox =
                new Sandbox(SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING)));
        open.add(sandbox.server());
        start(sandbox.server().url("omnisend") + "/" + version, sandbox.server().url("smartico"), options);
        return sandbox;
    }

    private VendorDouble vendor(Function<Request, Answer> behaviour, String... options) {
        VendorDouble vendor = new VendorDouble(behaviour);
        open.add(vendor);
        start(vendor.url(), vendor.url(), options);
        return vendor;
    }

    private void start(String omnisend, String smartico, String... options) {
        List<String> all = new ArrayList<>(List.of(
                "omnisend.kind", "omnisend",
                "omnisend.url", omnisend,
                "omnisend.auth", "api-key",
                "omnisend.token", "sandbox-omnisend-key",
                "smartico.kind", "smartico",
                "smartico.url", smartico,
                "smartico.auth", "api-key",
                "smartico.token", "sandbox-smartico-key"));
        all.addAll(List.of(options));
        Systems systems = TestSystems.of(all.toArray(String[]::new));
        context = TestSystems.camel(systems);
        context.start();
    }

    private static String contact(String email) {
        return "{\"identifiers\":[{\"type\":\"email\",\"id\":\"" + email
                + "\",\"channels\":{\"email\":{\"status\":\"subscribed\",\"statusChangedAt\":\"2026-11-20T10:15:31Z\"}}"
                + ",\"sendWelcomeMessage\":false}]}";
    }

    private static String withId(String contact, String id) {
        return "{\"id\":\"" + id + "\"," + contact.substring(1);
    }

    private static String withPhone(String contact) {
        return contact.replace("}]}", "},{\"type\":\"phone\",\"id\":\"+48123456789\"}]}");
    }

    private static String smartico(String eid, String user) {
        return "{\"eid\":\"" + eid + "\",\"user_ext_id\":\"" + user
                + "\",\"event_type\":\"update_profile\",\"payload\":{\"+core_external_markers\":[\"VIP\"]}}";
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The doubles of the sandbox, empty. */
    private record Sandbox(SandboxServer server) {
        private static final HttpClient CLIENT = HttpClient.newHttpClient();

        /** @param what such as {@code omnisend/mails} */
        JsonNode get(String what) {
            return send("GET", what, "");
        }

        void post(String what, String body) {
            send("POST", what, body);
        }

        private JsonNode send(String method, String what, String body) {
            String[] parts = what.split("/", 2);
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.url(parts[0]) + "/" + parts[1]))
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            try {
                return json(CLIENT.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
