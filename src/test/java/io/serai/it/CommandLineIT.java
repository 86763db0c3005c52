package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the packaged program: what they say of files, and of a runtime. */
class CommandLineIT {
    @TempDir
    static Path folder;

    static Site site;
    static String order;

    @BeforeAll
    static void start() {
        site = Site.in(folder).withoutPolling().start();
        order = site.shop()
                .guestOrder("greta@example.com", "Greta", "Holm", "20")
                .get("entity_id")
                .asText();
        await("the order").until(() -> {
            Journey journey = Journey.of(site.runtime(), "magento.order", order);
            return journey != null && journey.step("orders-to-salesforce", "delivered") != null;
        });
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void itTellsItsVersionAndItsCommands() {
        assertThat(Cli.run("--version").output()).matches("serai \\d+\\.\\d+\\.\\d+.*\\R");
        assertThat(Cli.run("--help").output()).contains("check", "flows", "bus", "map", "messages", "dead", "record");
        Cli wrong = Cli.run("mesages");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.output()).contains("messages");
    }

    @Test
    void theShippedRoutesAndMappingsAreInOrder() {
        Cli check = Cli.run("check");
        assertThat(check.output()).contains("Nothing is wrong in routes and mappings.");
        assertThat(check.exit()).isZero();
    }

    @Test
    void everyKindOfMistakeIsTold(@TempDir Path copy) {
        Flows.copiedTo(copy)
                .edit("routes/magento-products.camel.xml", "hub:merge", "hub:murge")
                .edit("routes/orders-to-salesforce.camel.yaml", "mapping:salesforce-order", "mapping:salesforce-odrer")
                .edit("routes/customers-to-salesforce.camel.yaml", "linger:", "lingre:")
                .edit("mappings/salesforce/salesforce-contact.mapping.yaml", ".jobTitle", ".jobTitel")
                .write("routes/broken.camel.yaml", """
                        - route:
                            id: broken
                            from:
                              uri: timer:broken
                              steps:
                                - setBody: { jq: ".a | nonsense(" }
                                - setBody: { simple: "${header.a" }
                                - to: { uri: "lgo:broken" }
                                - bean: { ref: nobody }
                                - tu: { uri: "log:broken" }
                        """);
        Cli check = Cli.run(
                "check",
                "--routes",
                copy.resolve("routes").toString(),
                "--mappings",
                copy.resolve("mappings").toString());
        assertThat(check.exit()).isEqualTo(1);
        assertThat(check.output())
                .containsPattern("magento-products.camel.xml:8:\\d+: option 'verb': 'murge'")
                .containsPattern("orders-to-salesforce.camel.yaml:18:\\d+: unknown mapping 'salesforce-odrer'")
                .containsPattern("customers-to-salesforce.camel.yaml:\\d+:\\d+: unknown option 'lingre'")
                .containsPattern("salesforce-contact.mapping.yaml:8:\\d+: unknown field of the model 'jobTitel'")
                .containsPattern("broken.camel.yaml:6:\\d+: jq: ")
                .containsPattern("broken.camel.yaml:7:\\d+: simple: ")
                .containsPattern("broken.camel.yaml:8:\\d+: unknown component 'lgo'")
                .containsPattern("broken.camel.yaml:9:\\d+: unknown bean 'nobody'")
                .containsPattern("broken.camel.yaml:10:\\d+: unknown 'tu'");
    }

    @Test
    void aRecordIsMapped() {
        Cli map = Cli.fed(
                "{\"id\": 7, \"email\": \"anna@example.com\", \"firstname\": \"Łucja\", \"lastname\": \"Berg\","
                        + " \"updated_at\": \"2026-11-20 10:15:31\"}",
                "map",
                "magento-customer");
        assertThat(map.exit()).as(map.output()).isZero();
        JsonNode mapped = Json.read(map.output().getBytes(StandardCharsets.UTF_8));
        assertThat(mapped.get("email").asText()).isEqualTo("anna@example.com");
        assertThat(mapped.get("firstName").asText()).isEqualTo("Łucja");
    }

    @Test
    void aMessageAndARecordAreShown() {
        Cli list = ask("messages", "list", "--topic", "magento.order", "--external-id", order);
        assertThat(list.output()).contains("delivered");
        String id = Journey.of(site.runtime(), "magento.order", order)
                .json()
                .get("id")
                .asText();
        assertThat(ask("messages", "show", id).output()).contains("orders-to-salesforce", "delivered");
        assertThat(ask("record", "show", "--match", "email=greta@example.com").output())
                .containsPattern("firstName +magento-pl .*Greta")
                .containsPattern("salesforce +Contact +delivered");
        assertThat(ask("record", "history", "--match", "email=greta@example.com")
                        .output())
                .contains("magento-pl");
    }

    @Test
    void theRuntimeTellsItsStateAsTextAndAsJson() {
        assertThat(ask("flows").output()).containsPattern("orders-to-salesforce +Started");
        assertThat(ask("bus").output()).contains("Transport embedded");
        for (String command : new String[] {"flows", "bus"})
            assertThat(Json.read(ask(command, "--json").output().getBytes(StandardCharsets.UTF_8)))
                    .as(command)
                    .isNotEmpty();
        Cli dead = Cli.run(site.runtime(), "dead", "list");
        assertThat(dead.output()).contains("No dead letters.");
        assertThat(dead.exit()).isEqualTo(1);
    }

    private static Cli ask(String... arguments) {
        Cli answer = Cli.run(site.runtime(), arguments);
        assertThat(answer.exit()).as(answer.output()).isZero();
        return answer;
    }
}
