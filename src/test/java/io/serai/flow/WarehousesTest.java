package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.TestSystems;
import io.serai.message.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.ProcessorEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routing by store, as it is shipped. */
class WarehousesTest {
    private record Sent(String routingKey, JsonNode body) {}

    @TempDir
    Path folder;

    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private RunningFlows flows;

    @BeforeEach
    void start() throws Exception {
        flows = new RunningFlows(
                folder,
                TestSystems.of(
                        "magento-pl.kind", "magento",
                        "magento-pl.url", "http://localhost",
                        "magento-pl.auth", "bearer",
                        "magento-pl.token", "t"),
                Map.of("serai.on.warehouse-broker", "true"),
                this::broker,
                "magento-orders.camel.yaml",
                "orders-to-warehouses.camel.yaml");
    }

    @AfterEach
    void stop() {
        if (flows != null) flows.close();
    }

    private void broker(DefaultCamelContext camel) {
        camel.addComponent("warehouse-broker", new DefaultComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String path, Map<String, Object> options) {
                String routingKey = String.valueOf(options.remove("routingKey"));
                return new ProcessorEndpoint(uri, this, exchange -> {}) {
                    @Override
                    public Producer createProducer() {
                        return new DefaultProducer(this) {
                            @Override
                            public void process(Exchange exchange) {
                                sent.add(new Sent(
                                        path + "/" + routingKey,
                                        exchange.getMessage().getBody(JsonNode.class)));
                            }
                        };
                    }
                };
            }
        });
    }

    private void order(String system, int id, int store, String state) {
        flows.bus()
                .publish(
                        "magento.order",
                        system,
                        Integer.toString(id),
                        Json.MAPPER
                                .createObjectNode()
                                .put("entity_id", id)
                                .put("increment_id", "000" + id)
                                .put("state", state)
                                .put("store_id", store)
                                .put("customer_id", 7)
                                .put("order_currency_code", "EUR")
                                .put("created_at", "2026-11-20 10:11:12")
                                .put("grand_total", 12));
    }

    private void handled(int orders) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> flows.bus().handled().stream()
                                .filter(one -> one.flow().equals("orders-to-warehouses"))
                                .count()
                        == orders);
    }

    @Test
    void anOrderGoesToTheWarehouseThatTheTableOfTheStoresNames() {
        order("magento-pl", 1, 1, "new");
        handled(1);
        order("magento-de", 1, 1, "new");
        handled(2);
        order("magento-pl", 2, 99, "new");
        handled(3);
        assertThat(sent).extracting(Sent::routingKey).containsExactly("orders/order.gdansk", "orders/order.berlin");
        JsonNode order = sent.get(0).body().path("order");
        assertThat(order.path("store").asText()).isEqualTo("pl");
        assertThat(order.path("number").asText()).isEqualTo("0001");
        assertThat(flows.bus().handled())
                .filteredOn(one -> one.flow().equals("orders-to-warehouses"))
                .extracting(one -> one.item().outcome().kind().label())
                .containsExactly("delivered", "delivered", "completed");
    }

    @Test
    void aChangeThatIsNothingToTheWarehouseIsNotSent() {
        order("magento-pl", 1, 1, "new");
        handled(1);
        flows.bus().publish("magento.order", "magento-pl", "1", Json.read("""
                                {"entity_id": 1, "increment_id": "0001", "state": "new", "store_id": 1, "customer_id": 7,
                                 "order_currency_code": "EUR", "created_at": "2026-11-20 10:11:12", "grand_total": 12,
                                 "total_paid": 12, "updated_at": "2026-11-20 11:00:00"}""".getBytes(
                        java.nio.charset.StandardCharsets.UTF_8)));
        handled(2);
        assertThat(sent).hasSize(1);
    }
}
