package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhooksTest {
    private record Delivery(String path, String id, String timestamp, String signature, String body) {}

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private HttpServer receiver;
    private SandboxServer server;
    private Web shop;

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        receiver.createContext("/", this::receive);
        receiver.setExecutor(Executors.newFixedThreadPool(4));
        receiver.start();
    }

    @AfterEach
    void stop() {
        server.close();
        receiver.stop(0);
    }

    @Test
    void eachChangeIsPushedSignedWithTheWholeEntity() throws Exception {
        start(hooks("sandbox-webhook-secret", 0, 0));
        shop.post("rest/V1/customers", customer(1));
        await().until(() -> deliveries.size() == 1);
        shop.send("PUT", "rest/V1/customers/1", "{\"customer\":{\"lastname\":\"Łoś\"}}");
        await().until(() -> deliveries.size() == 2);

        Delivery update = deliveries.get(1);
        assertThat(update.path()).isEqualTo("/hooks/magento-hooked");
        assertThat(update.id()).isNotEqualTo(deliveries.get(0).id());
        assertThat(update.signature())
                .isEqualTo("v1," + hmac("sandbox-webhook-secret".getBytes(StandardCharsets.UTF_8), update));
        var body = Json.MAPPER.readTree(update.body());
        assertThat(body.path("type").asText()).isEqualTo("customer.updated");
        assertThat(body.path("timestamp").asText()).endsWith("Z");
        assertThat(body.path("data")).isEqualTo(shop.get("rest/V1/customers/1").json());
    }

    @Test
    void aSecretWithThePrefixOfTheStandardIsDecoded() throws Exception {
        byte[] key = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
        start(hooks("whsec_" + Base64.getEncoder().encodeToString(key), 0, 0));
        shop.post("rest/V1/customers", customer(1));
        await().until(() -> deliveries.size() == 1);

        assertThat(deliveries.get(0).signature()).isEqualTo("v1," + hmac(key, deliveries.get(0)));
    }

    @Test
    void whatIsNotAcceptedComesAgainWithTheSameId() {
        start(hooks("secret", 0, 0));
        refusals.set(2);
        shop.post("rest/V1/customers", customer(1));
        await().until(() -> deliveries.size() == 3);

        assertThat(deliveries.stream().map(Delivery::id).distinct()).hasSize(1);
        await().until(() -> shop.get("stats").json().at("/webhooks/accepted").asInt() == 1);
        assertThat(shop.get("stats").json().at("/webhooks/failed").asInt()).isEqualTo(2);
    }

    @Test
    void afterAFewTriesADeliveryIsGivenUp() {
        start(hooks("secret", 0, 0));
        refusals.set(Integer.MAX_VALUE);
        shop.post("rest/V1/customers", customer(1));

        await().until(() -> shop.get("stats").json().at("/webhooks/givenUp").asInt() == 1);
        assertThat(deliveries).hasSize(4);
    }

    @Test
    void deliveriesCanBeDoubledAndOvertakeEachOther() {
        start(hooks("secret", 1, 0.5));
        for (int i = 1; i <= 20; i++) {
            shop.post("rest/V1/customers", customer(i));
        }
        await().until(() -> deliveries.size() == 40);

        Set<String> ids = deliveries.stream().map(Delivery::id).collect(Collectors.toSet());
        assertThat(ids).hasSize(20);
        List<String> order = new ArrayList<>();
        deliveries.forEach(delivery -> order.add(delivery.body().replaceAll(".*\"email\":\"(\\w+)@.*", "$1")));
        assertThat(order).isNotEqualTo(order.stream().sorted().toList());
    }

    private void start(SandboxOptions.Webhooks hooks) {
        server = SandboxServer.start(
                0,
                SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING).withWebhooks(hooks));
        shop = Web.of(server, "magento-hooked").as("Bearer sandbox-access-token");
    }

    private SandboxOptions.Webhooks hooks(String secret, double duplicate, double reorder) {
        String url = "http://localhost:" + receiver.getAddress().getPort() + "/hooks/{system}";
        return new SandboxOptions.Webhooks(url, secret, duplicate, reorder, 4, 5);
    }

    private void receive(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        deliveries.add(new Delivery(
                exchange.getRequestURI().getPath(),
                headers.getFirst("webhook-id"),
                headers.getFirst("webhook-timestamp"),
                headers.getFirst("webhook-signature"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        boolean refuse = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        exchange.sendResponseHeaders(refuse ? 503 : 202, -1);
        exchange.close();
    }

    private static String customer(int number) {
        return "{\"customer\":{\"email\":\"c%03d@example.com\",\"firstname\":\"A\",\"lastname\":\"B\"}}"
                .formatted(number);
    }

    private static String hmac(byte[] key, Delivery delivery) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String text = delivery.id() + "." + delivery.timestamp() + "." + delivery.body();
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
