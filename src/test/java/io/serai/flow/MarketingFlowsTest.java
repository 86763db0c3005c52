package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.bus.Backlog;
import io.serai.bus.DeadLetterQuery;
import io.serai.connect.Systems;
import io.serai.connect.TestSystems;
import io.serai.connect.VendorDouble;
import io.serai.hub.RecordView;
import io.serai.message.Handled;
import io.serai.message.Json;
import io.serai.message.Outcome;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.assertj.core.groups.Tuple;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The flows of Omnisend and Smartico as they are shipped, against their doubles: who is told what, and that nobody is mailed twice. */
class MarketingFlowsTest {
    private static final String[] FILES = {
        "magento-customers.camel.yaml",
        "magento-consents.camel.yaml",
        "magento-orders.camel.yaml",
        "omnisend-contacts.camel.yaml",
        "customers-to-omnisend.camel.yaml",
        "consents-to-omnisend.camel.yaml",
        "orders-to-omnisend.camel.yaml",
        "customers-to-smartico.camel.yaml",
        "consents-to-smartico.camel.yaml",
        "orders-to-smartico.camel.yaml",
        "forgotten-to-omnisend.camel.yaml",
        "forgotten-to-smartico.camel.yaml"
    };
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private SandboxServer vendors;
    private RunningFlows flows;

    @BeforeEach
    void vendors() {
        vendors = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
    }

    @AfterEach
    void stop() {
        if (flows != null) flows.close();
        vendors.close();
    }

    @Test
    void customersAndWhatTheyDecidedReachOmnisendAndNobodyIsWelcomed() throws Exception {
        start();
        customer("1", "yes@example.com", true);
        customer("2", "never-asked@example.com", null);
        settled();

        assertThat(contact("yes@example.com").path("firstName").asText()).isEqualTo("Anna");
        assertThat(contact("yes@example.com").path("status").asText()).isEqualTo("subscribed");
        assertThat(contact("yes@example.com").at("/consents/0/source").asText()).isEqualTo("newsletter flag");
        assertThat(contact("never-asked@example.com").path("status").asText()).isEqualTo("nonSubscribed");
        assertThat(mails()).isEmpty();
    }

