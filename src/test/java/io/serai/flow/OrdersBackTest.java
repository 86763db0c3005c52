package io.serai.flow;

import static io.serai.flow.MagentoSite.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people in the CRM make of an order's status stands in its history in the shop, once, and rings nowhere. */
class OrdersBackTest {
    private static final String[] FILES = {
        "magento-customers-poll.camel.yaml",
        "magento-customers.camel.yaml",
        "magento-orders-poll.camel.yaml",
        "magento-orders.camel.yaml",
        "customers-to-salesforce.camel.yaml",
        "orders-to-salesforce.camel.yaml",
        "salesforce-orders-poll.camel.yaml",
        "salesforce-orders.camel.yaml",
        "orders-to-magento.camel.yaml"
    };

    @TempDir
    Path folder;

    private MagentoSite site;
    private int customers;

    @BeforeEach
    void start() throws Exception {
        site = new MagentoSite(folder);
        site.listen("order.changed", "till");
        start(Map.of());
    }

    private void start(Map<String, String> more) throws Exception {
        Map<String, String> settings =
                new HashMap<>(Map.of("serai.on.salesforce-orders", "true", "serai.on.magento-status", "true"));
        settings.putAll(more);
        site.start(settings, FILES);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void whatTheCrmSaysOfAnOrderStandsInItsHistoryOnceAndTheShopsOwnWordDoesNot() {
        int order = placed();
        secondsPass();
        people(order, "On Hold");
        eventually(() -> assertThat(status(order)).isEqualTo("on-hold"));
        eventually(() -> assertThat(history(order)).hasSize(1));
        assertThat(history(order).get(0).path("comment").asText()).startsWith("Status: on-hold (salesforce, since 20");
        assertThat(history(order).get(0).path("is_customer_notified").asInt()).isZero();
        assertThat(shop(order).path("status").asText())
                .as("a new order cannot have the status of a held one")
                .isEqualTo("pending");

        for (JsonNode change : site.heard("till")) // a replay
        site.flows()
                    .bus()
                    .publish(
                            "order.changed", "salesforce", change.path("record").asText(), change);
        comeRound();
        assertThat(history(order)).hasSize(1);
        assertThat(there(order).path("_writes").asInt())
                .as("made, and edited by people: their own word is not written to them")
                .isEqualTo(2);

        secondsPass();
        site.api("POST", "orders", "{'entity':{'entity_id':" + order + ",'state':'complete','status':'complete'}}");
        eventually(() -> assertThat(there(order).path("Status__c").asText()).isEqualTo("Completed"));
        comeRound();
        assertThat(status(order)).isEqualTo("completed");
        assertThat(history(order)).as("the shop said that itself").hasSize(1);
    }

    @Test
    void anOrderOfTheStateGetsTheStatusToo() {
        int order = placed();
        site.api("POST", "orders", "{'entity':{'entity_id':" + order + ",'state':'processing','status':'fraud'}}");
        eventually(() -> assertThat(there(order).path("Status__c").asText()).isEqualTo("Processing"));
        secondsPass();
        people(order, "On Hold");
        eventually(() -> assertThat(history(order)).hasSize(1));
        assertThat(shop(order).path("status").asText()).isEqualTo("fraud");

        secondsPass();
        people(order, "Completed");
        eventually(() -> assertThat(history(order)).hasSize(2));
        secondsPass();
        people(order, "Processing"); // what was written there last, but people had another one in between: their word
        eventually(() -> assertThat(history(order)).hasSize(3));
        assertThat(history(order).get(0).path("comment").asText())
                .startsWith("Status: processing (salesforce, since 20");
        assertThat(shop(order).path("status").asText()).isEqualTo("processing");
        assertThat(shop(order).path("state").asText()).isEqualTo("processing");
        comeRound();
        assertThat(history(order)).hasSize(3);
    }

    @Test
    void whenTheShopDoesTheSameThatIsItsOwnWord() {
        int order = placed();
        secondsPass();
        people(order, "On Hold");
        eventually(() -> assertThat(history(order)).hasSize(1));
        secondsPass();
        site.api("POST", "orders", "{'entity':{'entity_id':" + order + ",'state':'holded','status':'holded'}}");
        eventually(() -> assertThat(site.flows()
                        .records()
                        .show("order", MagentoSite.SHOP, Integer.toString(order))
                        .orElseThrow()
                        .provenance()
                        .get("status")
                        .system())
                .isEqualTo(MagentoSite.SHOP));
        comeRound();
        assertThat(history(order)).hasSize(1);
    }

    @Test
    void aCommentThatWasSentWithoutAnAnswerIsNotWrittenTwice() {
        int order = placed();
        secondsPass();
        site.call(
                "POST",
                "magento-pl/fail",
                "{'kind':'timeout-after-commit','latencyMs':20,'path':'comments','times':1}");
        people(order, "On Hold");
        eventually(() -> assertThat(site.flows().bus().handled())
                .anyMatch(each -> each.flow().equals("orders-to-magento")
                        && each.item().outcome().kind().name().equals("DELIVERED")));
        site.settled();
        assertThat(history(order)).hasSize(1);
    }

    @Test
    void whatWasSaidBeforeTheFlowBeganIsNoComment() throws Exception {
        start(Map.of("serai.magento.status-since", "2999-01-01T00:00:00Z"));
        int order = placed();
        secondsPass();
        people(order, "On Hold");
        eventually(() -> assertThat(status(order)).isEqualTo("on-hold"));
        comeRound();
        assertThat(history(order)).isEmpty();
    }

    @Test
    void whatPeopleMakeInTheCrmIsNoOrderOfAShop() {
        int order = placed();
        site.call("POST", "salesforce/people/sobjects/Shop_Order__c", "{'Name':'By hand','Status__c':'New'}");
        comeRound();
        assertThat(history(order)).isEmpty();
        assertThat(site.flows()
                        .bus()
                        .store()
                        .<Long>read(tx -> tx.first(
                                        "SELECT COUNT(*) FROM hub_record WHERE entity = 'order'", row -> row.getLong(1))
                                .orElseThrow()))
                .as("the shop's, and the one by which we know that all was read")
                .isEqualTo(2);
    }

    /** A new customer's order, which Salesforce has. */
    private int placed() {
        String email = "customer-" + ++customers + "@example.com";
        int order = site.order(site.customer(email, false), email);
        eventually(() -> assertThat(there(order).has("Id")).isTrue());
        return order;
    }

    /** Another order went all the way, there and back, so whatever was before it has, too. */
    private void comeRound() {
        int another = placed();
        secondsPass();
        people(another, "On Hold");
        eventually(() -> assertThat(status(another)).isEqualTo("on-hold"));
        site.settled();
    }

    /** Shop and CRM tell times in whole seconds, and who spoke last counts. */
    private static void secondsPass() {
        Instant later = Instant.now().plusMillis(1_100);
        await().until(() -> Instant.now().isAfter(later));
    }

    private void people(int order, String status) {
        site.call(
                "PATCH",
                "salesforce/people/sobjects/Shop_Order__c/"
                        + there(order).path("Id").asText(),
                "{'Status__c':'" + status + "'}");
    }

    private JsonNode there(int order) {
        return site.call(
                        "GET",
                        "salesforce/Shop_Order__c?Order_Number__c="
                                + shop(order).path("increment_id").asText(),
                        "")
                .at("/records/0");
    }

    private String status(int order) {
        return site.record("order", Integer.toString(order))
                .map(record -> record.path("status").asText())
                .orElse("");
    }

    private JsonNode shop(int order) {
        return site.api("GET", "orders/" + order, "");
    }

    private List<JsonNode> history(int order) {
        return List.copyOf(shop(order).path("status_histories").valueStream().toList());
    }
}
