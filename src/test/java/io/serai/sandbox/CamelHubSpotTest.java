package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.CallMeter;
import io.serai.connect.SystemComponents;
import io.serai.connect.Systems;
import io.serai.connect.TestSystems;
import io.serai.connect.VendorFailures;
import io.serai.connect.quota.Limiters;
import io.serai.message.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped kamelets against the double of HubSpot. */
class CamelHubSpotTest {
    private static final String UPSERT = "kamelet:hubspot-batch-upsert?object=contacts";
    private static final String CHANGES =
            "kamelet:hubspot-search-changes?object=contacts&properties=email&time=lastmodifieddate&to=direct:page&pageSize=3";

    private static SandboxServer server;
    private static DefaultCamelContext camel;
    private static ProducerTemplate template;
    private static Systems systems;
    private static Web hubspot;
    private static Web people;

    private final List<JsonNode> pages = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        server = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        hubspot = Web.of(server, "hubspot");
        people = hubspot.as("Bearer sandbox-hubspot-user");
        systems = TestSystems.of(
                "hubspot.kind", "hubspot",
                "hubspot.url", server.url("hubspot"),
                "hubspot.auth", "bearer",
                "hubspot.token", "sandbox-hubspot-token",
                "hubspot.quota.requests", "0");
        systems.requireValid();
        camel = new DefaultCamelContext();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        CallMeter meter = new CallMeter(registry);
        new SystemComponents(systems, meter, Limiters.alone(registry, meter)).configure(camel);
        camel.getComponent("kamelet", KameletComponent.class)
                .setLocation("file:" + Path.of("routes/kamelets").toAbsolutePath());
        camel.start();
        template = camel.createProducerTemplate();
    }

    @AfterAll
    static void stop() {
        template.stop();
        camel.stop();
        server.close();
    }

    @BeforeEach
    void reset() {
        hubspot.reset();
        hubspot.post("options", "{\"searchLag\":0,\"tenSecondly\":100000,\"searchSecondly\":100000}");
    }

    @Test
    void anUpsertCreatesFindsAndTellsOneResultForEach() {
        JsonNode first = send(
                UPSERT,
                "[{\"serai_id\":\"r1\",\"email\":\"anna@example.com\",\"firstname\":\"Anna\"},"
                        + "{\"serai_id\":\"r2\",\"email\":\"bo@example.com\",\"hubspotscore\":7}]");
        JsonNode again = send(UPSERT, "{\"serai_id\":\"r1\",\"email\":\"anna@example.com\",\"firstname\":null}");

        assertThat(first)
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.path("ok").asBoolean()).isTrue());
        assertThat(first.at("/0/created").asBoolean()).isTrue();
        assertThat(again.at("/0/created").asBoolean()).isFalse();
        assertThat(again.at("/0/id")).isEqualTo(first.at("/0/id"));
        JsonNode anna = one("contacts?serai_id=r1");
        assertThat(anna.path("properties").has("firstname")).isFalse();
        assertThat(one("contacts?serai_id=r2").at("/properties/hubspotscore").asText())
                .isEqualTo("7");
    }

    @Test
    void whatHubSpotRefusesIsToldOfThatRecordOnlyAndWithoutItsValues() {
        JsonNode results = send(
                UPSERT,
                "[{\"serai_id\":\"r1\",\"email\":\"anna@example.com\"},"
                        + "{\"serai_id\":\"r2\",\"email\":\"nobody at all\",\"hubspotscore\":\"secret\"},"
                        + "{\"serai_id\":\"r3\",\"nick_name\":\"x\"},{\"serai_id\":\"r4\",\"email\":\"bo@example.com\"}]");

        assertThat(results).hasSize(4);
        assertThat(results.at("/0/ok").asBoolean() && results.at("/3/ok").asBoolean())
                .isTrue();
        assertThat(results.get(1))
                .isEqualTo(json("{\"ok\":false,\"code\":\"VALIDATION_ERROR\","
                        + "\"message\":\"VALIDATION_ERROR (email, hubspotscore)\",\"retry\":false}"));
        assertThat(results.at("/2/message").asText()).isEqualTo("VALIDATION_ERROR (nick_name)");
        assertThat(hubspot.get("contacts").json().path("total").asInt()).isEqualTo(2);
    }

    @Test
    void aContactThatIsThereAlreadyIsTakenByTheIdThatTheConflictTells() {
        String id = create("contacts", "{\"email\":\"Anna@example.com\",\"jobtitle\":\"CEO\"}");

        JsonNode results = send(
                UPSERT,
                "[{\"serai_id\":\"r1\",\"email\":\"anna@example.com\",\"firstname\":\"Anna\"},"
                        + "{\"serai_id\":\"r2\",\"email\":\"bo@example.com\"}]");

        assertThat(results.get(0)).isEqualTo(json("{\"ok\":true,\"id\":\"" + id + "\",\"created\":false}"));
        assertThat(results.at("/1/created").asBoolean()).isTrue();
        JsonNode anna = one("contacts?email=anna@example.com");
        assertThat(anna.at("/properties/serai_id").asText()).isEqualTo("r1");
        assertThat(anna.at("/properties/jobtitle").asText()).isEqualTo("CEO");
        assertThat(hubspot.get("contacts").json().path("total").asInt()).isEqualTo(2);
    }

    @Test
    void whatHasAnIdIsUpdatedByItAndOneThatIsGoneIsRefused() {
        String id = create("companies", "{\"name\":\"Berg\"}");

        JsonNode results = send(
                "kamelet:hubspot-batch-upsert?object=companies",
                "[{\"serai_id\":\"c1\",\"id\":\"" + id + "\",\"name\":\"Berg GmbH\"},"
                        + "{\"serai_id\":\"c2\",\"id\":\"99999\",\"name\":\"Gone\"},{\"serai_id\":\"c3\",\"name\":\"New\"}]");

        assertThat(results.at("/0/id").asText()).isEqualTo(id);
        assertThat(results.get(1))
                .isEqualTo(
                        json(
                                "{\"ok\":false,\"code\":\"OBJECT_NOT_FOUND\",\"message\":\"OBJECT_NOT_FOUND\",\"retry\":false}"));
        assertThat(results.at("/2/created").asBoolean()).isTrue();
        assertThat(one("companies?serai_id=c1").at("/properties/name").asText()).isEqualTo("Berg GmbH");
        assertThat(hubspot.get("companies").json().path("total").asInt()).isEqualTo(2);
    }

    @Test
    void objectsAreAssociatedWithWhatTheyBelongToAndWhatCannotBeIsNotDelivered() {
        String company = create("companies", "{\"name\":\"Berg\"}");

        JsonNode results = send(
                UPSERT,
                "[{\"serai_id\":\"r1\",\"email\":\"a@example.com\",\"associations\":{\"companies\":\""
                        + company
                        + "\"}},{\"serai_id\":\"r2\",\"email\":\"b@example.com\",\"associations\":{\"companies\":\"99999\"}},"
                        + "{\"serai_id\":\"r3\",\"email\":\"c@example.com\",\"associations\":{}},{\"serai_id\":\"r4\",\"email\":\"d@example.com\"}]");

        assertThat(results)
                .extracting(result -> result.path("ok").asBoolean())
                .containsExactly(true, false, true, true);
        assertThat(results.at("/1/code").asText()).isEqualTo("VALIDATION_ERROR");
        assertThat(one("contacts?serai_id=r1").at("/associations/companies/0").asText())
                .isEqualTo(company);
        assertThat(one("contacts?serai_id=r4").path("associations")).isEmpty();
    }

    @Test
    void aDealBelongsToItsContactAndItsCompany() {
        String contact = create("contacts", "{\"email\":\"a@example.com\"}");
        String company = create("companies", "{\"name\":\"Berg\"}");

        JsonNode results = send(
                "kamelet:hubspot-batch-upsert?object=deals",
                "{\"serai_id\":\"o1\",\"dealname\":\"Order 1\",\"amount\":\"12.50\",\"associations\":{\"contacts\":\""
                        + contact + "\",\"companies\":\"" + company + "\"}}");

        assertThat(results.at("/0/ok").asBoolean()).isTrue();
        JsonNode deal = one("deals?serai_id=o1");
        assertThat(deal.at("/associations/contacts/0").asText()).isEqualTo(contact);
        assertThat(deal.at("/associations/companies/0").asText()).isEqualTo(company);
        assertThat(deal.at("/properties/amount").asText()).isEqualTo("12.50");
    }

    @Test
    void aWholeCallThatFailsIsAnExceptionWithTheTimeToWait() {
        hubspot.post("fail", "{\"status\":423,\"times\":1,\"path\":\"batch\"}");
        assertThat(classify(() -> send(UPSERT, "[{\"serai_id\":\"r1\"}]")))
                .isEqualTo(new Failure(true, "http-423", "answered 423: RESOURCE_LOCKED", Duration.ofSeconds(2)));
        hubspot.post("fail", "{\"status\":429,\"times\":1,\"path\":\"batch\"}");
        assertThat(classify(() -> send(UPSERT, "[{\"serai_id\":\"r1\"}]")))
                .isEqualTo(new Failure(true, "http-429", "answered 429: TEN_SECONDLY_ROLLING", Duration.ofSeconds(10)));
    }

    @Test
    void aRecordThatHubSpotCannotTakeNowIsToBeTriedAgainAndTheOthersAreDone() {
        hubspot.post("fail", "{\"kind\":\"rows\",\"code\":\"RATE_LIMITS\",\"times\":1}");

        JsonNode results = send(
                UPSERT,
                "[{\"serai_id\":\"r1\",\"email\":\"anna@example.com\"},{\"serai_id\":\"r2\",\"email\":\"bo@example.com\"}]");

        assertThat(results.get(0))
                .isEqualTo(json("{\"ok\":false,\"code\":\"RATE_LIMITS\",\"message\":\"RATE_LIMITS\",\"retry\":true}"));
        assertThat(results.at("/1/ok").asBoolean()).isTrue();
    }

    @Test
    void anAppThatWasLetInByOAuthGetsANewTokenWhenTheOldOneIsExpired() throws Exception {
        try (DefaultCamelContext other = new DefaultCamelContext()) {
            Systems app = TestSystems.of(
                    "app.kind", "hubspot",
                    "app.url", server.url("hubspot"),
                    "app.auth", "refresh-token",
                    "app.client-id", "sandbox-hubspot-client",
                    "app.client-secret", "sandbox-hubspot-secret",
                    "app.refresh-token", "sandbox-hubspot-refresh");
            app.requireValid();
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            CallMeter meter = new CallMeter(registry);
            new SystemComponents(app, meter, Limiters.alone(registry, meter)).configure(other);
            other.start();
            ProducerTemplate calls = other.createProducerTemplate();

            assertThat(calls.requestBody("app:/crm/v3/objects/contacts", null, String.class))
                    .contains("results");
            hubspot.post("fail", "{\"kind\":\"session\"}");
            assertThat(calls.requestBody("app:/crm/v3/objects/contacts", null, String.class))
                    .contains("results");
            JsonNode stats = hubspot.get("stats").json().path("calls");
            assertThat(stats.at("/GET crm~1v3~1objects~1contacts/401").asInt()).isEqualTo(1);
            assertThat(stats.at("/GET crm~1v3~1objects~1contacts/200").asInt()).isEqualTo(2);
        }
    }

    @Test
    void aBatchReadHasOneElementForEachAndAnObjectOnce() {
        String anna = create("contacts", "{\"email\":\"anna@example.com\"}");
        String bo = create("contacts", "{\"email\":\"bo@example.com\"}");

        JsonNode read = send(
                "kamelet:hubspot-batch-read?object=contacts&properties=email,jobtitle",
                "[{\"objectId\":" + bo + "},{\"objectId\":\"" + anna
                        + "\"},{\"objectId\":\"99999\"},{},{\"objectId\":\"" + bo + "\"}]");

        assertThat(read).hasSize(5);
        assertThat(read.at("/0/properties/email").asText()).isEqualTo("bo@example.com");
        assertThat(read.at("/1/id").asText()).isEqualTo(anna);
        assertThat(List.of(read.get(2), read.get(3), read.get(4))).allMatch(JsonNode::isEmpty);
        assertThat(send("kamelet:hubspot-batch-read?object=contacts&properties=email", "[{}]"))
                .hasSize(1);
    }

    @Test
    void aBatchReadTellsThePastOfProperties() {
        String id = create("tickets", "{\"subject\":\"A\",\"hs_pipeline_stage\":\"1\"}");
        JsonNode read = send(
                "kamelet:hubspot-batch-read?object=tickets&properties=subject&history=hs_pipeline_stage",
                "[{\"objectId\":\"" + id + "\"}]");

        assertThat(read.at("/0/propertiesWithHistory/hs_pipeline_stage")).hasSize(1);
        assertThat(read.at("/0/propertiesWithHistory/hs_pipeline_stage/0/value").asText())
                .isEqualTo("1");
        assertThat(read.at("/0/propertiesWithHistory/hs_pipeline_stage/0/timestamp")
                        .asText())
                .isEqualTo(read.at("/0/updatedAt").asText());
    }

    @Test
    void changesAreReadPageByPageFromTheWatermarkOn() throws Exception {
        page();
        for (int i = 0; i < 8; i++) create("contacts", "{\"email\":\"p" + i + "@example.com\"}");

        Exchange all = changes("1970-01-01T00:00:00Z");

        assertThat(emails())
                .contains(IntStream.range(0, 8)
                        .mapToObj(i -> "p" + i + "@example.com")
                        .toArray(String[]::new));
        assertThat(all.getVariables()).isEmpty();
        String last = pages.get(pages.size() - 1)
                .get(pages.get(pages.size() - 1).size() - 1)
                .path("updatedAt")
                .asText();
        pages.clear();
        changes(last);
        assertThat(emails()).contains("p7@example.com").doesNotContain("p0@example.com");
    }

    /** Ten in one batch have one time of change; a page has three. */
    @Test
    void objectsOfOneMillisecondThatFillMoreThanAPageAreReadByTheirIds() throws Exception {
        page();
        hubspot.post("options", "{\"frozen\":\"2026-11-22T10:00:00.250Z\"}");
        for (int i = 0; i < 10; i++) create("contacts", "{\"email\":\"p" + i + "@example.com\"}");
        hubspot.post("options", "{\"frozen\":\"2026-11-22T10:00:00.251Z\"}");
        create("contacts", "{\"email\":\"later@example.com\"}");
        hubspot.post("options", "{\"frozen\":\"\"}");

        changes("2026-11-22T10:00:00Z");

        assertThat(emails())
                .contains("later@example.com")
                .contains(IntStream.range(0, 10)
                        .mapToObj(i -> "p" + i + "@example.com")
                        .toArray(String[]::new));
        assertThat(pages).hasSizeLessThan(10);
    }

    /** HubSpot's own limit is 10,000; beyond it every page is refused. */
    @Test
    void moreChangesThanASearchCanBePagedThroughAreAllReadAndNoRequestGoesPastThem() throws Exception {
        page();
        hubspot.post("options", "{\"mostHits\":6}");
        for (int i = 0; i < 12; i++) create("contacts", "{\"email\":\"p" + i + "@example.com\"}");
        hubspot.post("options", "{\"frozen\":\"2126-11-22T10:00:00.250Z\"}");
        for (int i = 12; i < 22; i++) create("contacts", "{\"email\":\"p" + i + "@example.com\"}");

        changes("1970-01-01T00:00:00Z");

        assertThat(emails())
                .contains(IntStream.range(0, 22)
                        .mapToObj(i -> "p" + i + "@example.com")
                        .toArray(String[]::new));
        assertThat(searches()).containsOnlyKeys("200");
        String past = people.post("crm/v3/objects/contacts/search", "{\"limit\":3,\"after\":\"6\"}")
                .json()
                .path("message")
                .asText();
        assertThat(past).isEqualTo("Paging: after + limit must not exceed 6");
        assertThat(searches()).containsEntry("400", 1);
        hubspot.post("options", "{\"frozen\":\"\"}");
    }

    /** Calls so far by their status. */
    private static Map<String, Integer> searches() {
        Map<String, Integer> counts = new TreeMap<>();
        hubspot.get("stats")
                .json()
                .at("/calls/POST crm~1v3~1objects~1contacts~1search")
                .properties()
                .forEach(status -> counts.put(status.getKey(), status.getValue().asInt()));
        return counts;
    }

    @Test
    void aDecisionIsToldAndReadAndANewerRefusalIsLeftAlone() {
        String path = "kamelet:hubspot-subscription?subscription=1";
        send(
                path,
                "{\"email\":\"anna+x@example.com\",\"statusState\":\"SUBSCRIBED\",\"decidedAt\":\"2026-11-22T10:00:00Z\"}");
        assertThat(status("anna+x@example.com").path("status").asText()).isEqualTo("SUBSCRIBED");
        hubspot.post("unsubscribe", "{\"email\":\"anna+x@example.com\"}");

        send(
                path,
                "{\"email\":\"anna+x@example.com\",\"statusState\":\"SUBSCRIBED\",\"decidedAt\":\"2020-11-22T10:00:00Z\"}");

        assertThat(status("anna+x@example.com").path("status").asText()).isEqualTo("UNSUBSCRIBED");
        send(
                path,
                "{\"email\":\"anna+x@example.com\",\"statusState\":\"SUBSCRIBED\",\"decidedAt\":\"2120-11-22T10:00:00Z\"}");
        assertThat(status("anna+x@example.com").path("status").asText()).isEqualTo("SUBSCRIBED");
        assertThat(status("bo@example.com"))
                .isEqualTo(json(
                        "{\"email\":\"bo@example.com\",\"channel\":\"EMAIL\",\"subscriberIdString\":\"bo@example.com\",\"subscriptionId\":1,"
                                + "\"subscriptionName\":\"Marketing Information\",\"status\":\"NOT_SPECIFIED\"}"));
    }

    @Test
    void whoUnsubscribedFromAllIsNotSubscribedAgainWhenever() {
        hubspot.post("people/unsubscribe-all", "{\"email\":\"anna+x@example.com\"}");

        subscribe("anna+x@example.com", "\"2120-11-22T10:00:00Z\"");
        subscribe("bo@example.com", "\"2020-11-22T10:00:00Z\"");

        assertThat(status("anna+x@example.com").path("status").asText()).isEqualTo("NOT_SPECIFIED");
        assertThat(status("bo@example.com").path("status").asText()).isEqualTo("SUBSCRIBED");
    }

    @Test
    void ofOneSecondTheRefusalCounts() {
        hubspot.post("options", "{\"frozen\":\"2026-11-20T10:00:00.700Z\"}");
        hubspot.post("people/unsubscribe", "{\"email\":\"anna@example.com\"}");
        hubspot.post("options", "{\"frozen\":\"\"}");

        subscribe("anna@example.com", "\"2026-11-20T10:00:00.900Z\"");
        assertThat(status("anna@example.com").path("status").asText()).isEqualTo("UNSUBSCRIBED");
        subscribe("anna@example.com", "\"2026-11-20T10:00:01Z\"");
        assertThat(status("anna@example.com").path("status").asText()).isEqualTo("SUBSCRIBED");
    }

    @Test
    void aRefusalOrAConsentWithoutATimeLeavesTheRefusalAlone() {
        hubspot.post("people/unsubscribe", "{\"email\":\"anna@example.com\"}");
        subscribe("anna@example.com", "null");
        assertThat(status("anna@example.com").path("status").asText()).isEqualTo("UNSUBSCRIBED");

        hubspot.post("options", "{\"decisionTimes\":false}");
        subscribe("anna@example.com", "\"2120-11-22T10:00:00Z\"");
        assertThat(status("anna@example.com").path("status").asText()).isEqualTo("UNSUBSCRIBED");
        subscribe("bo@example.com", "null");
        assertThat(status("bo@example.com").path("status").asText()).isEqualTo("SUBSCRIBED");
    }

    private static void subscribe(String email, String decidedAt) {
        send(
                "kamelet:hubspot-subscription?subscription=1",
                "{\"email\":\"" + email + "\",\"statusState\":\"SUBSCRIBED\",\"decidedAt\":" + decidedAt + "}");
    }

    @Test
    void oneObjectIsReadByItsIdOrAUniqueProperty() {
        String id = create("contacts", "{\"email\":\"anna@example.com\",\"jobtitle\":\"CEO\"}");

        JsonNode byEmail = send(
                "kamelet:hubspot-get?object=contacts&properties=email,jobtitle&key=email&id=${jq(.mail)}",
                "{\"mail\":\"anna@example.com\"}");
        JsonNode byId =
                send("kamelet:hubspot-get?object=contacts&properties=email&id=${jq(.id)}", "{\"id\":\"" + id + "\"}");

        assertThat(byEmail.at("/properties/jobtitle").asText()).isEqualTo("CEO");
        assertThat(byId.path("id").asText()).isEqualTo(id);
        assertThat(classify(() -> send(
                                "kamelet:hubspot-get?object=contacts&properties=email&id=${jq(.id)}", "{\"id\":\"1\"}"))
                        .code())
                .isEqualTo("http-404");
    }

    private JsonNode status(String email) {
        return send("kamelet:hubspot-subscription-get?subscription=1", "{\"email\":\"" + email + "\"}");
    }

    private void page() throws Exception {
        if (camel.getRoute("page") != null) {
            camel.getRouteController().stopRoute("page");
            camel.removeRoute("page");
        }
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:page")
                        .routeId("page")
                        .process(exchange -> pages.add(exchange.getMessage().getBody(JsonNode.class)));
            }
        });
    }

    private Exchange changes(String since) {
        Exchange done = template.request(CHANGES, exchange -> {
            exchange.setProperty("SeraiSince", since);
            exchange.getMessage().setHeader("SeraiSystem", "hubspot");
        });
        assertThat(done.getException()).isNull();
        return done;
    }

    private List<String> emails() {
        List<String> emails = new ArrayList<>();
        pages.forEach(page -> page.forEach(
                contact -> emails.add(contact.at("/properties/email").asText())));
        return emails;
    }

    private static String create(String object, String properties) {
        return people.post("crm/v3/objects/" + object, "{\"properties\":" + properties + "}")
                .json()
                .path("id")
                .asText();
    }

    private static JsonNode one(String query) {
        JsonNode found = hubspot.get(query).json();
        assertThat(found.path("total").asInt()).isEqualTo(1);
        return found.at("/records/0");
    }

    private static JsonNode send(String uri, String body) {
        Exchange done = template.request(uri, exchange -> exchange.getMessage().setBody(json(body)));
        if (done.getException() != null) throw new IllegalStateException(done.getException());
        assertThat(done.getVariables()).isEmpty();
        assertThat(done.getMessage().getHeaders().keySet()).noneMatch(name -> name.startsWith("CamelHttp"));
        return done.getMessage().getBody(JsonNode.class);
    }

    private static Failure classify(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return new VendorFailures(systems).classify(catchThrowable(call));
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
