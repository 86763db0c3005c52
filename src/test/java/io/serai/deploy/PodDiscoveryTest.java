package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which targets a Prometheus without the operator makes of our pods. Debian's promtool does not know Kubernetes, so it is given as a list
 * what Kubernetes would tell.
 */
class PodDiscoveryTest {
    private static final Path FILE = Path.of("deploy/prometheus/kubernetes.yml");
    private static final String FINDS = "    kubernetes_sd_configs:\n      - role: pod\n";

    @TempDir
    Path temporary;

    @Test
    void ourPodIsOneTargetAtItsManagementPortOfAJobNamedSeraiAndNoOtherPodIs() throws IOException {
        JsonNode deployment = Programs.kustomize(Path.of("k8s/overlays/production")).stream()
                .filter(each -> each.kind().equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .json();
        List<JsonNode> targets = targets(discovered(deployment));
        assertThat(targets).hasSize(1);
        JsonNode target = targets.get(0);
        assertThat(target.path("__address__").asText()).isEqualTo("192.0.2.1:9000");
        assertThat(target.path("__metrics_path__").asText()).isEqualTo("/q/metrics");
        assertThat(target.path("job").asText()).isEqualTo("serai");
        assertThat(target.path("namespace").asText()).isEqualTo("serai");
        assertThat(target.path("pod").asText()).isEqualTo("serai-0");
    }

    /** As Kubernetes tells it: one for each port of the pod. */
    private static List<String> discovered(JsonNode deployment) {
        List<String> lines = new ArrayList<>();
        lines.add("      - targets: [192.0.2.2:9000]");
        lines.add("        labels:");
        lines.add("          __meta_kubernetes_pod_annotation_prometheus_io_scrape: 'true'");
        JsonNode pod = deployment.at("/spec/template");
        for (JsonNode port : pod.at("/spec/containers/0/ports")) {
            String number = port.path("containerPort").asText();
            lines.add("      - targets: [192.0.2.1:" + number + "]");
            lines.add("        labels:");
            lines.add("          __meta_kubernetes_namespace: "
                    + deployment.at("/metadata/namespace").asText());
            lines.add("          __meta_kubernetes_pod_name: serai-0");
            lines.add("          __meta_kubernetes_pod_container_port_number: '" + number + "'");
            for (String kind : List.of("label", "annotation"))
                pod.at("/metadata/" + kind + "s")
                        .properties()
                        .forEach(each -> lines.add("          __meta_kubernetes_pod_" + kind + "_"
                                + each.getKey().replaceAll("[^A-Za-z0-9]", "_") + ": '"
                                + each.getValue().asText() + "'"));
        }
        return lines;
    }

    private List<JsonNode> targets(List<String> discovered) throws IOException {
        Needs.program("promtool");
        String text = Files.readString(FILE);
        assertThat(text).contains(FINDS);
        Path file = Files.writeString(
                temporary.resolve("kubernetes.yml"),
                text.replace(FINDS, "    static_configs:\n" + String.join("\n", discovered) + "\n"));
        String answer =
                Programs.run("promtool", "check", "service-discovery", "--timeout=5s", file.toString(), "serai");
        return StreamSupport.stream(new ObjectMapper().readTree(answer).spliterator(), false)
                .map(each -> each.path("labels"))
                .filter(labels -> !labels.isEmpty())
                .toList();
    }
}
