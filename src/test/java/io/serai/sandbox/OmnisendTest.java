package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.serai.sandbox.Web.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OmnisendTest {
    private static final String EVENT = "9afca57b-d157-478b-adde-b9506322b16f";
    private static SandboxServer server;
    private static Web api;

    @BeforeAll
    static void start() {
        server = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        api = Web.of(server, "omnisend")
                .as("Omnisend-API-Key sandbox-omnisend-key")
                .with("Omnisend-Version", "2026-03-15");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        api.reset();
    }

    @Test
    void aContactIsCreatedAndThenUpdatedByItsEmailAddress() {
        Answer created = api.post("api/contacts", contact("Anna@example.com", "subscribed", false));
        Answer updated = api.post("api/contacts", contact("anna@Example.com", "unsubscribed", false));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().path("status").asText()).isEqualTo("subscribed");
        assertThat(created.json().at("/statuses/0/statusChangedAt").asText()).isEqualTo("2026-11-20T10:15:31Z");
        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.json().path("id")).isEqualTo(created.json().path("id"));
        assertThat(updated.json().path("status").asText()).isEqualTo("unsubscribed");
        assertThat(updated.json().at("/consents/1/source").asText()).isEqualTo("shop");
    }

    @Test
    void aWelcomeIsSentUnlessItIsForbiddenAndOnlyToWhoSubscribesNow() {
        api.post("api/contacts", contact("quiet@example.com", "subscribed", false));
        api.post("api/contacts", contact("asked@example.com", "subscribed", true));
        api.post("api/contacts", contact("asked@example.com", "subscribed", true));
        api.post(
                "api/contacts",
                contact("default@example.com", "subscribed", true).replace(",\"sendWelcomeMessage\":true", ""));
        api.post("api/contacts", contact("never@example.com", "nonSubscribed", true));

        assertThat(api.get("mails").json().findValuesAsText("to"))
                .containsExactly("asked@example.com", "default@example.com");
    }

    @Test
    void aPatchMovesAnEmailAddressUnlessAnotherContactHasIt() {
        String id = api.post("api/contacts", contact("old@example.com", "subscribed", false))
                .json()
                .path("id")
                .asText();
        api.post("api/contacts", contact("taken@example.com", "subscribed", false));

        assertThat(api.send("PATCH", "api/contacts/" + id, contact("taken@example.com", "subscribed", false))
                        .status())
                .isEqualTo(409);
        assertThat(api.send("PATCH", "api/contacts/" + id, contact("new@example.com", "subscribed", false))
                        .status())
                .isEqualTo(200);
        assertThat(api.send("PATCH", "api/contacts?email=new%40example.com", "{\"firstName\":\"Zoë\"}")
                        .json()
                        .path("id")
                        .asText())
                .isEqualTo(id);
        assertThat(api.send("PATCH", "api/contacts?email=old%40example.com", "{}")
                        .status())
                .isEqualTo(404);
        assertThat(api.get("api/contacts/" + id).json().path("firstName").asText())
                .isEqualTo("Zoë");
    }

    @Test
    void whatIsWrongIsToldByField() {
        Answer answer = api.post("api/contacts", contact("nobody", "subscribed", false));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("type").asText()).isEqualTo("https://problems.omnisend.com/validation-failed");
        assertThat(answer.json().path("instance").asText()).startsWith("urn:omnisend:request:");
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("identifiers.0.id");
        assertThat(api.get("api/contacts?colour=red").status()).isEqualTo(400);
    }

    @Test
    void aKeyAndAVersionOfTodayAreAsked() {
        assertThat(api.as("Omnisend-API-Key other").get("api/contacts").status())
                .isEqualTo(401);
        assertThat(api.with("Omnisend-Version", "2025-01-01")
                        .get("api/contacts")
                        .status())
                .isEqualTo(410);
        assertThat(api.with("X-Other", "x").get("api/contacts").status()).isEqualTo(400);
    }

    @Test
    void changesAreListedFromATimeOnByCursors() {
        for (int i = 0; i < 5; i++) api.post("api/contacts", contact("c" + i + "@example.com", "subscribed", false));
        String query = "api/contacts?sort=updatedAt&direction=asc&limit=2&updatedAtFrom=2026-01-01T00%3A00%3A00Z";

        List<String> seen = new ArrayList<>();
        JsonNode page = api.get(query).json();
        seen.addAll(page.path("contacts").findValuesAsText("email"));
        while (page.at("/paging/hasMore").asBoolean()) {
            page = api.get(query + "&after=" + page.at("/paging/cursors/after").asText())
                    .json();
            seen.addAll(page.path("contacts").findValuesAsText("email"));
        }

        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "c0@example.com", "c1@example.com", "c2@example.com", "c3@example.com", "c4@example.com");
        assertThat(api.get(query.replace("2026-01", "2999-01")).json().path("contacts"))
                .isEmpty();
        assertThat(api.get(query + "&email=a%40b.c").status()).isEqualTo(400);
    }

    @Test
    void anEventOfNowTriggersAutomationsEachTimeAndOneOfThePastNever() {
        String now = event(null);
        api.post("api/events", now);
        Answer again = api.post("api/events", now);
        api.post("api/events", event("2026-01-01T00:00:00Z"));
        api.post("api/events", event("2026-01-01T00:00:00Z"));

        assertThat(again.status()).isEqualTo(202);
        assertThat(api.get("mails").json().findValuesAsText("kind")).containsExactly("placed order", "placed order");
        assertThat(api.get("events").json()).hasSize(3);
        assertThat(api.get("contacts").json().at("/0/status").asText()).isEqualTo("nonSubscribed");
        assertThat(api.post("api/events", now.replace("\"v2\"", "\"\"")).status())
                .isEqualTo(400);
    }

    @Test
    void aBatchTellsOfEachItemInAnOrderOfItsOwn() {
        String items = contact("one@example.com", "subscribed", false) + ","
                + contact("nobody", "subscribed", false) + ","
                + contact("two@example.com", "subscribed", false);
        JsonNode created = api.post(
                        "api/batches", "{\"method\":\"POST\",\"endpoint\":\"contacts\",\"items\":[" + items + "]}")
                .json();
        String batch = "api/batches/" + created.path("batchID").asText();

        assertThat(created.path("totalCount").asInt()).isEqualTo(3);
        assertThat(api.get(batch).json().path("status").asText()).isEqualTo("inProgress");
        JsonNode finished = api.get(batch).json();
        assertThat(finished.path("status").asText()).isEqualTo("finished");
        assertThat(finished.path("errorsCount").asInt()).isEqualTo(1);
        JsonNode results = api.get(batch + "/items").json();
        assertThat(results.path("responses").findValuesAsText("responseCode")).containsExactly("201", "201");
        assertThat(results.at("/responses/0/response/email").asText()).isEqualTo("two@example.com");
        assertThat(results.at("/errors/0/responseCode").asInt()).isEqualTo(400);
        assertThat(api.get("api/batches/other").status()).isEqualTo(404);
    }

    @Test
    void tooManyCallsAreToldByTheBodyAlone() {
        api.post("limit", "{\"perMinute\":1}");
        api.get("api/contacts");
        Answer answer = api.get("api/contacts");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.json().path("retryAfter").asInt()).isBetween(1, 60);
        assertThat(answer.headers().keySet()).noneMatch(name -> name.contains("retry") || name.contains("rate"));
    }

    @Test
    void tagsAreAddedAndTakenAway() {
        api.post("api/contacts", contact("a@example.com", "subscribed", false));
        api.post("api/contacts/tags", "{\"emails\":[\"a@example.com\",\"x@example.com\"],\"tags\":[\"vip\",\"b2b\"]}");
        Answer answer = api.send("DELETE", "api/contacts/tags", "{\"emails\":[\"a@example.com\"],\"tags\":[\"b2b\"]}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(api.get("contacts").json().at("/0/tags").toString()).isEqualTo("[\"vip\"]");
    }

    @Test
    void theLegacyVersionNamesThingsInItsOwnWay() {
        Web v5 = Web.of(server, "omnisend").with("X-API-KEY", "sandbox-omnisend-key");
        Answer created = v5.post(
                "v5/contacts", contact("a@example.com", "subscribed", false).replace("statusChangedAt", "statusDate"));
        JsonNode list = v5.get("v5/contacts?limit=1&offset=0").json();

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().has("id")).isFalse();
        assertThat(list.at("/contacts/0/contactID")).isEqualTo(created.json().path("contactID"));
        assertThat(list.at("/contacts/0/statuses/0/statusDate").asText()).isEqualTo("2026-11-20T10:15:31Z");
        assertThat(list.at("/paging/next").isNull()).isTrue();
        assertThat(v5.with("X-API-KEY", "other").get("v5/contacts").status()).isEqualTo(401);
    }

    @Test
    void whatPeopleDoIsToldByTheCallOfAnAutomationAndByTheNextList() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            told.add(exchange.getRequestHeaders().getFirst("X-Token") + " " + body);
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        receiver.start();
        api.post("api/contacts", contact("a@example.com", "subscribed", false));
        api.post(
                "automation",
                "{\"url\":\"http://localhost:" + receiver.getAddress().getPort()
                        + "/\",\"header\":\"X-Token\",\"token\":\"t\"}");

        api.post("people/click", "{\"email\":\"a@example.com\",\"campaign\":\"spring\"}");
        Answer unsubscribed = api.post("people/unsubscribe", "{\"email\":\"a@example.com\"}");

        await().until(() -> told.size() == 1);
        receiver.stop(0);
        assertThat(told.get(0)).startsWith("t {").contains("\"click\"", "a@example.com", "spring");
        assertThat(unsubscribed.json().path("status").asText()).isEqualTo("unsubscribed");
        assertThat(api.post("people/open", "{\"email\":\"x@example.com\"}").status())
                .isEqualTo(404);
    }

    @Test
    void someOfTheShopsCustomersAreKnownFromTheStart() {
        try (SandboxServer seeded = SandboxServer.start(0, SandboxOptions.defaults())) {
            JsonNode contacts = Web.of(seeded, "omnisend").get("contacts").json();
            JsonNode customers = Web.of(seeded, "magento-pl")
                    .as("Bearer sandbox-access-token")
                    .get("rest/all/V1/customers/search?" + Web.page(200, 1))
                    .json()
                    .path("items");

            assertThat(contacts).hasSize(6);
            assertThat(customers.findValuesAsText("email")).containsAll(contacts.findValuesAsText("email"));
            assertThat(Web.of(seeded, "omnisend").get("mails").json()).isEmpty();
        }
    }

    private static String contact(String email, String status, boolean welcome) {
        return "{\"identifiers\":[{\"type\":\"email\",\"id\":\"" + email
                + "\",\"channels\":{\"email\":{\"status\":\"" + status
                + "\",\"statusChangedAt\":\"2026-11-20T10:15:31Z\"}},\"consent\":{\"source\":\"shop\"}"
                + ",\"sendWelcomeMessage\":" + welcome + "}],\"firstName\":\"Anna\"}";
    }

    private static String event(String time) {
        return "{\"eventName\":\"placed order\",\"eventVersion\":\"v2\",\"eventID\":\"" + EVENT + "\","
                + (time == null ? "" : "\"eventTime\":\"" + time + "\",")
                + "\"contact\":{\"email\":\"a@example.com\"},\"properties\":{\"orderID\":\"7\"}}";
    }
}
