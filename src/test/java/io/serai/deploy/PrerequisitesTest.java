package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the production overlay takes for granted in a cluster is told before the first command. */
class PrerequisitesTest {
    private static final Set<String> OF_KUBERNETES =
            Set.of("v1", "apps/v1", "autoscaling/v2", "batch/v1", "networking.k8s.io/v1", "policy/v1");

    @Test
    void whatTheProductionOverlayExpectsOfTheClusterIsToldInItsReadme() throws IOException {
        assertThat(expected(Programs.kustomize(Path.of("k8s/overlays/production"))))
                .contains("letsencrypt", "vault", "nginx", "ingress-nginx", "monitoring", "postgresql", "rabbitmq")
                .contains("monitoring.coreos.com/v1", "external-secrets.io/v1")
                .allSatisfy(name ->
                        assertThat(section("## Production, step by step")).contains(name));
    }

    private static Set<String> expected(List<Manifest> all) {
        Set<String> names = new TreeSet<>();
        for (Manifest each : all) {
            JsonNode json = each.json();
            if (!OF_KUBERNETES.contains(json.path("apiVersion").asText()))
                names.add(json.path("apiVersion").asText());
            names.addAll(json.findValuesAsText("cert-manager.io/cluster-issuer"));
            names.addAll(json.findValuesAsText("ingressClassName"));
            for (JsonNode store : json.findValues("secretStoreRef"))
                names.add(store.path("name").asText());
            if (!each.kind().equals("NetworkPolicy")) continue;
            for (String direction : List.of("ingress", "egress")) {
                JsonNode rules = json.path("spec").path(direction);
                names.addAll(rules.findValuesAsText("kubernetes.io/metadata.name"));
                names.addAll(rules.findValuesAsText("app.kubernetes.io/name"));
            }
        }
        names.remove("kube-system"); // every cluster has it
        return names;
    }

    private static String section(String heading) throws IOException {
        String text = Files.readString(Path.of("k8s/README.md"));
        int from = text.indexOf(heading);
        assertThat(from).as(heading).isNotNegative();
        return text.substring(from, text.indexOf("\n## ", from + 1));
    }
}
