package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All of k8s/ against the schemas of Kubernetes' API and of the operators' own kinds, as npm packages have them: also what must be there,
 * which values there are, and how quantities and durations are written, which {@link Schemas} cannot tell. To have it here:
 *
 * <pre>npm install --ignore-scripts --prefix target/ci-tools kubernetes-models@5.1.0 @kubernetes-models/keda@2.0.0 \
 *     @kubernetes-models/external-secrets@2.0.0 @kubernetes-models/prometheus-operator@6.0.0</pre>
 */
class KubernetesSchemasTest {
    private static final Path SCHEMAS = Path.of("target/ci-tools/node_modules");
    private static final List<String> PACKAGES = List.of(
            "kubernetes-models",
            "@kubernetes-models/keda",
            "@kubernetes-models/external-secrets",
            "@kubernetes-models/prometheus-operator");

    @TempDir
    Path temporary;

    @BeforeEach
    void schemasAreThere() {
        Needs.program("node");
        Needs.check("kubernetes-models", PACKAGES.stream().allMatch(each -> Files.isDirectory(SCHEMAS.resolve(each))));
    }

    @Test
    void everyObjectIsAsItsSchemaSays() throws IOException {
        List<Manifest> all = new ArrayList<>();
        Rendering.overlays().forEach(overlay -> all.addAll(Rendering.of(overlay).all()));
        Rendering.components()
                .forEach(component ->
                        all.addAll(Rendering.ofComponent(component.getFileName().toString())
                                .all()));
        Rendering.examples().forEach(example -> all.addAll(Manifest.all(example)));
        assertThat(all)
                .extracting(Manifest::kind)
                .contains("Deployment", "ScaledObject", "ExternalSecret", "PrometheusRule", "Job");
        assertThat(findings(all)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            apps/v1              | Deployment  | {strategy: {type: Recreat}}                           | /spec/strategy/type must be equal to one of
            apps/v1              | Deployment  | {template: {spec: {containers: [{image: a}]}}}        | containers/0 must have required property name
            apps/v1              | Deployment  | {replicsa: 1}                                         | must have required property selector
            networking.k8s.io/v1 | Ingress     | {rules: [{http: {paths: [{backend: {}}]}}]}           | must have required property pathType
            v1                   | PersistentVolumeClaim | {resources: {requests: {storage: 10Gigs}}}  | must match format "quantity"
            keda.sh/v1alpha1     | ScaledObject | {scaleTargetRef: {name: a}}                          | must have required property triggers
            external-secrets.io/v1 | ExternalSecret | {target: {creationPolicy: Mine}}                 | creationPolicy must be equal to one of
            monitoring.coreos.com/v1 | PrometheusRule | {groups: [{name: a, rules: [{for: soon, expr: a}]}]} | for must match pattern
            """)
    void whatTheSchemaDoesNotAllowIsFound(String version, String kind, String spec, String found) throws IOException {
        assertThat(findings(Manifest.all(
                        "{apiVersion: " + version + ", kind: " + kind + ", metadata: {name: x}, spec: " + spec + "}")))
                .contains(kind + " x: ", found);
    }

    private String findings(List<Manifest> all) throws IOException {
        Path objects = temporary.resolve("objects.json");
        new ObjectMapper()
                .writeValue(objects.toFile(), all.stream().map(Manifest::json).toList());
        return Programs.run(
                "node", "src/test/resources/kubernetes/validate.mjs", SCHEMAS.toString(), objects.toString());
    }
}
