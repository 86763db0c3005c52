package io.serai.flow;

import static io.serai.flow.MagentoSite.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which orders somebody is to look at, and that each is asked for once. */
class OrderRouterTest {
    @TempDir
    Path folder;

    private MagentoSite site;

    @BeforeEach
    void start() throws Exception {
        site = new MagentoSite(folder);
        site.listen("order.business", "business");
        site.listen("order.large", "large");
        site.listen("order.changed", "till");
        site.start(
                Map.of("serai.orders.large", "1000"),
                "magento-orders-poll.camel.yaml",
                "magento-orders.camel.yaml",
                "order-router.camel.yaml");
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void businessOrdersAndLargeOnesAreLookedAtOnceHoweverOftenTheyChange() {
        order("'grand_total':999.99");
        int large = order("'grand_total':1000");
        int business = order("'grand_total':20,'billing_address':{'company':'Berg GmbH'}");
        int both = order("'grand_total':5000,'billing_address':{'company':'Berg GmbH'}");
        eventually(() -> assertThat(site.heard("business")).hasSize(2));
        eventually(() -> assertThat(site.heard("large")).hasSize(1));

        for (int order : new int[] {large, business, both})
            site.api("POST", "orders", "{'entity':{'entity_id':" + order + ",'state':'complete','status':'complete'}}");
        eventually(() -> assertThat(site.heard("till")).hasSize(7));
        eventually(() -> assertThat(site.flows().bus().backlogs())
                .filteredOn(backlog -> backlog.group().equals("router"))
                .allMatch(backlog -> backlog.waiting() == 0 && backlog.parked() == 0));

        assertThat(site.heard("business"))
                .extracting(change -> change.path("id").asText())
                .containsExactlyInAnyOrder(record(business), record(both));
        assertThat(site.heard("large"))
                .extracting(change -> change.path("id").asText())
                .containsExactly(record(large));
    }

    private String record(int order) {
        return site.flows()
                .records()
                .show("order", MagentoSite.SHOP, Integer.toString(order))
                .orElseThrow()
                .id();
    }

    private int order(String members) {
        return site.api(
                        "POST",
                        "orders",
                        "{'entity':{'customer_email':'anna@example.com'," + members
                                + ",'items':[{'sku':'MUG-1','qty_ordered':1,'price':10}]}}")
                .path("entity_id")
                .asInt();
    }
}
