package io.serai.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A runtime with every system that has a double and two that are only configured, each of which tells what happens by its own webhooks alone; with a
 * guarded management API, secrets in files, a login by a keystore, jobs of the Bulk API, and traces that are exported.
 */
record AllSystems(Ring ring, Flows flows, TraceCollector traces, Path folder) implements AutoCloseable {
    static final String EMAIL = "magento-pl@example.com";
    static final String HELPDESK_SECRET = "helpdesk-secret";

    private static final String CALLCENTRE_SECRET = "callcentre-secret";

    /** Started. */
    static AllSystems in(Path folder) throws Exception {
        Ring ring = Ring.in(folder);
        Flows flows = Flows.copiedTo(folder);
        TraceCollector traces = new TraceCollector();
        AllSystems all = new AllSystems(ring, flows, traces, folder);
        all.configure();
        ring.start();
        return all;
    }

    private void configure() throws IOException, InterruptedException, GeneralSecurityException {
        runtime()
                .guardedBy(secret("console-token", "first-token"))
                .set("serai.routes", flows.routes().toString())
                .set("serai.mappings", flows.mappings().toString())
                .set("serai.reload.every", "100ms")
                .set("serai.poll.initial-delay", "1h")
                .set("serai.salesforce.bulk-threshold", "1")
                .set("quarkus.otel.sdk.disabled", "false")
                .set("quarkus.otel.exporter.otlp.protocol", "http/protobuf")
                .set("quarkus.otel.exporter.otlp.endpoint", traces.url())
                .set("quarkus.otel.bsp.schedule.delay", "500ms");
        String helpdesk = secret("helpdesk-secret", HELPDESK_SECRET).toString();
        system("helpdesk", "kind", "rest", "url", vendors().url(), "auth", "none");
        system("helpdesk", "webhook.scheme", "hmac-hex", "webhook.header", "X-Hub-Signature-256");
        system("helpdesk", "webhook.prefix", "sha256=", "webhook.entities", "ticket");
        system("helpdesk", "webhook.secret-file", helpdesk, "webhook.former-secret-for", "PT0S");
        system("helpdesk", "webhook.events", ".changes[] | {entity: \"ticket\", id: .no, data: .}");
        system("callcentre", "kind", "rest", "url", vendors().url(), "auth", "none");
        system("callcentre", "webhook.scheme", "hmac-base64", "webhook.entities", "call");
        system("callcentre", "webhook.secret", CALLCENTRE_SECRET);
        system("callcentre", "webhook.events", "{entity: \"call\", id, data: .}");
        system("magento-de", "webhook.scheme", "adobe-io", "webhook.client-id", "client-1");
        system("magento-de", "webhook.keys-url", vendors().url() + "/sandbox/magento-de");
        vendors().post("magento-de/options", "{\"adobeClientId\":\"client-1\"}");

        LoginKey key = LoginKey.in(folder);
        system("salesforce", "auth", "jwt", "username", "integration@sandbox.example");
        system("salesforce", "keystore-file", key.keystore().toString(), "keystore-password", LoginKey.PASSWORD);
        vendors()
                .post(
                        "salesforce/jwt-key",
                        Json.MAPPER
                                .createObjectNode()
                                .put("publicKey", key.publicKey())
                                .toString());
    }

    private void system(String name, String... options) {
        for (int i = 0; i < options.length; i += 2)
            runtime().set("serai.systems." + name + "." + options[i], options[i + 1]);
    }

    /** A file of this name with this in it, also when there is one already. */
    Path secret(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content + "\n");
    }

    /** Each system has a reason to call, and a person is known in all of them. */
    void somethingHappensEverywhere() {
        new Shop(vendors(), "magento-pl").register(EMAIL, "Ewa", "Nowak");
        new Shop(vendors(), "magento-de").register("magento-de@example.com", "Anna", "Berg");
        for (String shop : new String[] {"shopify", "woocommerce", "bigcommerce"})
            vendors().post(shop + "/load", "{\"customers\":1}");
        create(
                "hubspot/crm/v3/objects/contacts",
                "{\"properties\":{\"email\":\"hubspot@example.com\",\"lastname\":\"Hub\"}}");
        create(
                "dynamics/people/api/data/v9.2/contacts",
                "{\"emailaddress1\":\"dynamics@example.com\",\"lastname\":\"Dyn\"}");
        vendors().post("smartico/people/click", "{\"user\":\"1\",\"email\":\"" + EMAIL + "\",\"campaign\":\"spring\"}");
        await("the contact in Omnisend")
                .atMost(Duration.ofMinutes(3))
                .until(() -> ring.contacts(EMAIL).containsKey("omnisend"));
        vendors().post("omnisend/people/click", "{\"email\":\"" + EMAIL + "\",\"campaign\":\"spring\"}");
        ticket("7", HELPDESK_SECRET);
        String call = "{\"id\":\"c-1\"}";
        hook(
                "callcentre",
                "X-Webhook-Signature",
                Base64.getEncoder().encodeToString(hmac(CALLCENTRE_SECRET, call)),
                call);
    }

    /** Of somebody whom a system has told of. */
    String emailIn(String system) {
        return switch (system) {
            case "shopify", "woocommerce", "bigcommerce" ->
                vendors().shop(system, "customers").get(0).path("email").asText();
            default -> system + "@example.com";
        };
    }

    /** The answer to what the help desk tells, signed with this secret. */
    int ticket(String number, String secret) {
        String body = "{\"changes\":[{\"no\":\"" + number + "\"}]}";
        return hook(
                "helpdesk", "X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(hmac(secret, body)), body);
    }

    private int hook(String system, String header, String signature, String body) {
        return RuntimeProcess.send(HttpRequest.newBuilder(runtime().http("/hooks/" + system))
                        .header("Content-Type", "application/json")
                        .header(header, signature)
                        .POST(BodyPublishers.ofString(body)))
                .statusCode();
    }

    /** As people do it, at their screens. */
    private void create(String path, String json) {
        HttpResponse<byte[]> answer =
                RuntimeProcess.send(HttpRequest.newBuilder(URI.create(vendors().url() + "/sandbox/" + path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer sandbox-hubspot-user")
                        .POST(BodyPublishers.ofString(json)));
        if (answer.statusCode() / 100 != 2)
            throw new IllegalStateException(path + ": " + new String(answer.body(), StandardCharsets.UTF_8));
    }

    private static byte[] hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last message of a system and topic, or null. */
    JsonNode received(String system, String topic) {
        return runtime()
                .managementJson("/serai/messages?system=" + system + "&topic=" + topic)
                .path("messages")
                .get(0);
    }

    RuntimeProcess runtime() {
        return ring.runtime();
    }

    Vendors vendors() {
        return ring.vendors();
    }

    @Override
    public void close() {
        ring.close();
        traces.close();
    }
}
