package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** How many pods there are, how large they are, and how long they may take to end. */
class PodsTest {
    @Test
    void asManyReplicasAsThereAlwaysAreCanReadOneGroup() {
        Rendering all = Rendering.ofOverlay("production");
        int fewest = all.only("HorizontalPodAutoscaler")
                .json()
                .at("/spec/minReplicas")
                .asInt();
        assertThat(fewest).isGreaterThan(1);
        assertThat(Integer.parseInt(all.variables().get("SERAI_BUS_RABBITMQ_PARTITIONS")))
                .isGreaterThanOrEqualTo(fewest);
    }

    @Test
    void theScalerSeesAllQueuesOfTheShippedFlows() throws IOException {
        JsonNode trigger = trigger("keda-rabbitmq");
        JsonNode definitions =
                new ObjectMapper().readTree(Files.readString(Path.of("deploy/rabbitmq/definitions.json")));
        long queues = Rendering.stream(definitions.path("queues"))
                .filter(queue -> queue.path("name")
                        .asText()
                        .matches(trigger.path("queueName").asText() + ".*"))
                .count();
        int partitions = Integer.parseInt(
                Rendering.ofOverlay("production").variables().getOrDefault("SERAI_BUS_RABBITMQ_PARTITIONS", "1"));
        assertThat(trigger.path("useRegex").asText()).isEqualTo("true");
        assertThat(queues).isPositive();
        assertThat(trigger.path("pageSize").asLong()).isBetween(queues * partitions, 500L);
    }

    @Test
    void theScalerCountsTheBacklogOfItsOwnNamespace() {
        assertThat(trigger("keda-prometheus").path("query").asText()).contains("job=\"serai\"", "namespace=\"serai\"");
    }

    @Test
    void nativeRunsWithLessMemory() {
        JsonNode before = Rendering.ofComponent("content").pod();
        JsonNode after = Rendering.ofComponent("native").pod();
        for (String container : List.of("/containers/0", "/initContainers/0")) {
            assertThat(after.at(container + "/image")).isEqualTo(before.at(container + "/image"));
            assertThat(after.at(container + "/resources/limits/memory").asText())
                    .isEqualTo("384Mi");
            assertThat(after.at(container + "/resources/requests/memory").asText())
                    .isEqualTo("384Mi");
            assertThat(after.at(container + "/resources/requests/cpu"))
                    .isEqualTo(before.at(container + "/resources/requests/cpu"));
        }
        assertThat(before.at("/containers/0/resources/limits/memory").asText()).isEqualTo("512Mi");
        assertThat(after.toString()).doesNotContain("JAVA_");
    }

    @Test
    void nativeInACopyOfAnOverlayLeavesItsImageAndItsOwnMemory() throws IOException {
        JsonNode staging = Rendering.ofOverlayWith("staging", "native").pod();
        JsonNode production = Rendering.ofOverlayWith("production", "native").pod();
        for (JsonNode pod : List.of(staging, production))
            assertThat(pod.at("/containers/0/image").asText()).isEqualTo("registry.example.com/serai:0.1.0");
        assertThat(staging.at("/containers/0/resources/limits/memory").asText()).isEqualTo("384Mi");
        assertThat(production.at("/containers/0/resources/limits/memory").asText())
                .isEqualTo("1Gi");
    }

    /** Each thread of bus and store is waited for up to 10 seconds; those that hang together are few. */
    @ParameterizedTest
    @MethodSource("io.serai.deploy.Rendering#overlays")
    void thePodsGetLongerToEndThanTheRuntimeTakes(Path overlay) throws IOException {
        JsonNode pod = Rendering.of(overlay).pod();
        int untilNothingComes =
                pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt();
        int whatIsUnderWay = yaml(Path.of("src/main/resources/application.yaml"))
                .at("/camel/main/shutdownTimeout")
                .asInt();
        int closing = 20;
        assertThat(untilNothingComes).isPositive();
        assertThat(whatIsUnderWay).isPositive();
        assertThat(pod.path("terminationGracePeriodSeconds").asInt())
                .isGreaterThanOrEqualTo(untilNothingComes + whatIsUnderWay + closing);
        assertThat(yaml(Path.of("deploy/compose.yaml"))
                        .at("/services/serai/stop_grace_period")
                        .asText())
                .isEqualTo(pod.path("terminationGracePeriodSeconds").asText() + "s");
    }

    private static JsonNode trigger(String component) {
        return Rendering.ofComponent(component).only("ScaledObject").json().at("/spec/triggers/0/metadata");
    }

    private static JsonNode yaml(Path file) throws IOException {
        return new ObjectMapper().valueToTree(new Yaml().load(Files.readString(file)));
    }
}
