package io.serai.connect.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.Systems;
import io.serai.connect.TestSystems;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the doubles of the shops push, and what becomes of it. */
class ShopHooksTest {
    private record Pushed(String system, Map<String, Object> headers, byte[] body) {}

    private final List<Pushed> pushed = new CopyOnWriteArrayList<>();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private VerifyWebhook verify;
    private HttpServer receiver;
    private SandboxServer shops;

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hooks/", this::receive);
        receiver.start();
        String url = "http://localhost:" + receiver.getAddress().getPort() + "/hooks/{system}";
        shops = SandboxServer.start(
                0,
                SandboxOptions.defaults()
                        .withSeed(SandboxOptions.Seed.NOTHING)
                        .withWebhooks(new SandboxOptions.Webhooks(url, "sandbox-webhook-secret", 0, 0, 3, 5)));
        Systems systems = TestSystems.of(
                "shopify.kind", "shopify",
                "shopify.url", "http://localhost",
                "shopify.auth", "token",
                "shopify.token", "t",
                "shopify.webhook.secret", "sandbox-webhook-secret",
                "woocommerce.kind", "woocommerce",
                "woocommerce.url", "http://localhost",
                "woocommerce.auth", "consumer-key",
                "woocommerce.consumer-key", "k",
                "woocommerce.consumer-secret", "s",
                "woocommerce.webhook.secret", "sandbox-webhook-secret",
                "bigcommerce.kind", "bigcommerce",
                "bigcommerce.url", "http://localhost",
                "bigcommerce.auth", "token",
                "bigcommerce.token", "t",
                "bigcommerce.webhook.secret", "sandbox-webhook-secret");
        verify = new VerifyWebhook(
                new HookVerifier(systems, TestSystems.hooks(), Clock.systemUTC()),
                new Refusals(systems, new SimpleMeterRegistry()));
    }

    @AfterEach
    void stop() {
        shops.close();
        receiver.stop(0);
    }

    @Test
    void shopifyTellsWholeRecordsAndWhomToForget() {
        String token = "X-Shopify-Access-Token: sandbox-shopify-token";
        send("POST", "shopify/admin/api/2026-01/customers.json", token, "{\"customer\":{\"email\":\"a@example.com\"}}");
        await().until(() -> pushed.size() == 1);
        String id = accepted(0, "customer");
        send("DELETE", "shopify/admin/api/2026-01/customers/" + id + ".json", token, "");
        await().until(() -> pushed.size() == 3);

        assertThat(List.of(entity(1), entity(2))).containsExactlyInAnyOrder("customer.deleted", "customer.redacted");
    }

    @Test
    void woocommercePingsFirstAndThenTellsWholeRecords() {
        String keys = "Authorization: Basic c2FuZGJveC1jb25zdW1lci1rZXk6c2FuZGJveC1jb25zdW1lci1zZWNyZXQ=";
        send("POST", "woocommerce/wp-json/wc/v3/webhooks", keys, "{\"topic\":\"order.created\"}");
        await().until(() -> pushed.size() == 1);
        assertThat(pushed.get(0).body()).isEqualTo("webhook_id=1".getBytes(StandardCharsets.US_ASCII));
        assertThat(pushed.get(0).headers()).doesNotContainKey("X-wc-webhook-signature");

        send("POST", "woocommerce/wp-json/wc/v3/orders", keys, "{\"customer_id\":0,\"status\":\"pending\"}");
        await().until(() -> pushed.size() == 2);
        String id = accepted(1, "order");
        send("DELETE", "woocommerce/wp-json/wc/v3/orders/" + id, keys, "");
        await().until(() -> pushed.size() == 3);

        assertThat(accepted(2, "order.deleted")).isEqualTo(id);
    }

    @Test
    void bigcommerceTellsIdsOnly() {
        String token = "X-Auth-Token: sandbox-bigcommerce-token";
        send("POST", "bigcommerce/v3/customers", token, "[{\"email\":\"a@example.com\"}]");
        await().until(() -> pushed.size() == 1);

        Exchange exchange = verified(0);

        assertThat(exchange.getMessage().getBody(JsonNode.class).path("entity").asText())
                .isEqualTo("customer");
        assertThat(exchange.getMessage().getBody(JsonNode.class).has("email")).isFalse();
        assertThat(accepted(0, "event")).startsWith("customer:");
    }

    /** The external id. */
    private String accepted(int index, String entity) {
        Exchange exchange = verified(index);
        assertThat(exchange.isRouteStop())
                .as(String.valueOf(exchange.getMessage().getHeaders()))
                .isFalse();
        assertThat(exchange.getMessage().getHeader("SeraiEntity")).isEqualTo(entity);
        return exchange.getMessage().getHeader("SeraiExternalId", String.class);
    }

    private String entity(int index) {
        return verified(index).getMessage().getHeader("SeraiEntity", String.class);
    }

    private Exchange verified(int index) {
        Pushed one = pushed.get(index);
        Exchange exchange = new DefaultExchange(context);
        one.headers().forEach(exchange.getMessage()::setHeader);
        exchange.getMessage().setHeader("system", one.system());
        exchange.getMessage().setBody(one.body());
        verify.process(exchange);
        return exchange;
    }

    private void receive(HttpExchange exchange) throws IOException {
        Map<String, Object> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        String path = exchange.getRequestURI().getPath();
        pushed.add(new Pushed(
                path.substring(path.lastIndexOf('/') + 1),
                headers,
                exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private void send(String method, String path, String header, String body) {
        String[] parts = header.split(": ");
        HttpRequest request = HttpRequest.newBuilder(URI.create(shops.url(path)))
                .timeout(Duration.ofSeconds(60))
                .header(parts[0], parts[1])
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            assertThat(HttpClient.newHttpClient()
                            .send(request, BodyHandlers.discarding())
                            .statusCode())
                    .isBetween(200, 204);
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(path, e);
        }
    }
}
