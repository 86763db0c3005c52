package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.Needs;
import io.serai.message.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus fires the alerts of what is done to the packaged runtime, and no others before; only they need not last as long. */
@Tag("long")
class AlertsFireIT {
    private static final String ORDERS = "routes/orders-to-salesforce.camel.yaml";

    @TempDir
    static Path folder;

    static Flows flows;
    static Site site;
    static Prometheus prometheus;

    private int number;

    @BeforeAll
    static void start() throws IOException {
        Needs.program("prometheus");
        flows = Flows.copiedTo(folder);
        site = Site.in(folder)
                .withoutPolling()
                .set("serai.routes", flows.routes().toString())
                .set("serai.reload.every", "100ms")
                .set("serai.bus.retry.attempts", "2")
                .set("serai.bus.pause.max-delay", "1s")
                .set(
                        "serai.systems.salesforce.secret-expires",
                        LocalDate.now(ZoneOffset.UTC).plusDays(10).toString())
                .start();
        Path rules = Files.createDirectory(folder.resolve("rules"));
        for (String file : new String[] {"alerts.yml", "recording.yml"})
            Files.writeString(
                    rules.resolve(file),
                    Files.readString(Prometheus.RULES.resolve(file)).replaceAll("for: \\w+", "for: 3s"));
        prometheus = new Prometheus(folder, rules, "2s", site.runtime());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (prometheus != null) prometheus.close();
        if (site != null) site.close();
    }

    @Test
    void eachFaultFiresItsAlerts() throws IOException {
        prometheus.api().waitFor("serai:bus_dead_messages:max");
        fires("SeraiSecretExpires", "system", "salesforce", () -> {});
        await("no other alert")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(prometheus.api().firing())
                        .extracting(labels -> labels.path("alertname").asText())
                        .containsExactly("SeraiSecretExpires"));

        site.vendors().post("salesforce/fail", "{\"rate\":1,\"status\":503}");
        fires("SeraiTargetDown", "group", "salesforce", this::register);
        fires("SeraiVendorFails", "system", "salesforce", this::register);
        site.vendors().delete("salesforce/fail");
        await("the target's alert to end").atMost(Duration.ofMinutes(3)).until(() -> !isFiring("SeraiTargetDown"));

        fires("SeraiDeadLettersGrow", "group", "orders", this::orderThatNobodyCanMap);
        fires("SeraiErrorBudgetBurn", "severity", "critical", this::orderThatNobodyCanMap);
        fires("SeraiWebhooksRefused", "system", "magento-pl", this::forgedWebhook);

        flows.edit(ORDERS, "hub:delivered", "hub:deliverd");
        fires("SeraiReloadFailed", "kind", "yaml", () -> {});

        site.runtime().kill();
        fires("SeraiInstanceDown", "instance", site.runtime().management("").getAuthority(), () -> {});
        prometheus.forgetTargets();
        fires("SeraiAbsent", "job", "serai", () -> {});
    }

    /** @param fault is done again until the alert fires */
    private static void fires(String alert, String label, String value, Runnable fault) {
        await(alert)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    fault.run();
                    assertThat(prometheus.api().firing())
                            .anyMatch(
                                    labels -> labels.path("alertname").asText().equals(alert)
                                            && labels.path(label).asText().equals(value));
                });
    }

    private static boolean isFiring(String alert) {
        return prometheus.api().firing().stream()
                .anyMatch(labels -> labels.path("alertname").asText().equals(alert));
    }

    private void register() {
        site.shop().register("customer" + number++ + "@example.com", "Anna", "Berg");
    }

    private void orderThatNobodyCanMap() {
        ObjectNode order = Shop.order("anna@example.com", "10")
                .put("entity_id", 9000 + number)
                .put("increment_id", String.valueOf(9000 + number++))
                .put("order_currency_code", "EURX")
                .put("updated_at", "2026-01-02 10:00:00");
        JsonNode event =
                Json.MAPPER.createObjectNode().put("type", "order.updated").set("data", order);
        assertThat(hook(SignedHook.SECRET, event.toString()).statusCode()).isEqualTo(202);
    }

    private void forgedWebhook() {
        assertThat(hook("another secret", "{}").statusCode()).isEqualTo(401);
    }

    private static HttpResponse<byte[]> hook(String secret, String body) {
        SignedHook hook = new SignedHook(UUID.randomUUID().toString(), Instant.now(), body, secret);
        return RuntimeProcess.send(hook.request(site.runtime().http("/hooks/magento-pl")));
    }
}
