package io.serai.watch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ManagementPortTest.OneFlow.class)
class ManagementPortTest {
    private static final Path FOLDER = folder();
    private static final String FLOW = """
            - route:
                id: reader
                from:
                  uri: bus:topic
                  parameters: { group: reading }
                  steps:
                    - log: { message: read, loggingLevel: DEBUG }
            """;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    public static class OneFlow implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "serai.routes", FOLDER.resolve("routes").toString(),
                    "serai.mappings", FOLDER.resolve("mappings").toString(),
                    "serai.store.file", FOLDER.resolve("serai.db").toString(),
                    "serai.reload.every", "50ms",
                    "serai.watch.every", "50ms",
                    "quarkus.http.test-port", "0",
                    "quarkus.management.test-port", "0");
        }
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("serai-management");
            Files.createDirectories(folder.resolve("routes"));
            Files.createDirectories(folder.resolve("mappings"));
            Files.writeString(folder.resolve("routes/reader.camel.yaml"), FLOW);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ValidatableResponse get(String path) {
        return given().get(management.resolve(path)).then();
    }

    @Test
    void theProcessIsStartedAliveAndReadyAndSaysWhy() {
        get("/q/health/started").statusCode(200).body("checks.name", hasItem("flows"));
        get("/q/health/live").statusCode(200).body("checks.name", hasItem("store-writer"));
        get("/q/health/ready")
                .statusCode(200)
                .body("checks.name", hasItem("store"))
                .body("checks.name", hasItem("bus"));
    }

    @Test
    void everyGroupHasItsGaugesAndIsShownByTheConsole() {
        get("/serai/bus").statusCode(200).body("groups.group", equalTo(List.of("reading")));
        await().untilAsserted(() -> {
            String metrics = get("/q/metrics").statusCode(200).extract().asString();
            for (String gauge :
                    new String[] {"backlog_messages", "oldest_age_seconds", "parked_messages", "dead_messages"})
                assertThat(metrics).contains("serai_bus_" + gauge + "{group=\"reading\",topic=\"topic\"}");
            assertThat(metrics).contains("serai_store_waiting_units");
        });
    }

    @Test
    void aBrokenEditIsToldAndTheProcessStaysReadyWithTheOldFlow() throws IOException {
        Path file = FOLDER.resolve("routes/reader.camel.yaml");
        Files.writeString(file, FLOW.replace("log:", "lgo:"));
        try {
            await().untilAsserted(() -> get("/serai/flows").body("degraded", equalTo(true)));
            get("/serai/flows")
                    .body("flows[0].status", equalTo("Started"))
                    .body("flows[0].lastReload.ok", equalTo(false))
                    .body("reloads[0].findings[0]", containsString("reader.camel.yaml:7:"));
            get("/q/health/ready")
                    .statusCode(200)
                    .body("checks.find { it.name == 'flows' }.data.degraded", equalTo(true))
                    .body("checks.find { it.name == 'flows' }.data.refused", containsString("reader.camel.yaml"));
        } finally {
            Files.writeString(file, FLOW);
        }
        await().untilAsserted(() -> get("/serai/flows").body("degraded", equalTo(false)));
    }
}
