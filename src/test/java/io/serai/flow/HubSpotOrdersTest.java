package io.serai.flow;

import static io.serai.flow.MagentoSite.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders that went to HubSpot's own object for them, whose status people there change. */
class HubSpotOrdersTest {
    @TempDir
    Path folder;

    private MagentoSite site;

    @BeforeEach
    void start() throws Exception {
        site = new MagentoSite(folder);
        site.call("POST", "hubspot/options", "{'searchLag':0,'tenSecondly':100000}");
        site.start(
                Map.of(
                        "serai.poll.every", "400ms", // HubSpot lets itself be searched a few times a second
                        "serai.on.hubspot", "true",
                        "serai.on.hubspot-orders", "true",
                        "serai.hubspot.order-object", "orders",
                        "serai.on.magento-status", "true"),
                "magento-customers-poll.camel.yaml",
                "magento-customers.camel.yaml",
                "magento-orders-poll.camel.yaml",
                "magento-orders.camel.yaml",
                "customers-to-hubspot.camel.yaml",
                "orders-to-hubspot.camel.yaml",
                "hubspot-orders-poll.camel.yaml",
                "hubspot-orders.camel.yaml",
                "orders-to-magento.camel.yaml");
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void whatPeopleThereMakeOfAnOrderIsItsStatusUntilTheShopSaysItsNextOne() {
        int order = site.order(site.customer("anna@example.com", false), "anna@example.com");
        eventually(() -> assertThat(there(order).path("id").asText()).isNotEmpty());
        String id = there(order).path("id").asText();
        secondsPass();
        site.call(
                "PATCH",
                "hubspot/crm/v3/objects/orders/" + id,
                "{'properties':{'hs_external_order_status':'on-hold'}}",
                "sandbox-hubspot-user");
        eventually(() -> assertThat(status(order)).isEqualTo("on-hold"));
        eventually(() -> assertThat(history(order)).hasSize(1));
        assertThat(history(order).at("/0/comment").asText()).startsWith("Status: on-hold (hubspot, since 20");

        secondsPass();
        site.api("POST", "orders", "{'entity':{'entity_id':" + order + ",'state':'complete','status':'complete'}}");
        eventually(() -> assertThat(
                        there(order).at("/properties/hs_external_order_status").asText())
                .isEqualTo("completed"));
        site.settled();
        assertThat(status(order)).isEqualTo("completed");
        assertThat(history(order)).hasSize(1);
    }

    /** The shop tells times in whole seconds, and who spoke last counts. */
    private static void secondsPass() {
        Instant later = Instant.now().plusMillis(1_100);
        await().until(() -> Instant.now().isAfter(later));
    }

    private JsonNode there(int order) {
        return site.call(
                        "GET",
                        "hubspot/orders?hs_external_order_id="
                                + site.api("GET", "orders/" + order, "")
                                        .path("increment_id")
                                        .asText(),
                        "")
                .at("/records/0");
    }

    private String status(int order) {
        return site.record("order", Integer.toString(order))
                .map(record -> record.path("status").asText())
                .orElse("");
    }

    private JsonNode history(int order) {
        return site.api("GET", "orders/" + order, "").path("status_histories");
    }
}
