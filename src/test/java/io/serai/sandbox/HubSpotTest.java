package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.serai.sandbox.Web.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The double of HubSpot, as its documentation says of the real one. */
class HubSpotTest {
    private record Push(String signature, String timestamp, byte[] body) {}

    private static final List<Push> PUSHES = new CopyOnWriteArrayList<>();
    private static final AtomicInteger REFUSALS = new AtomicInteger();
    private static HttpServer receiver;
    private static SandboxServer server;
    private static Web control;
    private static Web app;
    private static Web people;

    @BeforeAll
    static void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean refuse = REFUSALS.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            if (!refuse) {
                PUSHES.add(new Push(
                        exchange.getRequestHeaders().getFirst("X-HubSpot-Signature-v3"),
                        exchange.getRequestHeaders().getFirst("X-HubSpot-Request-Timestamp"),
                        body));
            }
            exchange.sendResponseHeaders(refuse ? 503 : 202, 2);
            exchange.getResponseBody().write(new byte[] {'{', '}'});
            exchange.close();
        });
        receiver.start();
        server = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        control = Web.of(server, "hubspot");
        app = control.as("Bearer sandbox-hubspot-token");
        people = control.as("Bearer sandbox-hubspot-user");
    }

    @AfterAll
    static void stop() {
        server.close();
        receiver.stop(0);
    }

    @BeforeEach
    void reset() {
        control.reset();
        control.post(
                "options",
                "{\"searchLag\":0,\"tenSecondly\":100000,\"searchSecondly\":100000,\"daily\":1000000,\"webhookUrl\":\"\","
                        + "\"webhookDuplicate\":0,\"webhookReorder\":0}");
        PUSHES.clear();
        REFUSALS.set(0);
    }

    @Test
    void aTokenThatIsNotKnownIsRefused() {
        assertThat(control.get("crm/v3/objects/contacts").status()).isEqualTo(401);
        assertThat(control.as("Bearer x")
                        .get("crm/v3/objects/contacts")
                        .json()
                        .path("category")
                        .asText())
                .isEqualTo("INVALID_AUTHENTICATION");
    }

    @Test
    void aSecondContactWithAnAddressIsAConflictThatTellsTheFirst() {
        String id = create("contacts", "\"email\":\"anna@example.com\"");

        Answer answer = app.post("crm/v3/objects/contacts", "{\"properties\":{\"email\":\" Anna@Example.com \"}}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("message").asText()).isEqualTo("Contact already exists. Existing ID: " + id);
        assertThat(app.get("crm/v3/objects/contacts/anna@example.com?idProperty=email")
                        .json()
                        .path("id")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    void withoutTraceIdsOneBadInputRefusesTheBatchAndNothingIsWritten() {
        Answer answer = app.post("crm/v3/objects/contacts/batch/upsert", """
                {"inputs":[{"idProperty":"serai_id","id":"r1","properties":{"email":"a@example.com"}},
                           {"idProperty":"serai_id","id":"r2","properties":{"email":"none","x":"y"}}]}""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("message").asText())
                .startsWith("Property values were not valid: [{")
                .contains("\"name\":\"email\"", "PROPERTY_DOESNT_EXIST");
        assertThat(total("contacts")).isZero();
    }

    @Test
    void withTraceIdsTheOthersAreWrittenAndTheAnswerIsMultiStatus() {
        Answer answer = app.post("crm/v3/objects/contacts/batch/upsert", """
                {"inputs":[{"idProperty":"serai_id","id":"r1","objectWriteTraceId":"t1","properties":{"email":"a@example.com"}},
                           {"idProperty":"serai_id","id":"r2","objectWriteTraceId":"t2","properties":{"email":"none"}}]}""");

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.json().path("numErrors").asInt()).isEqualTo(1);
        assertThat(answer.json().at("/results/0/new").asBoolean()).isTrue();
        assertThat(answer.json().at("/errors/0/context/objectWriteTraceId/0").asText())
                .isEqualTo("t2");
        assertThat(total("contacts")).isEqualTo(1);
    }

    @Test
    void aBatchHasAtMostHundredInputsAndEachIdOnce() {
        String input = "{\"idProperty\":\"serai_id\",\"id\":\"%s\",\"properties\":{}}";
        String many = IntStream.range(0, 101).mapToObj(input::formatted).collect(Collectors.joining(","));
        String twice = input.formatted("r1") + "," + input.formatted("r1");

        assertThat(app.post("crm/v3/objects/contacts/batch/upsert", "{\"inputs\":[" + many + "]}")
                        .status())
                .isEqualTo(400);
        assertThat(app.post("crm/v3/objects/contacts/batch/upsert", "{\"inputs\":[" + twice + "]}")
                        .status())
                .isEqualTo(400);
        assertThat(app.post("crm/objects/2026-03/contacts/batch/upsert", "{\"inputs\":[" + input.formatted("r1") + "]}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void searchIsBehindWhatWasWritten() {
        control.post("options", "{\"searchLag\":3600000}");
        create("contacts", "\"email\":\"a@example.com\"");

        assertThat(search("{}").path("total").asInt()).isZero();
        assertThat(app.get("crm/v3/objects/contacts").json().path("results")).hasSize(1);
        control.post("options", "{\"searchLag\":0}");
        assertThat(search("{}").path("total").asInt()).isEqualTo(1);
    }

    @Test
    void aSearchFiltersSortsAndPagesAndEndsAtTenThousand() {
        for (int i = 0; i < 5; i++) {
            create("contacts", "\"email\":\"p" + i + "@example.com\",\"hubspotscore\":\"" + i * 10 + "\"");
        }

        JsonNode found = search("""
                {"filterGroups":[{"filters":[{"propertyName":"hubspotscore","operator":"GTE","value":"10"}]}],
                 "sorts":[{"propertyName":"hubspotscore","direction":"DESCENDING"}],"properties":["email"],"limit":3}""");

        assertThat(found.path("total").asInt()).isEqualTo(4);
        assertThat(found.path("results"))
                .extracting(one -> one.at("/properties/email").asText())
                .containsExactly("p4@example.com", "p3@example.com", "p2@example.com");
        assertThat(found.at("/paging/next/after").asText()).isEqualTo("3");
        assertThat(app.post("crm/v3/objects/contacts/search", "{\"after\":\"9900\",\"limit\":200}")
                        .status())
                .isEqualTo(400);
        assertThat(app.post("crm/v3/objects/contacts/search", "{\"limit\":201}").status())
                .isEqualTo(400);
    }

    @Test
    void theLimitsOfTenSecondsOfSearchAndOfTheDayAreToldByTheirPolicies() {
        control.post("options", "{\"tenSecondly\":3,\"searchSecondly\":1}");
        Answer first = app.get("crm/v3/objects/contacts");
        assertThat(first.header("X-HubSpot-RateLimit-Max")).isEqualTo("3");
        assertThat(first.header("X-HubSpot-RateLimit-Remaining")).isEqualTo("2");
        assertThat(first.header("X-HubSpot-RateLimit-Daily-Remaining")).isNotEmpty();
        Answer search = app.post("crm/v3/objects/contacts/search", "{}");
        assertThat(search.status()).isEqualTo(200);
        assertThat(search.headers().keySet()).noneMatch(name -> name.startsWith("x-hubspot-ratelimit"));
        assertThat(app.get("crm/v3/objects/contacts").status()).isEqualTo(200);

        control.post("options", "{\"tenSecondly\":0}");
        Answer tooMany = app.get("crm/v3/objects/contacts");
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.json().path("policyName").asText()).isEqualTo("TEN_SECONDLY_ROLLING");
        control.post("options", "{\"tenSecondly\":100000,\"searchSecondly\":0}");
        assertThat(app.post("crm/v3/objects/contacts/search", "{}")
                        .json()
                        .path("policyName")
                        .asText())
                .isEqualTo("SECONDLY");
        control.post("options", "{\"daily\":0}");
        assertThat(app.get("crm/v3/objects/contacts").json().path("policyName").asText())
                .isEqualTo("DAILY");
    }

    @Test
    void theLifecycleOnlyGoesForwardUnlessItIsCleared() {
        String id = create("contacts", "\"email\":\"a@example.com\",\"lifecyclestage\":\"customer\"");

        patch(id, "\"lifecyclestage\":\"lead\"");
        assertThat(property(id, "lifecyclestage")).isEqualTo("customer");
        patch(id, "\"lifecyclestage\":\"\"");
        patch(id, "\"lifecyclestage\":\"lead\"");
        assertThat(property(id, "lifecyclestage")).isEqualTo("lead");
    }

    @Test
    void associationsAreKeptBothWaysAndAContactShowsItsCompany() {
        String contact = create("contacts", "\"email\":\"a@example.com\"");
        String company = create("companies", "\"name\":\"Berg\"");

        assertThat(app.send(
                                "PUT",
                                "crm/v4/objects/contacts/" + contact + "/associations/default/companies/" + company,
                                "")
                        .status())
                .isEqualTo(200);

        assertThat(app.post(
                                "crm/v4/associations/companies/contacts/batch/read",
                                "{\"inputs\":[{\"id\":\"" + company + "\"}]}")
                        .json()
                        .at("/results/0/to/0/toObjectId")
                        .asText())
                .isEqualTo(contact);
        assertThat(property(contact, "associatedcompanyid")).isEqualTo(company);
    }

    @Test
    void whatBelongsToNothingIsToldAsAnErrorBesideWhatDoes() {
        String ticket = create("tickets", "\"subject\":\"A\",\"hs_pipeline_stage\":\"1\"");
        String alone = create("tickets", "\"subject\":\"B\",\"hs_pipeline_stage\":\"1\"");
        String contact = create("contacts", "\"email\":\"a@example.com\"");
        app.send("PUT", "crm/v4/objects/tickets/" + ticket + "/associations/default/contacts/" + contact, "");

        Answer answer = app.post(
                "crm/v4/associations/tickets/contacts/batch/read",
                "{\"inputs\":[{\"id\":\"" + ticket + "\"},{\"id\":\"" + alone + "\"}]}");

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.json().path("results")).hasSize(1);
        assertThat(answer.json().at("/results/0/to/0/toObjectId").asText()).isEqualTo(contact);
        assertThat(answer.json().at("/errors/0/subCategory").asText())
                .isEqualTo("crm.associations.NO_ASSOCIATIONS_FOUND");
    }

    @Test
    void aTicketNeedsAStageOfItsPipelineAndTellsWhenItWasClosed() {
        assertThat(app.post("crm/v3/objects/tickets", "{\"properties\":{\"subject\":\"A\"}}")
                        .status())
                .isEqualTo(400);
        Answer label = app.post(
                "crm/v3/objects/tickets", "{\"properties\":{\"subject\":\"A\",\"hs_pipeline_stage\":\"Closed\"}}");
        assertThat(label.json().path("message").asText()).contains("INVALID_OPTION", "hs_pipeline_stage");
        assertThat(app.get("crm/v3/pipelines/tickets")
                        .json()
                        .at("/results/0/stages")
                        .findValuesAsText("id"))
                .containsExactly("1", "2", "3", "4", "5");

        String id = create("tickets", "\"subject\":\"A\",\"hs_pipeline_stage\":\"4\"");
        String seen = "crm/v3/objects/tickets/" + id + "?properties=hs_pipeline,closed_date";
        assertThat(app.get(seen).json().at("/properties/hs_pipeline").asText()).isEqualTo("0");
        assertThat(app.get(seen).json().at("/properties/closed_date").asText()).isNotEmpty();
        people.send("PATCH", "crm/v3/objects/tickets/" + id, "{\"properties\":{\"hs_pipeline_stage\":\"3\"}}");
        assertThat(app.get(seen).json().at("/properties/closed_date").isNull()).isTrue();
    }

    @Test
    void versionThreeOfThePreferencesDoesNotSubscribeWhoHasUnsubscribed() {
        String anna = "{\"emailAddress\":\"anna@example.com\",\"subscriptionId\":\"1\"}";
        app.post("communication-preferences/v3/subscribe", anna);
        app.post("communication-preferences/v3/unsubscribe", anna);

        assertThat(app.post("communication-preferences/v3/subscribe", anna).status())
                .isEqualTo(400);
        assertThat(app.post(
                                "communication-preferences/v4/statuses/anna@example.com",
                                "{\"subscriptionId\":1,\"statusState\":\"SUBSCRIBED\",\"channel\":\"EMAIL\"}")
                        .json()
                        .at("/results/0/status")
                        .asText())
                .isEqualTo("SUBSCRIBED");
        assertThat(app.post("communication-preferences/v4/statuses/anna@example.com", "{\"statusState\":\"MAYBE\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whoUnsubscribesFromAllHasAWideStatusAndAPropertyUntilSomebodySubscribesAgain() {
        String id = create("contacts", "\"email\":\"anna@example.com\"");
        String all = "communication-preferences/v4/statuses/anna@example.com/unsubscribe-all";
        String seen = "crm/v3/objects/contacts/" + id + "?properties=hs_email_optout,hs_email_optout_1";
        assertThat(app.get(all + "?channel=EMAIL").json().path("results")).isEmpty();

        assertThat(app.post(all + "?channel=EMAIL", "{}").json().path("results"))
                .isEmpty();
        JsonNode wide = app.get(all + "?channel=EMAIL").json().at("/results/0");
        assertThat(wide.path("status").asText()).isEqualTo("UNSUBSCRIBED");
        assertThat(wide.path("wideStatusType").asText()).isEqualTo("PORTAL_WIDE");
        assertThat(wide.path("timestamp").asText()).isNotEmpty();
        assertThat(app.get(seen).json().at("/properties/hs_email_optout").asText())
                .isEqualTo("true");
        assertThat(app.get(seen).json().at("/properties/hs_email_optout_1").isNull())
                .isTrue();
        assertThat(app.get(all).status()).isEqualTo(400);

        app.post("people/subscribe", "{\"email\":\"anna@example.com\"}");
        assertThat(app.get(all + "?channel=EMAIL").json().path("results")).isEmpty();
        assertThat(app.get(seen).json().at("/properties/hs_email_optout").asText())
                .isEqualTo("false");
        assertThat(app.post("people/sing", "{\"email\":\"anna@example.com\"}").status())
                .isEqualTo(404);
    }

    @Test
    void whoWasForgottenCannotBeCreatedAgain() {
        create("contacts", "\"email\":\"anna@example.com\"");

        assertThat(app.post(
                                "crm/v3/objects/contacts/gdpr-delete",
                                "{\"objectId\":\"anna@example.com\",\"idProperty\":\"email\"}")
                        .status())
                .isEqualTo(204);
        assertThat(total("contacts")).isZero();
        assertThat(app.post("crm/v3/objects/contacts", "{\"properties\":{\"email\":\"anna@example.com\"}}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void everyChangeIsPushedSignedAndSaysWhoDidIt() throws Exception {
        control.post("options", "{\"webhookUrl\":\"" + url() + "\"}");
        String anna = create("contacts", "\"email\":\"anna@example.com\"");
        String bo = create("contacts", "\"email\":\"bo@example.com\"");
        app.send(
                "PATCH",
                "crm/v3/objects/contacts/" + anna,
                "{\"properties\":{\"jobtitle\":\"CEO\",\"city\":\"Bonn\"}}");
        people.post(
                "crm/v3/objects/contacts/merge",
                "{\"primaryObjectId\":\"" + anna + "\",\"objectIdToMerge\":\"" + bo + "\"}");
        people.send("DELETE", "crm/v3/objects/contacts/" + anna, null);

        await().until(() -> events().size() >= 8);
        assertThat(events())
                .extracting(event -> event.path("subscriptionType").asText())
                .containsOnlyOnce("contact.merge", "contact.deletion")
                .contains("contact.creation", "contact.propertyChange");
        assertThat(events())
                .filteredOn(event -> event.path("propertyName").asText().equals("jobtitle"))
                .allSatisfy(
                        event -> assertThat(event.path("changeSource").asText()).isEqualTo("INTEGRATION"));
        assertThat(app.get("crm/v3/objects/contacts/" + bo).status()).isEqualTo(404);
        for (Push push : PUSHES) {
            assertThat(push.signature())
                    .isEqualTo(HubSpotWebhooks.signature(
                            "sandbox-webhook-secret", "POST", url(), push.body(), push.timestamp()));
        }
        assertThat(HubSpotWebhooks.signature(
                        "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy",
                        "POST",
                        "https://www.example.com/webhook_uri",
                        "{'example_field':'example_value'}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "1693657560000"))
                .isEqualTo("K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=");
    }

    @Test
    void eventsComeInArraysOfAtMostHundredAgainWhenRefusedAndTwiceByOption() {
        control.post("options", "{\"webhookUrl\":\"" + url() + "\",\"webhookDuplicate\":1,\"webhookReorder\":0.5}");
        REFUSALS.set(1);
        for (int i = 0; i < 60; i++) create("companies", "\"name\":\"Company " + i + "\"");

        // each is created and named, and told twice
        await().until(() -> events().size() >= 240);
        assertThat(PUSHES).allSatisfy(push -> assertThat(read(push)).hasSizeLessThanOrEqualTo(100));
        assertThat(events().stream()
                        .map(event -> event.path("eventId").asLong())
                        .distinct())
                .hasSize(120);
        assertThat(events())
                .anySatisfy(
                        event -> assertThat(event.path("attemptNumber").asInt()).isEqualTo(1));
        await().until(() -> control.get("stats").json().at("/webhooks/accepted").asInt() >= 240);
    }

    private static String url() {
        return "http://localhost:" + receiver.getAddress().getPort() + "/hooks/hubspot";
    }

    private static List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        PUSHES.forEach(push -> read(push).forEach(events::add));
        return events;
    }

    private static JsonNode read(Push push) {
        try {
            return Json.MAPPER.readTree(push.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode search(String query) {
        Answer answer = app.post("crm/v3/objects/contacts/search", query);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private static void patch(String id, String properties) {
        assertThat(people.send("PATCH", "crm/v3/objects/contacts/" + id, "{\"properties\":{" + properties + "}}")
                        .status())
                .isEqualTo(200);
    }

    private static String property(String id, String name) {
        return app.get("crm/v3/objects/contacts/" + id + "?properties=" + name)
                .json()
                .at("/properties/" + name)
                .asText();
    }

    private static int total(String object) {
        return control.get(object).json().path("total").asInt();
    }

    private static String create(String object, String properties) {
        Answer answer = people.post("crm/v3/objects/" + object, "{\"properties\":{" + properties + "}}");
        assertThat(answer.status()).isEqualTo(201);
        return answer.json().path("id").asText();
    }
}
