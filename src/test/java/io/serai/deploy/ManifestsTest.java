package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.flow.Check;
import io.serai.message.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every overlay, every component upon the base, and every example of k8s/, as a cluster would get it. */
class ManifestsTest {
    private static final Path K8S = Path.of("k8s");
    private static final SettingNames SETTINGS = SettingNames.ofTheRuntime();
    private static final Pattern FILE = Pattern.compile(Rendering.SECRETS + "([A-Za-z0-9._-]+)");

    @TempDir
    Path temporary;

    @ParameterizedTest
    @MethodSource("io.serai.deploy.Rendering#overlays")
    void anOverlayIsValidRestrictedAndWhole(Path overlay) {
        assertSound(Rendering.of(overlay));
    }

    @ParameterizedTest
    @MethodSource("io.serai.deploy.Rendering#components")
    void aComponentIsValidRestrictedAndWholeUponTheBase(Path component) {
        assertSound(Rendering.uponTheBase(K8S, component));
    }

    @ParameterizedTest
    @MethodSource("io.serai.deploy.Rendering#examples")
    void anExampleIsValidAndRestricted(Path example) {
        for (Manifest manifest : Manifest.all(example)) {
            Schemas.check(manifest);
            assertThat(Restricted.findings(manifest.pod())).isEmpty();
        }
    }

    @Test
    void whatIsNotRestrictedIsFound() {
        JsonNode pod = Manifest.all("{spec: {template: {spec: {hostNetwork: true, containers: [{name: a}]}}}}")
                .get(0)
                .pod();
        assertThat(Restricted.findings(pod))
                .contains("hostNetwork is set", "runAsNonRoot is not set", "no seccompProfile")
                .contains("a: capabilities are not dropped", "a: the root file system can be written");
    }

    @Test
    void aNameThatNothingHasIsFound() {
        Rendering without = Rendering.ofOverlay("production").without("ExternalSecret", "serai-secrets");
        assertThat(References.unresolved(without.all())).contains("no Secret \"serai-secrets\"");
        assertThat(References.unresolved(Manifest.all("""
                        {kind: Deployment, metadata: {name: a}, spec: {template: {spec: {containers: [{name: a, env: [
                          {name: TOKEN, valueFrom: {secretKeyRef: {name: secrets, key: token}}}]}]}}}}
                        """))).contains("no key token in Secret \"secrets\"");
    }

    @Test
    void theRoutesAndTablesOfComponentContentHaveNoFindings() throws IOException {
        for (String folder : List.of("routes", "mappings")) {
            copy(Path.of(folder), temporary.resolve(folder));
            copy(K8S.resolve("components/content").resolve(folder), temporary.resolve(folder));
        }
        assertThat(Check.run(temporary.resolve("routes"), temporary.resolve("mappings")))
                .extracting(Finding::message)
                .isEmpty();
    }

    @Test
    void aChangedTableIsANewRevisionOfTheDeployment() throws IOException {
        copy(K8S, temporary.resolve("k8s"));
        Path content = temporary.resolve("k8s/components/content");
        JsonNode before = Rendering.uponTheBase(temporary.resolve("k8s"), content)
                .only("Deployment")
                .json();
        Path table = content.resolve("mappings/tables/magento-customer-group.yaml");
        Files.writeString(table, Files.readString(table) + "  8: staff\n");
        JsonNode after = Rendering.uponTheBase(temporary.resolve("k8s"), content)
                .only("Deployment")
                .json();
        assertThat(after.at("/spec/template")).isNotEqualTo(before.at("/spec/template"));
    }

    private void assertSound(Rendering all) {
        all.all().forEach(Schemas::check);
        assertThat(Restricted.findings(all.pod())).isEmpty();
        assertCheckedAsItRuns(all.pod());
        assertThat(References.unresolved(all.withExamples().all())).isEmpty();
        assertThat(Traffic.oneSided(all.withExamples().all())).isEmpty();
        assertThat(unknownSettings(all)).isEmpty();
        assertSecretsAreThoseThatAreUsed(all);
    }

    /** A check that knows less than the runtime finds errors where there are none: settings, routes and mappings are the same for both. */
    private static void assertCheckedAsItRuns(JsonNode pod) {
        JsonNode check = pod.at("/initContainers/0");
        JsonNode runtime = pod.at("/containers/0");
        assertThat(check.path("args")).extracting(JsonNode::asText).containsExactly("check");
        assertThat(check.path("image")).isEqualTo(runtime.path("image"));
        assertThat(check.path("envFrom")).isNotEmpty().isEqualTo(runtime.path("envFrom"));
        assertThat(check.path("workingDir")).isEqualTo(runtime.path("workingDir"));
        assertThat(mounts(check, pod)).isNotEmpty().containsExactlyInAnyOrderElementsOf(mounts(runtime, pod));
        // Only what names a secret is the runtime's alone: nothing is asked for before it runs.
        assertThat(check.path("env"))
                .containsExactlyElementsOf(Rendering.stream(runtime.path("env"))
                        .filter(env -> !env.path("value").asText().startsWith(Rendering.SECRETS))
                        .toList());
    }

    /** Of ConfigMaps. */
    private static List<JsonNode> mounts(JsonNode container, JsonNode pod) {
        List<String> volumes = Rendering.stream(pod.path("volumes"))
                .filter(volume -> volume.has("configMap"))
                .map(volume -> volume.path("name").asText())
                .toList();
        return Rendering.stream(container.path("volumeMounts"))
                .filter(mount -> volumes.contains(mount.path("name").asText()))
                .toList();
    }

    private static List<String> unknownSettings(Rendering all) {
        List<String> unknown = new ArrayList<>();
        all.variables().keySet().stream()
                .filter(variable -> variable.startsWith("SERAI_") && !SETTINGS.hasVariable(variable))
                .forEach(unknown::add);
        all.settings().keySet().stream()
                .filter(setting -> !setting.startsWith("serai.") || !SETTINGS.has(setting))
                .forEach(unknown::add);
        return unknown;
    }

    /** What the operator brings is what is used: a file that is missing fails the start, and one too many may fail all. */
    private static void assertSecretsAreThoseThatAreUsed(Rendering all) {
        List<String> brought = keys(all);
        if (brought.isEmpty()) return;
        Set<String> used = new TreeSet<>();
        Stream.concat(all.variables().values().stream(), all.settings().values().stream())
                .flatMap(value -> FILE.matcher(value).results())
                .forEach(file -> used.add(file.group(1)));
        for (Manifest each : all.all())
            for (JsonNode reference : each.json().findValues("secretTargetRef"))
                used.addAll(reference.findValuesAsText("key"));
        assertThat(brought).containsExactlyInAnyOrderElementsOf(used);
    }

    private static List<String> keys(Rendering all) {
        return all.ofKind("ExternalSecret")
                .flatMap(each -> each.json().findValuesAsText("secretKey").stream())
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
