package io.serai.flow.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.CallMeter;
import io.serai.connect.SystemComponents;
import io.serai.connect.Systems;
import io.serai.connect.TestSystems;
import io.serai.connect.quota.Limiters;
import io.serai.message.Json;
import io.serai.sandbox.SandboxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The polling routes and kamelets of the shops as they are shipped, against their doubles, with pages of two. */
class ShopsPollTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private record Row(String topic, JsonNode data) {}

    @TempDir
    Path folder;

    private final List<Row> rows = new CopyOnWriteArrayList<>();
    private SandboxServer shops;
    private ScheduleFixture fixture;

    @BeforeEach
    void start() throws Exception {
        shops = SandboxServer.start(0);
        Systems systems = TestSystems.of(
                "shopify.kind", "shopify",
                "shopify.url", shops.url("shopify"),
                "shopify.auth", "token",
                "shopify.token", "sandbox-shopify-token",
                "shopify.quota.requests", "0",
                "woocommerce.kind", "woocommerce",
                "woocommerce.url", shops.url("woocommerce"),
                "woocommerce.auth", "consumer-key",
                "woocommerce.consumer-key", "sandbox-consumer-key",
                "woocommerce.consumer-secret", "sandbox-consumer-secret",
                "bigcommerce.kind", "bigcommerce",
                "bigcommerce.url", shops.url("bigcommerce"),
                "bigcommerce.auth", "token",
                "bigcommerce.token", "sandbox-bigcommerce-token",
                "bigcommerce.quota.requests", "0",
                "magento-pl.kind", "magento",
                "magento-pl.url", shops.url("magento-pl"),
                "magento-pl.auth", "bearer",
                "magento-pl.token", "sandbox-access-token");
        systems.requireValid();
        fixture = new ScheduleFixture(folder, systems);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        CallMeter meter = new CallMeter(meters);
        new SystemComponents(systems, meter, Limiters.alone(meters, meter)).configure(fixture.context);
        fixture.context.getPropertiesComponent().addInitialProperty("serai.poll.every", "20");
        fixture.context.getPropertiesComponent().addInitialProperty("serai.woocommerce.customers.every", "20");
        fixture.component("journal", exchange -> {});
        fixture.component("bus", this::arrive);
        fixture.component("hub", exchange -> {});
        Path kamelets = folder.resolve("kamelets");
        Files.createDirectories(kamelets);
        for (String kamelet : List.of(
                "rest-changes",
                "magento-search",
                "magento-get",
                "shopify-changes",
                "woocommerce-changes",
                "bigcommerce-changes"))
            Files.writeString(
                    kamelets.resolve(kamelet + ".kamelet.yaml"),
                    Files.readString(Path.of("routes/kamelets", kamelet + ".kamelet.yaml"))
                            .replaceAll("default: (100|250)\n", "default: 2\n"));
        fixture.context.getComponent("kamelet", KameletComponent.class).setLocation("file:" + kamelets);
    }

    @AfterEach
    void stop() {
        fixture.close();
        shops.close();
    }

    @ParameterizedTest
    @CsvSource({
        "shopify, customers, shopify.customer, updated_at",
        "shopify, orders, shopify.order, updated_at",
        "woocommerce, customers, woocommerce.customer, date_modified_gmt",
        "woocommerce, orders, woocommerce.order, date_modified_gmt",
        "bigcommerce, customers, bigcommerce.customer, date_modified",
        "bigcommerce, orders, bigcommerce.event, date_modified"
    })
    void everythingIsReadPageByPageAndThenWhatChanged(String shop, String resource, String topic, String version)
            throws Exception {
        Set<String> there = held(shop, resource);
        assertThat(there).hasSizeGreaterThan(2);

        run(shop);
        await().until(() -> ids(topic).containsAll(there));
        await().until(() -> fixture.runs(shop + "-" + resource, shop, "ok") >= 2);

        assertThat(ids(topic)).isEqualTo(there);
        assertThat(data(topic))
                .allSatisfy(row -> assertThat(row.path(version).asText())
                        .as("ISO 8601, with which the watermark can go on")
                        .matches("\\d{4}-\\d\\d-\\d\\dT.*"));
        assertThat(fixture.runs(shop + "-" + resource, shop, "failed")).isZero();

        send(shop, "load", "{\"" + resource + "\":5}");
        await().until(() -> ids(topic).size() == there.size() + 5);
        assertThat(ids(topic)).isEqualTo(held(shop, resource));
    }

    @Test
    void theWatermarkIsThatOfTheNewestRecord() throws Exception {
        run("shopify");
        run("woocommerce");
        run("bigcommerce");
        for (String name : List.of(
                "shopify-customers",
                "shopify-orders",
                "woocommerce-orders",
                "bigcommerce-customers",
                "bigcommerce-orders")) {
            String shop = name.substring(0, name.indexOf('-'));
            await().until(() -> fixture.watermarks.of(name, shop).isPresent());
        }
        assertThat(fixture.watermarks.of("woocommerce-customers", "woocommerce"))
                .as("all are read each time")
                .isEmpty();
    }

    @Test
    void aShopThatIsDownFailsTheRunAndNothingIsLost() throws Exception {
        send("woocommerce", "fail", "{\"status\":503,\"kind\":\"status\",\"rate\":1}");
        run("woocommerce");
        await().until(() -> fixture.runs("woocommerce-orders", "woocommerce", "failed") >= 1);
        assertThat(fixture.watermarks.of("woocommerce-orders", "woocommerce")).isEmpty();

        request("DELETE", "woocommerce", "fail", "");
        await().until(() -> ids("woocommerce.order").equals(held("woocommerce", "orders")));
    }

    @Test
    void allCustomersOfAMagentoAreReadAgainPageByPage() throws Exception {
        Set<String> there = held("magento-pl", "customers");
        assertThat(there).hasSizeGreaterThan(10);
        fixture.context.getPropertiesComponent().addInitialProperty("serai.reconcile.initial-delay", "1");
        fixture.context.getPropertiesComponent().addInitialProperty("serai.reconcile.every", "50");
        fixture.context.getPropertiesComponent().addInitialProperty("serai.reconcile.pause", "1");
        fixture.context.getPropertiesComponent().addInitialProperty("serai.reconcile.gone", "false");
        String route = Files.readString(Path.of("routes/magento-reconcile.camel.yaml"))
                .replace("\"searchCriteria[pageSize]\": 100", "\"searchCriteria[pageSize]\": 4")
                .replace("current_page * 100", "current_page * 4");
        PluginHelper.getRoutesLoader(fixture.context)
                .loadRoutes(ResourceHelper.fromString("file:magento-reconcile.camel.yaml", route));
        await().until(() -> fixture.runs("magento-reconcile", "magento-pl", "ok") >= 2);

        assertThat(ids("magento.customer")).isEqualTo(there);
        assertThat(fixture.runs("magento-reconcile", "magento-pl", "failed")).isZero();
    }

    private void arrive(Exchange exchange) {
        String topic = exchange.getProperty(Exchange.TO_ENDPOINT, String.class)
                .replace("bus://", "")
                .replace("bus:", "");
        for (JsonNode row : exchange.getMessage().getBody(JsonNode.class)) rows.add(new Row(topic, row));
    }

    private List<JsonNode> data(String topic) {
        return rows.stream()
                .filter(row -> row.topic().equals(topic))
                .map(Row::data)
                .toList();
    }

    private Set<String> ids(String topic) {
        Set<String> ids = new HashSet<>();
        data(topic).forEach(row -> ids.add(row.path("id").asText()));
        return ids;
    }

    private Set<String> held(String shop, String resource) {
        Set<String> ids = new HashSet<>();
        request("GET", shop, resource + "?limit=1000", "")
                .path("items")
                .forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }

    private void run(String shop) throws Exception {
        String route = shop + "-poll.camel.yaml";
        PluginHelper.getRoutesLoader(fixture.context)
                .loadRoutes(ResourceHelper.fromString("file:" + route, Files.readString(Path.of("routes", route))));
    }

    private void send(String shop, String path, String body) {
        request("POST", shop, path, body);
    }

    private JsonNode request(String method, String shop, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(shops.url(shop) + "/" + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> answer = CLIENT.send(request, BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isBetween(200, 299);
            return Json.read(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(path, e);
        }
    }
}
