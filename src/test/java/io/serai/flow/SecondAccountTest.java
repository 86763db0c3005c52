package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.TestSystems;
import io.serai.message.Finding;
import io.serai.message.Json;
import io.serai.sandbox.SandboxOptions;
import io.serai.sandbox.SandboxServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of routes/README.md: a second account of a vendor, for the customers of one shop, by YAML only. */
class SecondAccountTest {
    private static final Path EXAMPLE = Path.of("deploy/examples/second-account");
    private static final String FLOW = "routes/customers-to-omnisend-de.camel.yaml";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private SandboxServer first;
    private SandboxServer second;
    private RunningFlows flows;

    @BeforeEach
    void vendors() {
        SandboxOptions options = SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING);
        first = SandboxServer.start(0, options);
        second = SandboxServer.start(0, options);
    }

    @AfterEach
    void stop() {
        if (flows != null) flows.close();
        first.close();
        second.close();
    }

    @Test
    void besideTheShippedFilesItHasNoFindings() throws IOException {
        for (String part : List.of("routes", "mappings")) copy(Path.of(part), folder.resolve(part));
        copy(EXAMPLE.resolve("routes"), folder.resolve("routes"));

        assertThat(Check.run(folder.resolve("routes"), folder.resolve("mappings")))
                .extracting(Finding::toString)
                .isEmpty();
    }

    @Test
    void itIsTheShippedFlowWithOtherNamesAndTheReadmeShowsTheDifference() throws IOException {
        List<String> shipped = new ArrayList<>(Files.readAllLines(Path.of("routes/customers-to-omnisend.camel.yaml")));
        List<String> example = Files.readAllLines(EXAMPLE.resolve(FLOW));
        String readme = Files.readString(Path.of("routes/README.md"));
        for (String line : example)
            if (!shipped.remove(line)) assertThat(readme).contains(line.strip());

        assertThat(shipped).hasSize(7).allMatch(line -> line.contains("omnisend"));
        assertThat(readme)
                .contains(Files.readString(EXAMPLE.resolve("application.yaml")).indent(4));
    }

    @Test
    void theCustomersOfAShopGoToTheAccountThatIsForThemAndBothAccountsAreRead() throws Exception {
        flows = new RunningFlows(
                folder,
                TestSystems.of(
                        "omnisend.kind", "omnisend",
                        "omnisend.url", first.url("omnisend") + "/api",
                        "omnisend.auth", "api-key",
                        "omnisend.token", "sandbox-omnisend-key",
                        "omnisend-de.kind", "omnisend",
                        "omnisend-de.url", second.url("omnisend") + "/api",
                        "omnisend-de.auth", "api-key",
                        "omnisend-de.token", "sandbox-omnisend-key"),
                Map.of("serai.on.omnisend", "true", "serai.on.omnisend-de", "true", "serai.poll.every", "50ms"),
                "magento-customers.camel.yaml",
                "omnisend-contacts-poll.camel.yaml",
                "omnisend-contacts.camel.yaml",
                "../" + EXAMPLE + "/" + FLOW);
        customer("magento-pl", "1", "pola@example.com");
        customer("magento-de", "1", "anna@example.com");

        eventually(() -> assertThat(emails(second)).containsExactly("anna@example.com"));
        eventually(() -> assertThat(flows.records().find("anna@example.com"))
                .anySatisfy(record -> assertThat(record.links())
                        .anyMatch(link -> link.system().equals("omnisend-de") && link.says() != null)));
        assertThat(emails(second)).containsExactly("anna@example.com");
        assertThat(emails(first)).isEmpty();
    }

    private void customer(String shop, String id, String email) {
        flows.bus().publish("magento.customer", shop, id, read("""
                {"id":%s,"email":"%s","firstname":"Anna","lastname":"Berg","created_at":"2026-11-20 10:00:00",
                 "updated_at":"2026-11-20 10:00:00"}""".formatted(id, email)));
    }

    private List<String> emails(SandboxServer server) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url("omnisend/contacts")))
                .build();
        return read(http.send(request, BodyHandlers.ofString()).body()).findValuesAsText("email");
    }

    private static JsonNode read(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(assertion);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
