package io.serai.flow;

import static io.serai.flow.MagentoSite.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Returns of Adobe Commerce as they are shipped: they become cases, and everything new about one is told once. */
class MagentoCasesTest {
    @TempDir
    Path folder;

    private MagentoSite site;

    @BeforeEach
    void start() throws Exception {
        site = new MagentoSite(folder);
        site.listen("case.changed", "desk");
        site.start(
                Map.of("serai.on.magento-returns", "true", "serai.magento.returns.every", "50ms"),
                "magento-returns.camel.yaml");
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void aReturnBecomesACaseOfItsOrderAndCustomer() {
        int customer = site.customer("anna@example.com", false);
        int order = site.order(customer, "anna@example.com");
        request(order, "The mug is broken");
        eventually(() -> assertThat(site.heard("desk")).hasSize(1));

        JsonNode seen = site.record("case", "return:1").orElseThrow();
        assertThat(seen.path("subject").asText()).isEqualTo("Return of order 000000001");
        assertThat(seen.path("description").asText()).isEqualTo("The mug is broken");
        assertThat(seen.path("status").asText()).isEqualTo("new");
        assertThat(seen.path("closed").asBoolean()).isFalse();
        assertThat(seen.path("customer").asText()).isEqualTo("magento-pl:" + customer);
        assertThat(seen.path("order").asText()).isEqualTo("magento-pl:" + order);
        assertThat(seen.at("/lines/0/quantity").asInt()).isEqualTo(1);
        assertThat(site.heard("desk").get(0).path("entity").asText()).isEqualTo("case");
    }

    @Test
    void aNewStatusAndAWordOfTheCustomerAreToldAndReadingAgainIsNot() {
        int order = site.order(site.customer("anna@example.com", false), "anna@example.com");
        request(order, "It leaks");
        eventually(() -> assertThat(site.heard("desk")).hasSize(1));
        site.api("PUT", "returns/1", "{'rmaDataObject':{'status':'authorized'}}");
        eventually(() -> assertThat(site.heard("desk")).hasSize(2));
        assertThat(site.record("case", "return:1").orElseThrow().path("status").asText())
                .isEqualTo("open");

        site.api("POST", "returns/1/comments", "{'data':{'comment':'Hello?','admin':false}}");
        eventually(() -> assertThat(site.heard("desk")).hasSize(3));
        assertThat(site.record("case", "return:1")
                        .orElseThrow()
                        .path("description")
                        .asText())
                .isEqualTo("It leaks\nHello?");

        site.api("PUT", "returns/1", "{'rmaDataObject':{'status':'processed_closed'}}");
        eventually(() -> assertThat(site.heard("desk")).hasSize(4));
        assertThat(site.record("case", "return:1").orElseThrow().path("closed").asBoolean())
                .isTrue();
        request(order, "A second one"); // whoever has read it has read the first one again, too
        eventually(() -> assertThat(site.heard("desk")).hasSize(5));
        assertThat(site.heard("desk").get(4).path("record"))
                .isNotEqualTo(site.heard("desk").get(3).path("record"));
    }

    private void request(int order, String why) {
        site.api(
                "POST",
                "returns",
                "{'rmaDataObject':{'order_id':" + order
                        + ",'items':[{'order_item_id':1,'qty_requested':1,'reason':'8'}]," + "'comments':[{'comment':'"
                        + why + "'}]}}");
    }
}
