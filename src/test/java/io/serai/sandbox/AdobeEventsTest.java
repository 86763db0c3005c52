package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The double of a Magento that tells what happens by Adobe I/O Events. */
class AdobeEventsTest {
    private record Delivery(Map<String, List<String>> headers, byte[] body) {
        String header(String name) {
            return headers.get(name).get(0);
        }
    }

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private HttpServer receiver;
    private SandboxServer server;
    private Web shop;

    @BeforeEach
    void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        receiver.createContext("/", this::receive);
        receiver.start();
        server = SandboxServer.start(
                0,
                SandboxOptions.defaults()
                        .withSeed(SandboxOptions.Seed.NOTHING)
                        .withWebhooks(SandboxOptions.Webhooks.none()
                                .to("http://localhost:" + receiver.getAddress().getPort() + "/{system}")));
        shop = Web.of(server, "magento-pl").as("Bearer sandbox-access-token");
        shop.post("options", "{\"adobeClientId\":\"client-1\"}");
    }

    @AfterEach
    void stop() {
        server.close();
        receiver.stop(0);
    }

    @Test
    void aChangeIsACloudEventWithTheIdOnlySignedByTheKeysThatAreServed() throws Exception {
        shop.post(
                "rest/V1/customers",
                "{\"customer\":{\"email\":\"anna@example.com\",\"firstname\":\"Anna\",\"lastname\":\"Berg\"}}");
        await().until(() -> deliveries.size() == 1);
        Delivery told = deliveries.get(0);
        ObjectNode event = Json.read(told.body());

        assertThat(event.path("type").asText()).isEqualTo("com.adobe.commerce.observer.customer_save_commit_after");
        assertThat(event.path("recipientclientid").asText()).isEqualTo("client-1");
        assertThat(event.at("/data/value")).isEqualTo(Json.object().put("entity_id", "1"));
        for (int i = 1; i <= 2; i++) assertThat(signed(told, i)).isTrue();
        assertThat(shop.get("prod/keys/none.pem").status()).isEqualTo(404);
    }

    @Test
    void aReturnIsTold() {
        shop.post(
                "rest/V1/orders",
                "{\"entity\":{\"customer_email\":\"g@example.com\",\"items\":[{\"sku\":\"MUG-1\",\"price\":1}]}}");
        shop.post(
                "rest/V1/returns",
                "{\"rmaDataObject\":{\"order_id\":1,\"items\":[{\"order_item_id\":1,\"qty_requested\":1}]}}");
        await().untilAsserted(() -> assertThat(deliveries)
                .extracting(told -> Json.read(told.body()).path("type").asText())
                .contains("com.adobe.commerce.observer.rma_save_commit_after"));
    }

    private boolean signed(Delivery told, int number) throws Exception {
        String pem = shop.get(
                        told.header("X-adobe-public-key" + number + "-path").substring(1))
                .text();
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        Signature rsa = Signature.getInstance("SHA256withRSA");
        rsa.initVerify(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)));
        rsa.update(told.body());
        return rsa.verify(Base64.getDecoder().decode(told.header("X-adobe-digital-signature-" + number)));
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        deliveries.add(new Delivery(Map.copyOf(exchange.getRequestHeaders()), body));
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
    }
}