    @Test
    void whoUnsubscribesInOmnisendSaidNoEverywhereAndIsNotSubscribedAgain() throws Exception {
        start();
        customer("1", "a@example.com", true);
        settled();
        JsonNode gone = send("POST", "omnisend/people/unsubscribe", "{'email':'a@example.com'}");
        flows.bus().publish("omnisend.contact", "omnisend", gone.path("id").asText(), gone);
        settled();
        customer("1", "a@example.com", true, "Anne"); // the shop's flag says yes as before
        settled();

        assertThat(contact("a@example.com").path("status").asText()).isEqualTo("unsubscribed");
        assertThat(contact("a@example.com").path("firstName").asText()).isEqualTo("Anne");
        assertThat(send("GET", "smartico/users", "")
                        .at("/1/core_is_email_disabled_by_platform")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void whoRefusesIsToldToSmarticoWhileTheYesesWait() throws Exception {
        start();
        customer("1", "a@example.com", true);
        settled();
        flows.bus().camel().getRouteController().stopRoute("consents-to-smartico");

        customer("1", "a@example.com", false);
        eventually(() -> assertThat(send("GET", "smartico/users", "")
                        .at("/1/core_is_email_disabled_by_platform")
                        .asBoolean())
                .isTrue());
        flows.bus().camel().getRouteController().startRoute("consents-to-smartico");
        settled();
    }

    @Test
    void whoUnsubscribedInOmnisendUnreadAndSaidYesEarlierElsewhereStaysUnsubscribed() throws Exception {
        start();
        customer("1", "a@example.com", null);
        settled();
        send("POST", "omnisend/people/unsubscribe", "{'email':'a@example.com'}");
        publishCustomer("1", "a@example.com", true, "Anne");
        eventually(() ->
                assertThat(contact("a@example.com").path("firstName").asText()).isEqualTo("Anne"));
        settled();

        assertThat(contact("a@example.com").path("status").asText()).isEqualTo("unsubscribed");
    }

    @Test
    void aPageThatFailsIsReadAgainFromTheEndOfThePageBeforeIt() throws Exception {
        String first = "{'contacts':[{'id':'1','email':'a@example.com','updatedAt':'2026-01-02T03:04:05Z'}],"
                + "'paging':{'hasMore':true,'cursors':{'after':'next'}}}";
        try (VendorDouble vendor =
                new VendorDouble(request -> request.uri().getQuery().contains("after=")
                        ? VendorDouble.Answer.json(400, "{}")
                        : VendorDouble.Answer.json(200, first.replace('\'', '"')))) {
            flows = new RunningFlows(
                    folder,
                    TestSystems.of(
                            "omnisend.kind", "omnisend",
                            "omnisend.url", vendor.url(),
                            "omnisend.auth", "api-key",
                            "omnisend.token", "key"),
                    Map.of("serai.poll.every", "50ms", "serai.poll.initial-delay", "1ms"),
                    "omnisend-contacts-poll.camel.yaml");
            eventually(() -> assertThat(vendor.requests())
                    .extracting(request -> request.uri().getQuery())
                    .anyMatch(query -> query.contains("after=next"))
                    .anyMatch(query -> query.contains("updatedAtFrom=2026-01-02T03:03:05"))); // less the overlap
            flows.close();
            flows = null;
        }
    }

    @Test
    void aNewEmailAddressMovesTheContact() throws Exception {
        start();
        customer("1", "old@example.com", null);
        settled();
        String id = contact("old@example.com").path("id").asText();
        customer("1", "new@example.com", null);
        settled();

        assertThat(contact("new@example.com").path("id").asText()).isEqualTo(id);
        assertThat(send("GET", "omnisend/contacts", "")).hasSize(1);
    }

    @Test
    void aReplayOfEverythingMailsNobodyTwice() throws Exception {
        start();
        customer("1", "a@example.com", true);
        order("11", "new", "a@example.com", Instant.now(), 0);
        settled();
        order("11", "processing", "a@example.com", Instant.now(), 10);
        settled();
        order("11", "complete", "a@example.com", Instant.now(), 10);
        settled();
        List<String> expected = List.of("placed order", "paid for order", "order fulfilled");
        assertThat(mails().findValuesAsText("kind")).containsExactlyElementsOf(expected);

        List<Handled> all = new ArrayList<>(flows.bus().handled());
        for (Handled each : all)
            flows.bus()
                    .publish(
                            each.item().message().type(),
                            each.item().message().source(),
                            each.item().message().subject(),
                            each.item().message().data());
        settled();
        flows.bus().store().write(tx -> tx.update("DELETE FROM idempotency")); // as their retention does
        order("11", "complete", "a@example.com", Instant.now(), 10);
        flows.close();
        start();
        for (Handled each : all)
            if (each.item().message().type().equals("order.changed")
                    || each.item().message().type().equals("omnisend.order-event"))
                flows.bus()
                        .publish(
                                each.item().message().type(),
                                each.item().message().source(),
                                each.item().message().subject(),
                                each.item().message().data());
        settled();

        assertThat(mails().findValuesAsText("kind")).containsExactlyElementsOf(expected);
        assertThat(send("GET", "omnisend/events", "")).hasSize(3);
    }

    @Test
    void ordersFromBeforeTheFlowFirstRanAreNotTold() throws Exception {
        start();
        order("12", "processing", "a@example.com", Instant.parse("2026-01-01T10:00:00Z"), 10);
        settled();
        assertThat(mails()).isEmpty();

        flows.close();
        start("serai.omnisend.orders-since", "2025-12-01T00:00:00Z");
        order("13", "processing", "a@example.com", Instant.parse("2026-01-01T10:00:00Z"), 10);
        settled();
        assertThat(mails().findValuesAsText("kind")).containsExactly("placed order", "paid for order");
    }

    @Test
    void whoSaidNoIsToldNothingOfOrdersThatFollow() throws Exception {
        start();
        customer("1", "no@example.com", true);
        settled();
        customer("1", "no@example.com", false);
        settled();
        order("14", "new", "no@example.com", Instant.now(), 0);
        settled();

        assertThat(contact("no@example.com").path("status").asText()).isEqualTo("unsubscribed");
        assertThat(mails()).isEmpty();
    }

    /** Columns: the system, the flow that tells it of orders, where its double shows what it did because of them. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"omnisend, omnisend-order-events, omnisend/mails", "smartico, orders-to-smartico, smartico/journeys"})
    void aNoStopsWhatWaitsForASystemThatIsDown(String system, String flow, String told) throws Exception {
        start();
        customer("1", "no@example.com", true);
        settled();
        send("POST", system + "/fail", "{'status':503,'path':'events'}");
        order("14", "processing", "no@example.com", Instant.now(), 10);
        eventually(() -> assertThat(outcomes(flow, "14")).contains(tuple(Outcome.Kind.PARKED, "http-503")));
        publishCustomer("1", "no@example.com", false, "Anna");
        eventuallyRefused("no@example.com");
        send("DELETE", system + "/fail", "");
        settled();

        eventually(() -> assertThat(outcomes(flow, "14"))
                .filteredOn(outcome -> !outcome.toList().contains(Outcome.Kind.PARKED))
                .isNotEmpty()
                .containsOnly(tuple(Outcome.Kind.SKIPPED_FILTERED, "no-consent")));
        assertThat(send("GET", told, "")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"omnisend, omnisend-order-events, omnisend/mails", "smartico, orders-to-smartico, smartico/journeys"})
    void aNoStopsADeadLetterThatIsReplayedAfterIt(String system, String flow, String told) throws Exception {
        start();
        customer("1", "no@example.com", true);
        settled();
        send("POST", system + "/fail", "{'status':400,'path':'events'}");
        order("14", "new", "no@example.com", Instant.now(), 0);
        eventually(() -> assertThat(outcomes(flow, "14")).contains(tuple(Outcome.Kind.DEAD, "http-400")));
        send("DELETE", system + "/fail", "");
        publishCustomer("1", "no@example.com", false, "Anna");
        eventuallyRefused("no@example.com");

        assertThat(flows.bus().replay(DeadLetterQuery.all())).isEqualTo(1);
        settled();

        eventually(() -> assertThat(outcomes(flow, "14"))
                .containsExactly(
                        tuple(Outcome.Kind.DEAD, "http-400"), tuple(Outcome.Kind.SKIPPED_FILTERED, "no-consent")));
        assertThat(send("GET", told, "")).isEmpty();
    }

    @Test
    void whatWasSentWithoutAnAnswerIsNotSentAgain() throws Exception {
        start();
        send("POST", "omnisend/fail", "{'kind':'timeout-after-commit','latencyMs':20,'path':'events'}");
        order("15", "new", "a@example.com", Instant.now(), 0);

        eventuallyHandled("omnisend", Outcome.Kind.DEAD, "outcome-unknown");
        send("DELETE", "omnisend/fail", "");
        assertThat(mails().findValuesAsText("kind")).containsExactly("placed order");
    }

    @Test
    void whatOmnisendRefusedForNowIsSentWhenItHasRoom() throws Exception {
        start();
        send("POST", "omnisend/fail", "{'status':503,'times':1,'path':'events'}");
        order("16", "new", "a@example.com", Instant.now(), 0);
        settled();

        assertThat(mails().findValuesAsText("kind")).containsExactly("placed order");
    }

    @Test
    void manyCustomersGoByABatch() throws Exception {
        start("serai.omnisend.batch-from", "2");
        for (int i = 1; i <= 5; i++) publishCustomer(Integer.toString(i), "c" + i + "@example.com", null, "Anna");
        settled();

        JsonNode stats = send("GET", "omnisend/stats", "");
        assertThat(stats.at("/holds/contacts").asInt()).isEqualTo(5);
        assertThat(mails()).isEmpty();
    }

    @Test
    void smarticoIsToldOfProfilesAndOrdersOnceAndOldOrdersBeginNothing() throws Exception {
        start();
        customer("1", "a@example.com", true);
        order("21", "new", "a@example.com", Instant.now(), 0, "1");
        order("22", "complete", "a@example.com", Instant.parse("2026-01-01T10:00:00Z"), 10, "1");
        settled();
        for (Handled each : List.copyOf(flows.bus().handled()))
            if (each.group().equals("smartico"))
                flows.bus()
                        .publish(
                                each.item().message().type(),
                                each.item().message().source(),
                                each.item().message().subject(),
                                each.item().message().data());
        settled();

        JsonNode events = send("GET", "smartico/events", "");
        assertThat(events.findValuesAsText("event_type"))
                .containsExactlyInAnyOrder("update_profile", "update_profile", "shop_order", "shop_order");
        assertThat(send("GET", "smartico/users", "").at("/1/user_email").asText())
                .isEqualTo("a@example.com");
        assertThat(send("GET", "smartico/journeys", "").findValuesAsText("event"))
                .containsExactly("shop_order");
    }

    @Test
    void aUserWhomSmarticoDoesNotKnowMayBeLeftOut() throws Exception {
        send("POST", "smartico/users", "{'only':['9']}");
        start("serai.smartico.unknown-user", "skip");
        customer("1", "a@example.com", null);
        settled();

        assertThat(send("GET", "smartico/events", "")).isEmpty();
        assertThat(send("GET", "smartico/stats", "").path("callsTotal").asInt()).isPositive();
    }

    @Test
    void whoIsForgottenIsErasedAndNeverSpokenOfAgain() throws Exception {
        start();
        customer("1", "a@example.com", true);
        settled();
        String record = flows.records().find("a@example.com").get(0).id();
        flows.bus().camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:test.forget?group=test")
                        .to("hub:forget?entity=customer")
                        .to("bus:customer.changed");
            }
        });
        flows.bus()
                .publish("test.forget", "magento-pl", record, json("{'entity':'customer','record':'" + record + "'}"));
        eventually(() -> {
            assertThat(contact("a@example.com").path("firstName").asText("x")).isEmpty();
            assertThat(send("GET", "smartico/users", "").at("/1/forgotten").asBoolean())
                    .isTrue();
        });
        publishCustomer("1", "a@example.com", true, "Anna");
        settled();

        assertThat(contact("a@example.com").path("status").asText()).isEqualTo("unsubscribed");
        assertThat(contact("a@example.com").path("firstName").asText()).isEmpty();
        assertThat(send("GET", "smartico/events", "")).hasSize(3);
    }

    @Test
    void allObjectsOfWhoIsForgottenAreErased() throws Exception {
        start();
        customer("1", "a@example.com", true);
        customer("2", "b@example.com", true);
        settled();
        flows.bus().camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("bus:test.merged?group=test")
                        .to("hub:unite?entity=customer")
                        .to("hub:forget?entity=customer")
                        .to("bus:customer.changed");
            }
        });
        flows.bus().publish("test.merged", "magento-pl", "1", json("{'from':'2','into':'1'}"));

        eventually(() -> {
            for (String email : List.of("a@example.com", "b@example.com")) {
                assertThat(contact(email).path("firstName").asText("x")).isEmpty();
                assertThat(contact(email).path("status").asText()).isEqualTo("unsubscribed");
            }
            for (String user : List.of("/1/forgotten", "/2/forgotten"))
                assertThat(send("GET", "smartico/users", "").at(user).asBoolean())
                        .isTrue();
        });
    }

    private void start(String... settings) throws Exception {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) all.put(settings[i], settings[i + 1]);
        flows = new RunningFlows(folder, systems(), all, FILES);
    }

    private Systems systems() {
        return SandboxSystems.of(vendors)
                .omnisend()
                .with(
                        "smartico.kind",
                        "smartico",
                        "smartico.url",
                        vendors.url("smartico"),
                        "smartico.auth",
                        "api-key",
                        "smartico.token",
                        "sandbox-smartico-key")
                .systems();
    }

    private void customer(String id, String email, Boolean subscribed) {
        customer(id, email, subscribed, "Anna");
    }

    private void customer(String id, String email, Boolean subscribed, String name) {
        publishCustomer(id, email, subscribed, name);
        eventually(() -> assertThat(contact(email).path("firstName").asText()).isEqualTo(name));
    }

    private void publishCustomer(String id, String email, Boolean subscribed, String name) {
        String flag = subscribed == null ? "" : ",'extension_attributes':{'is_subscribed':" + subscribed + "}";
        flows.bus()
                .publish(
                        "magento.customer",
                        "magento-pl",
                        id,
                        json("{'id':" + id + ",'email':'" + email + "','firstname':'" + name + "','lastname':'Berg'"
                                + ",'created_at':'2026-11-01 10:00:00','updated_at':'" + magento(Instant.now()) + "'"
                                + flag + "}"));
    }

    private void order(String id, String state, String email, Instant placed, int paid) {
        order(id, state, email, placed, paid, "1");
    }

    private void order(String id, String state, String email, Instant placed, int paid, String customer) {
        flows.bus()
                .publish(
                        "magento.order",
                        "magento-pl",
                        id,
                        json("{'entity_id':" + id + ",'increment_id':'00" + id + "','state':'" + state
                                + "','customer_id':" + customer + ",'customer_is_guest':0,'customer_email':'" + email
                                + "','order_currency_code':'PLN','grand_total':10,'total_paid':" + paid
                                + ",'created_at':'" + magento(placed) + "','updated_at':'" + magento(Instant.now())
                                + "','items':[{'sku':'A','qty_ordered':1}]}"));
    }

    private static String magento(Instant time) {
        return time.toString().substring(0, 19).replace('T', ' ');
    }

    private JsonNode contact(String email) {
        for (JsonNode contact : send("GET", "omnisend/contacts", ""))
            if (contact.path("email").asText().equals(email)) return contact;
        return Json.MAPPER.createObjectNode();
    }

    private JsonNode mails() {
        return send("GET", "omnisend/mails", "");
    }

    /** What became of the messages about an order, in the order of settlement. */
    private List<Tuple> outcomes(String flow, String order) {
        String record = flows.records()
                .show("order", "magento-pl", order)
                .map(RecordView::id)
                .orElse("not known yet");
        return flows.bus().handled().stream()
                .filter(each -> each.flow().equals(flow))
                .filter(each ->
                        each.item().message().data().path("record").asText().equals(record))
                .map(each -> tuple(
                        each.item().outcome().kind(), each.item().outcome().reason()))
                .toList();
    }

    /** The hub knows the person's no. */
    private void eventuallyRefused(String email) {
        eventually(() -> assertThat(flows.records().find(email))
                .filteredOn(record -> record.entity().equals("consent"))
                .extracting(record -> record.data().at("/emailMarketing/status").asText())
                .containsExactly("no"));
    }

    private void eventuallyHandled(String group, Outcome.Kind kind, String reason) {
        eventually(() -> assertThat(flows.bus().handled())
                .extracting(
                        Handled::group,
                        each -> each.item().outcome().kind(),
                        each -> each.item().outcome().reason())
                .contains(tuple(group, kind, reason)));
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().untilAsserted(assertion);
    }

    /** Everything that was published is handled, and nothing failed for good. */
    private void settled() {
        eventually(() -> assertThat(flows.bus().backlogs())
                .filteredOn(backlog -> !backlog.group().isEmpty())
                .allMatch(backlog -> backlog.waiting() == 0 && backlog.parked() == 0));
        assertThat(flows.bus().backlogs()).extracting(Backlog::dead).containsOnly(0L);
    }

    private JsonNode send(String method, String what, String body) {
        String[] parts = what.split("/", 2);
        HttpRequest request = HttpRequest.newBuilder(URI.create(vendors.url(parts[0]) + "/" + parts[1]))
                .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        try {
            return Json.MAPPER.readTree(
                    CLIENT.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // asked again by who waits
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
