package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a webhook gets that is not accepted: the status and the problem document that help its sender, and no place in the store. */
class BadWebhooksIT {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final String CUSTOMER = """
            {"type":"customer.created","data":{"id":7,"email":"anna@example.com","lastname":"Berg",\
            "updated_at":"2026-01-02 03:04:05"}}""";

    @TempDir
    static Path folder;

    static Site site;

    @BeforeAll
    static void start() {
        site = Site.in(folder).withoutPolling().start();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void whatIsNotJsonGets400() {
        assertRefused(signed("{\"type\":"), "magento-pl", 400, "json", "one JSON object");
        assertRefused(signed("[1]"), "magento-pl", 400, "json", "one JSON object");
        assertRefused(signed(""), "magento-pl", 400, "json", "one JSON object");
    }

    @Test
    void whatIsLargerThanOneMebibyteGets413() {
        assertRefused(signed("x".repeat(MEBIBYTE + 1)), "magento-pl", 413, "size", "at most 1048576 bytes");
    }

    @Test
    void whatIsLargerWithoutSayingSoGets413() {
        byte[] large = "x".repeat(MEBIBYTE + 1).getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder chunked = request("magento-pl", signed("{}"))
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
        assertRefused(chunked, "magento-pl", 413, "size", "at most 1048576 bytes");
    }

    @Test
    void whatIsLargerThanTheServerEverReadsGets413() {
        byte[] huge = new byte[17 * MEBIBYTE];
        HttpRequest.Builder declared = request("magento-pl", signed("{}")).POST(BodyPublishers.ofByteArray(huge));
        assertRefused(declared, "magento-pl", 413, "size", "at most 1048576 bytes");
        HttpRequest.Builder chunked = request("magento-pl", signed("{}"))
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(huge)));
        assertRefused(chunked, "magento-pl", 413, "size", "at most 1048576 bytes");
    }

    @Test
    void aFormGets415() {
        HttpRequest.Builder form = request("magento-pl", signed("a=" + "b".repeat(100_000)))
                .setHeader("Content-Type", "application/x-www-form-urlencoded");
        assertRefused(form, "magento-pl", 415, "type", "application/json");
    }

    @Test
    void aSignatureOfAnotherSecretGets401() {
        SignedHook hook = new SignedHook("id-1", Instant.now(), CUSTOMER, "another secret");
        assertRefused(hook, "magento-pl", 401, "signature", "HMAC-SHA256 over id.timestamp.body");
    }

    @Test
    void aBodyThatWasChangedOnItsWayGets401() {
        HttpRequest.Builder changed =
                request("magento-pl", signed(CUSTOMER)).POST(BodyPublishers.ofString(CUSTOMER.replace("anna", "anne")));
        assertRefused(changed, "magento-pl", 401, "signature", "HMAC-SHA256 over id.timestamp.body");
    }

    @Test
    void aWebhookOfAnotherTimeGets401() {
        for (Duration age : new Duration[] {Duration.ofMinutes(6), Duration.ofMinutes(-6)}) {
            SignedHook hook = new SignedHook("id-2", Instant.now().minus(age), CUSTOMER, SignedHook.SECRET);
            assertRefused(hook, "magento-pl", 401, "age", "within 300 seconds of now");
        }
    }

    @Test
    void missingHeadersAreNamed() {
        assertRefused(without("webhook-id"), "magento-pl", 400, "headers", "webhook-id");
        assertRefused(without("webhook-timestamp"), "magento-pl", 400, "headers", "webhook-timestamp");
        assertRefused(without("webhook-signature"), "magento-pl", 401, "signature", "webhook-signature");
    }

    @Test
    void anUnknownSystemGets404() {
        assertRefused(signed(CUSTOMER), "magento-fr", 404, "system", "a configured system");
        assertRefused(signed(CUSTOMER), "salesforce", 404, "system", "a configured system");
    }

    @Test
    void anUnknownEventGets422() {
        assertRefused(
                signed("{\"type\":\"invoice.created\",\"data\":{\"id\":1}}"), "magento-pl", 422, "event", "order");
        assertRefused(
                signed("{\"type\":\"order.shipped\",\"data\":{\"id\":1}}"), "magento-pl", 422, "event", "updated");
        assertRefused(signed("{\"type\":\"order.created\",\"data\":{}}"), "magento-pl", 422, "event", "entity_id");
        assertRefused(signed("{}"), "magento-pl", 422, "event", "<entity>.<verb>");
    }

    @Test
    void otherMethodsGet405() {
        HttpRequest.Builder put = request("magento-pl", signed(CUSTOMER)).PUT(BodyPublishers.ofString(CUSTOMER));
        assertThat(RuntimeProcess.send(put).statusCode()).isEqualTo(405);
    }

    @Test
    void aGoodOneIsAcceptedOnceHoweverOftenItComes() {
        SignedHook hook = signed(CUSTOMER);
        long before = messages();
        HttpResponse<byte[]> first = RuntimeProcess.send(request("magento-de", hook));
        HttpResponse<byte[]> second = RuntimeProcess.send(request("magento-de", hook));
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(Json.read(first.body()).get("duplicate").asBoolean()).isFalse();
        assertThat(Json.read(second.body()).get("duplicate").asBoolean()).isTrue();
        assertThat(Json.read(second.body()).get("id"))
                .isEqualTo(Json.read(first.body()).get("id"));
        assertThat(messages()).isEqualTo(before + 1);
    }

    private static void assertRefused(SignedHook hook, String system, int status, String reason, String expected) {
        assertRefused(request(system, hook), system, status, reason, expected);
    }

    private static void assertRefused(
            HttpRequest.Builder request, String system, int status, String reason, String expected) {
        long messages = messages();
        double counted = counted(reason);
        HttpResponse<byte[]> answer = RuntimeProcess.send(request);
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.statusCode()).as(text).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        JsonNode problem = Json.read(answer.body());
        assertThat(problem.get("type").asText()).isEqualTo("urn:serai:problem:hook-" + reason);
        assertThat(problem.get("title").asText()).isNotBlank();
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asText()).startsWith("expected").contains(expected);
        assertThat(messages()).isEqualTo(messages);
        assertThat(counted(reason)).isEqualTo(counted + 1);
    }

    private static SignedHook signed(String body) {
        return SignedHook.of(UUID.randomUUID().toString(), body);
    }

    private static HttpRequest.Builder request(String system, SignedHook hook) {
        return hook.request(site.runtime().http("/hooks/" + system));
    }

    private static HttpRequest.Builder without(String header) {
        HttpRequest whole = request("magento-pl", signed(CUSTOMER)).build();
        return HttpRequest.newBuilder(whole, (name, value) -> !name.equals(header));
    }

    private static long messages() {
        return site.runtime().managementJson("/serai/messages").get("messages").size();
    }

    private static double counted(String reason) {
        return site.runtime().metrics("serai_connect_hook_rejected_total", "reason=\"" + reason + "\"");
    }
}
