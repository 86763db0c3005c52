package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.serai.bus.Backlog;
import io.serai.connect.Systems;
import io.serai.hub.RecordView;
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
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journey as it is shipped: from a click in a campaign to the order and on. */
class JourneyTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final String[] FILES = {
        "magento-customers.camel.yaml",
        "magento-orders.camel.yaml",
        "customers-to-salesforce.camel.yaml",
        "companies-to-salesforce.camel.yaml",
        "journey-engagements.camel.yaml",
        "journey-status.camel.yaml",
        "journey-follow-ups.camel.yaml",
        "journey-offers.camel.yaml",
        "customers-to-omnisend.camel.yaml",
        "magento-consents.camel.yaml"
    };

    private static SandboxServer vendors;

    @TempDir
    Path folder;

    private RunningFlows flows;

    @BeforeAll
    static void vendors() {
        vendors = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
    }

    @AfterAll
    static void closeVendors() {
        vendors.close();
    }

    @AfterEach
    void stop() {
        if (flows != null) flows.close();
    }

    private static Systems systems() {
        return SandboxSystems.of(vendors).salesforce().omnisend().systems();
    }

    private void start(String... settings) throws Exception {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) all.put(settings[i], settings[i + 1]);
        flows = new RunningFlows(folder, systems(), all, FILES);
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void customer(String id, String email) {
        flows.bus()
                .publish(
                        "magento.customer",
                        "magento-pl",
                        id,
                        json("{'id':" + id + ",'email':'" + email
                                + "','firstname':'Anna','lastname':'Berg','updated_at':'2026-11-20 10:15:31'}"));
        await().atMost(Duration.ofMinutes(2)).until(() -> !contact(email).isMissingNode());
    }

    private void newsletter(String id, String email, boolean subscribed) {
        flows.bus()
                .publish(
                        "magento.customer",
                        "magento-pl",
                        id,
                        json("{'id':" + id + ",'email':'" + email
                                + "','firstname':'Anna','lastname':'Berg','created_at':"
                                + "'2026-11-19 10:15:31','updated_at':'"
                                + (subscribed ? "2026-11-20 10:15:32" : "2026-11-20 10:15:33")
                                + "','extension_attributes':{'is_subscribed':" + subscribed + "}}"));
    }

    private void click(String email, String campaign, String id, Instant at) {
        flows.bus()
                .publish(
                        "omnisend.engagement",
                        "omnisend",
                        email,
                        json("{'type':'clicked','email':'" + email + "','campaign':'" + campaign + "','at':'" + at
                                + "','id':'" + id + "'}"));
    }

    private void order(String id, String customer, Instant at) {
        String time = at.toString().substring(0, 19).replace('T', ' ');
        flows.bus()
                .publish(
                        "magento.order",
                        "magento-pl",
                        id,
                        json("{'entity_id':" + id + ",'increment_id':'00" + id + "','state':'new','customer_id':"
                                + customer
                                + ",'customer_is_guest':0,'order_currency_code':'PLN','grand_total':10,'created_at':'"
                                + time + "','updated_at':'" + time
                                + "','items':[{'sku':'A','qty_ordered':1}]}"));
    }

    private static JsonNode rows(String object, String filter) {
        return get(vendors.url("salesforce") + "/" + object + "?" + filter).path("records");
    }

    /** The properties of the contact in Omnisend; missing when it has none. */
    private static JsonNode properties(String email) {
        for (JsonNode contact : get(vendors.url("omnisend") + "/contacts"))
            if (contact.path("email").asText().equals(email)) return contact.path("customProperties");
        return MissingNode.getInstance();
    }

    private static JsonNode get(String url) {
        try {
            return Json.MAPPER.readTree(
                    CLIENT.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                            .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // asked again by who waits
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode contact(String email) {
        return rows("Contact", "Email=" + email).path(0);
    }

    private static JsonNode tasks(JsonNode contact) {
        return rows("Task", "WhoId=" + contact.path("Id").asText());
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }

    private void eventuallyIs(String email, String status, int score) {
        eventually(() -> {
            JsonNode contact = contact(email);
            assertThat(contact.path("Lead_Status__c").asText()).isEqualTo(status);
            assertThat(contact.path("Engagement_Score__c").asInt()).isEqualTo(score);
        });
    }

    /** Everything that was published is handled, and nothing failed for good. */
    private void settled() {
        eventually(() -> assertThat(flows.bus().backlogs())
                .filteredOn(backlog -> !backlog.group().isEmpty())
                .allMatch(backlog -> backlog.waiting() == 0 && backlog.parked() == 0));
        assertThat(flows.bus().backlogs()).extracting(Backlog::dead).containsOnly(0L);
    }

    /** Both a customer and a consent are known by the address. */
    private RecordView record(String entity, String email) {
        return flows.records().find(email).stream()
                .filter(record -> record.entity().equals(entity))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + entity + " is known by " + email));
    }

    private RecordView.Engaged engaged(String email) {
        return record("customer", email).engagements();
    }

    private void decided(String email, String status) {
        eventually(() -> assertThat(record("consent", email)
                        .data()
                        .at("/emailMarketing/status")
                        .asText())
                .isEqualTo(status));
    }

    @Test
    void clicksChangeScoreAndStatusAndAboveTheThresholdTheOwnerGetsOneTaskForEachCampaign() throws Exception {
        start();
        customer("1", "one@example.com");
        Instant now = Instant.now();
        click("one@example.com", "spring", "e1", now.minusSeconds(9));
        eventuallyIs("one@example.com", "engaged", 10);
        click("one@example.com", "spring", "e1", now.minusSeconds(9)); // told twice
        click("one@example.com", "spring", "e2", now.minusSeconds(8));
        eventuallyIs("one@example.com", "engaged", 20);
        assertThat(tasks(contact("one@example.com"))).isEmpty();
        click("one@example.com", "spring", "e3", now.minusSeconds(7));
        eventuallyIs("one@example.com", "hot", 30);
        click("one@example.com", "spring", "e4", now.minusSeconds(6));
        click("one@example.com", "summer", "e5", now.minusSeconds(5));
        eventuallyIs("one@example.com", "hot", 50);
        eventually(() -> assertThat(tasks(contact("one@example.com"))).hasSize(2));
        settled();
        JsonNode contact = contact("one@example.com");
        assertThat(tasks(contact))
                .extracting(task -> task.path("Subject").asText())
                .containsExactlyInAnyOrder("Follow up: spring", "Follow up: summer");
        assertThat(tasks(contact))
                .extracting(task -> task.path("OwnerId").asText())
                .containsOnly(contact.path("OwnerId").asText());
        assertThat(engaged("one@example.com").counts())
                .containsEntry("clicked", 5L)
                .containsEntry("follow-up", 2L);
        assertThat(flows.bus().delayed()).singleElement().satisfies(timer -> {
            assertThat(timer.topic()).isEqualTo("journey.wait-over");
            assertThat(timer.count()).as("each click replaces the timer").isEqualTo(1);
        });
    }

    @Test
    void anOrderEndsTheWaitAndMakesACustomer() throws Exception {
        start();
        customer("2", "two@example.com");
        click("two@example.com", "spring", "e6", Instant.now().minusSeconds(60));
        eventuallyIs("two@example.com", "engaged", 10);
        assertThat(flows.bus().delayed()).hasSize(1);
        order("21", "2", Instant.now());
        eventuallyIs("two@example.com", "customer", 30);
        settled();
        assertThat(flows.bus().delayed()).isEmpty();
        order("21", "2", Instant.now()); // changed, still the same order
        settled();
        assertThat(engaged("two@example.com").counts()).containsEntry("ordered", 1L);
        click("two@example.com", "next", "e7", Instant.now().plusSeconds(5));
        eventuallyIs("two@example.com", "hot", 40);
    }

    @Test
    void afterTheOrderTheMarketingToolIsToldOfThoseWhoWantToHearOfIt() throws Exception {
        start();
        customer("7", "seven@example.com");
        customer("8", "eight@example.com");
        newsletter("7", "seven@example.com", true);
        decided("seven@example.com", "yes");
        for (String email : List.of("seven@example.com", "eight@example.com")) {
            click(email, "spring", "e-" + email, Instant.now().minusSeconds(60));
            eventuallyIs(email, "engaged", 10);
        }
        eventually(() -> assertThat(
                        properties("seven@example.com").path("leadStatus").asText())
                .isEqualTo("engaged"));
        order("71", "7", Instant.now());
        order("81", "8", Instant.now());
        eventuallyIs("seven@example.com", "customer", 30);
        eventuallyIs("eight@example.com", "customer", 30);
        eventually(() -> assertThat(
                        properties("seven@example.com").path("leadStatus").asText())
                .isEqualTo("customer"));
        settled();
        assertThat(properties("seven@example.com").path("score").asInt()).isEqualTo(30);
        assertThat(properties("eight@example.com").has("leadStatus"))
                .as("nobody knows that they want it")
                .isFalse();
        assertThat(get(vendors.url("omnisend") + "/mails")).isEmpty();
        newsletter("7", "seven@example.com", false);
        decided("seven@example.com", "no");
        click("seven@example.com", "summer", "e17", Instant.now().plusSeconds(60));
        eventuallyIs("seven@example.com", "hot", 40);
        settled();
        assertThat(properties("seven@example.com").path("leadStatus").asText()).isEqualTo("customer");
    }

    @Test
    void whoBoughtBeforeTheJourneyBeganIsNotOnItForThat() throws Exception {
        start();
        customer("9", "nine@example.com");
        order("91", "9", Instant.now().minus(Duration.ofDays(20)));
        order("92", "9", Instant.now());
        eventuallyIs("nine@example.com", "customer", 20);
        settled();
        assertThat(engaged("nine@example.com").counts()).containsOnly(Map.entry("ordered", 1L));
    }

    @Test
    void anOrderFromBeforeTheClickDoesNotEndTheWait() throws Exception {
        start("serai.journey.orders-since", "2020-01-01T00:00:00Z");
        customer("10", "ten@example.com");
        Instant clicked = Instant.now();
        click("ten@example.com", "spring", "e40", clicked);
        eventuallyIs("ten@example.com", "engaged", 10);
        order("101", "10", clicked.minus(Duration.ofHours(1)));
        eventually(() -> assertThat(engaged("ten@example.com").counts()).containsKey("ordered"));
        settled();
        assertThat(flows.bus().delayed()).hasSize(1);
    }

    @Test
    void withoutAnOrderInTimeTheStatusSaysSo() throws Exception {
        start("serai.journey.wait", "200ms");
        customer("3", "three@example.com");
        click("three@example.com", "spring", "e8", Instant.now().minusSeconds(60));
        eventuallyIs("three@example.com", "lapsed", 10);
        settled();
        assertThat(engaged("three@example.com").counts()).containsEntry("lapsed", 1L);
        click("three@example.com", "spring", "e9", Instant.now().plusSeconds(60));
        eventuallyIs("three@example.com", "engaged", 20);
    }

    @Test
    void theTimerRunsOnWhileNothingRunsAndIsVoidWhenTheOrderWasHeardOfFirst() throws Exception {
        start();
        customer("4", "four@example.com");
        customer("5", "five@example.com");
        Instant clicked = Instant.now().minusSeconds(60);
        click("four@example.com", "spring", "e10", clicked);
        click("five@example.com", "spring", "e11", clicked);
        eventuallyIs("four@example.com", "engaged", 10);
        eventuallyIs("five@example.com", "engaged", 10);
        order("51", "5", Instant.now());
        eventuallyIs("five@example.com", "customer", 30);
        click("five@example.com", "spring", "e12", clicked.plusSeconds(1)); // late: it was before the order
        eventuallyIs("five@example.com", "customer", 40);
        settled();
        assertThat(flows.bus().delayed())
                .singleElement()
                .satisfies(timer -> assertThat(timer.count()).isEqualTo(2));
        flows.bus()
                .store()
                .write(tx -> tx.update(
                        "UPDATE bus_delayed SET due = ?", Instant.now().plusMillis(300)));
        flows.close();
        start();
        eventuallyIs("four@example.com", "lapsed", 10);
        settled();
        assertThat(flows.bus().delayed()).isEmpty();
        assertThat(engaged("five@example.com").counts()).doesNotContainKey("lapsed");
        assertThat(contact("five@example.com").path("Lead_Status__c").asText()).isEqualTo("customer");
    }

    @Test
    void theFollowUpWaitsUntilSalesforceHasThePerson() throws Exception {
        start("serai.journey.threshold", "5");
        click("six@example.com", "spring", "e13", Instant.now().minusSeconds(9));
        eventually(() -> assertThat(flows.bus().handled())
                .anyMatch(one -> "unknown-person".equals(one.item().outcome().reason())
                        && one.item().outcome().kind() == Outcome.Kind.COMPLETED));
        customer("6", "six@example.com");
        click("six@example.com", "spring", "e14", Instant.now().minusSeconds(8));
        eventuallyIs("six@example.com", "hot", 20);
        eventually(() -> assertThat(tasks(contact("six@example.com"))).hasSize(1));
        settled();
        List<RecordView.Engagement> facts = flows.records()
                .engagements(record("customer", "six@example.com").id(), 10);
        assertThat(facts)
                .extracting(RecordView.Engagement::type)
                .containsExactlyInAnyOrder("clicked", "clicked", "follow-up");
    }
}
