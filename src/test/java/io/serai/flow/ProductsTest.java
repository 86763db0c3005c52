package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Products of a Magento in Salesforce, by the flows that are shipped. */
class ProductsTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private SandboxServer vendors;
    private RunningFlows flows;

    @BeforeEach
    void start() throws Exception {
        vendors = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        flows = new RunningFlows(
                folder,
                SandboxSystems.of(vendors).salesforce().magento("magento-pl").systems(),
                Map.of(),
                "magento-products.camel.xml",
                "products-to-salesforce.camel.yaml");
    }

    @AfterEach
    void stop() {
        if (flows != null) flows.close();
        vendors.close();
    }

    @Test
    void aProductIsInSalesforceAsItIsNowAndWrittenOnlyWhenItChanged() {
        tell("7", product("7", "MUG-1", "Mug", 1, "2026-11-20 10:15:31"));
        tell("8", product("8", "CUP-1", "Cup", 1, "2026-11-20 10:15:31"));
        await().until(() -> there("MUG-1").size() == 1 && there("CUP-1").size() == 1);
        assertThat(there("MUG-1").at("/0/Name").asText()).isEqualTo("Mug");
        assertThat(there("MUG-1").at("/0/IsActive").asBoolean()).isTrue();

        tell("7", product("7", "MUG-1", "Mug", 2, "2026-11-20 10:16:31")); // taken off sale
        await().until(() -> !there("MUG-1").at("/0/IsActive").asBoolean(true));
        tell("7", product("7", "MUG-1", "Mug", 2, "2026-11-20 10:17:31")); // saved, nothing changed
        tell("8", product("8", "CUP-1", "Blue Cup", 1, "2026-11-20 10:17:31"));

        await().until(() -> there("CUP-1").at("/0/Name").asText().equals("Blue Cup"));
        await().until(() -> flows.bus().backlogs().stream()
                .filter(each -> !each.group().isEmpty())
                .allMatch(each -> each.waiting() == 0 && each.parked() == 0 && each.dead() == 0));
        assertThat(there("MUG-1")).hasSize(1);
        assertThat(there("MUG-1").at("/0/_writes").asInt()).isEqualTo(2);
    }

    private static String product(String id, String sku, String name, int status, String updated) {
        return """
                {"id":%s,"sku":"%s","name":"%s","price":25.21,"status":%d,"visibility":1,"type_id":"simple","updated_at":"%s"}""".formatted(id, sku, name, status, updated);
    }

    private void tell(String id, String json) {
        flows.bus().publish("magento.product", "magento-pl", id, Json.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode there(String code) {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(vendors.url("salesforce") + "/Product2?ProductCode=" + code))
                    .build();
            return Json.MAPPER
                    .readTree(http.send(request, BodyHandlers.ofString()).body())
                    .path("records");
        } catch (IOException e) {
            throw new AssertionError(e); // asked again by who waits
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
