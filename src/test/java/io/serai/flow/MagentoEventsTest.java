package io.serai.flow;

import static io.serai.flow.MagentoSite.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.message.Outcome;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of Adobe I/O as they are shipped, behind the webhook: they say what to read, and that is read and merged. */
class MagentoEventsTest {
    @TempDir
    Path folder;

    private MagentoSite site;

    @BeforeEach
    void site() {
        site = new MagentoSite(folder);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void whatAnEventNamesIsReadAndMerged() throws Exception {
        start();
        int customer = site.customer("anna@example.com", true);
        int order = site.order(customer, "anna@example.com");
        site.api(
                "POST",
                "returns",
                "{'rmaDataObject':{'order_id':" + order + ",'items':[{'order_item_id':1,'qty_requested':1}]}}");
        tell("customer", Integer.toString(customer));
        tell("order", Integer.toString(order));
        tell("return", "1");
        tell("product", "MUG-1");

        eventually(() -> {
            assertThat(site.record("customer", "1"))
                    .hasValueSatisfying(
                            record -> assertThat(record.path("email").asText()).isEqualTo("anna@example.com"));
            assertThat(site.record("order", "1")).isPresent();
            assertThat(site.record("case", "return:1")).isPresent();
            assertThat(site.heard("products")).hasSize(1);
        });
        assertThat(site.heard("products").get(0).path("name").asText()).isEqualTo("Emaille-Becher");
    }

    @Test
    void whatIsGoneMeanwhileIsNothingAndAShopThatIsDownIsAskedAgain() throws Exception {
        start();
        site.customer("anna@example.com", true);
        site.call("POST", "magento-pl/fail", "{'status':503,'times':1}");
        tell("customer", "1");
        tell("customer", "99");
        eventually(() -> assertThat(site.record("customer", "1")).isPresent());
        site.settled();

        assertThat(site.record("customer", "99")).isEmpty();
        assertThat(outcomes()).contains(Outcome.Kind.PARKED);
    }

    @Test
    void aNotFoundThatTheShopDidNotSayIsRefused() throws Exception {
        start();
        site.customer("anna@example.com", true);
        site.call("POST", "magento-pl/fail", "{'status':404,'times':1}");
        tell("customer", "1");
        eventually(() -> assertThat(outcomes()).contains(Outcome.Kind.DEAD));
        assertThat(site.record("customer", "1")).isEmpty();
    }

    @Test
    void returnsAndCartsThatNobodyWantsAreNotRead() throws Exception {
        start("serai.on.magento-returns", "false");
        tell("return", "1");
        tell("cart", "1");
        eventually(() -> assertThat(outcomes()).hasSize(2));
        site.settled();

        assertThat(site.call("GET", "magento-pl/stats", "").path("callsTotal").asInt())
                .isZero();
    }

    private void start(String... settings) throws Exception {
        Map<String, String> all =
                new HashMap<>(Map.of("serai.on.magento-returns", "true", "serai.on.magento-carts", "false"));
        for (int i = 0; i < settings.length; i += 2) all.put(settings[i], settings[i + 1]);
        all.put("serai.poll.initial-delay", "1h");
        site.listen("magento.product", "products");
        site.start(
                all,
                "magento-events.camel.yaml",
                "magento-customers.camel.yaml",
                "magento-orders.camel.yaml",
                "magento-returns.camel.yaml");
    }

    private void tell(String entity, String id) {
        site.flows()
                .bus()
                .publish(
                        "magento.event",
                        MagentoSite.SHOP,
                        entity + ":" + id,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("entity", entity)
                                .put("id", id));
    }

    private List<Outcome.Kind> outcomes() {
        return site.flows().bus().handled().stream()
                .filter(each -> each.flow().equals("magento-fetch"))
                .map(each -> each.item().outcome().kind())
                .toList();
    }
}
