package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.connect.TestSystems;
import io.serai.message.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Shopify asks of the people who run it, not of the program, is told to them in the log: whose data, of which shop, and nothing personal. */
class ShopifyRequestsTest {
    private static final Logger ALL = Logger.getLogger("");

    @TempDir
    Path folder;

    private final Lines lines = new Lines();
    private RunningFlows flows;

    @BeforeEach
    void start() throws Exception {
        ALL.addHandler(lines);
        flows = new RunningFlows(
                folder, TestSystems.of(), Map.of("serai.on.shopify", "true"), "shopify-privacy.camel.yaml");
    }

    @AfterEach
    void stop() {
        if (flows != null) flows.close();
        ALL.removeHandler(lines);
    }

    @Test
    void aCustomerWhoAsksForTheirDataIsNamedByTheirId() {
        tell("shopify.customer.requested", "4711", """
                {"shop_domain":"acme-test.myshopify.com","customer":{"id":4711,"email":"anna@example.com","phone":"+4915755501020"},
                 "orders_requested":[1,2],"data_request":{"id":9}}""");

        await().until(() -> lines.told("Customer 4711 of acme-test asks for their data"));
        assertThat(lines.all).noneMatch(line -> line.contains("anna@example.com") || line.contains("15755501020"));
        isSettled();
    }

    @Test
    void aShopThatWasUninstalledIsNamed() {
        tell("shopify.shop.redacted", "77", "{\"shop_id\":77,\"shop_domain\":\"acme-test.myshopify.com\"}");

        await().until(() -> lines.told("acme-test was uninstalled and wants the data of its customers erased"));
        isSettled();
    }

    private void tell(String topic, String id, String json) {
        flows.bus().publish(topic, "acme-test", id, Json.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    private void isSettled() {
        await().until(() -> flows.bus().backlogs().stream()
                .allMatch(each -> each.waiting() == 0 && each.parked() == 0 && each.dead() == 0));
    }

    private static final class Lines extends ExtHandler {
        private static final PatternFormatter FORMAT = new PatternFormatter("%p %m");
        private final List<String> all = new CopyOnWriteArrayList<>();

        boolean told(String text) {
            return all.stream().anyMatch(line -> line.startsWith("WARN") && line.contains(text));
        }

        @Override
        protected void doPublish(ExtLogRecord line) {
            all.add(FORMAT.format(line));
        }
    }
}
