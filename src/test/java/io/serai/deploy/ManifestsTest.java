package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.flow.Check;
import io.serai.message.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Every overlay, every component upon the base, and every example of k8s/, as a cluster would get it. */
class ManifestsTest {
    private static final Path K8S = Path.of("k8s");
    private static final SettingNames SETTINGS = SettingNames.ofTheRuntime();
    private static final String FILES = "/run/secrets/serai/";
    private static final Pattern FILE = Pattern.compile(FILES + "([A-Za-z0-9._-]+)");

    @TempDir
    Path temporary;

    static Stream<Path> overlays() throws IOException {
        return folders(K8S.resolve("overlays"));
    }

    static Stream<Path> components() throws IOException {
        return folders(K8S.resolve("components"));
    }

    static Stream<Path> examples() {
        try (Stream<Path> files = Files.list(K8S.resolve("examples"))) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> folders(Path parent) throws IOException {
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void anOverlayIsValidRestrictedAndWhole(Path overlay) {
        assertSound(Programs.kustomize(overlay));
    }

    @ParameterizedTest
    @MethodSource("components")
    void aComponentIsValidRestrictedAndWholeUponTheBase(Path component) throws IOException {
        assertSound(Programs.kustomize(uponTheBase(K8S, component)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsValidAndRestricted(Path example) {
        for (Manifest manifest : Manifest.all(read(example))) {
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
        List<Manifest> all = Programs.kustomize(K8S.resolve("overlays/production"));
        List<Manifest> without = all.stream()
                .filter(each -> !each.kind().equals("ExternalSecret"))
                .toList();
        assertThat(References.unresolved(without)).contains("no Secret \"serai-secrets\"");
        assertThat(References.unresolved(Manifest.all("""
                        {kind: Deployment, metadata: {name: a}, spec: {template: {spec: {containers: [{name: a, env: [
                          {name: TOKEN, valueFrom: {secretKeyRef: {name: secrets, key: token}}}]}]}}}}
                        """))).contains("no key token in Secret \"secrets\"");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void noOverlayReadsAnothersSecrets(Path overlay) throws IOException {
        Set<String> own = records(Programs.kustomize(overlay));
        for (Path other : overlays().filter(each -> !each.equals(overlay)).toList())
            assertThat(records(Programs.kustomize(other))).as(other.toString()).noneMatch(own::contains);
    }

    @Test
    void theRecordOfTheVaultIsNamedLikeTheNamespace() {
        assertThat(records(Programs.kustomize(K8S.resolve("overlays/production"))))
                .containsExactly("serai");
        assertThat(records(Programs.kustomize(K8S.resolve("overlays/staging")))).containsExactly("serai-staging");
    }

    @Test
    void aJobReachesTheRuntimesManagementPortAndNothingElse() {
        List<Manifest> all = withExamples(Programs.kustomize(K8S.resolve("overlays/production")));
        Traffic traffic = new Traffic(all);
        Manifest job = only("Job", all);
        Manifest runtime = only("Deployment", all);
        assertThat(traffic.allows(job, runtime, 9000)).isTrue();
        assertThat(traffic.allows(job, runtime, 8080)).isFalse();
        assertThat(traffic.allows(runtime, runtime, 9000)).isFalse();
    }

    @Test
    void aJobRunsAlsoWhereThereIsNoSecret() {
        for (Manifest job :
                examples().flatMap(file -> Manifest.all(read(file)).stream()).toList())
            for (JsonNode key : job.json().findValues("secretKeyRef"))
                assertThat(key.path("optional").asBoolean()).as(job.toString()).isTrue();
    }

    @Test
    void aWayThatIsOpenAtOneEndOnlyIsFound() {
        List<Manifest> all = withExamples(Programs.kustomize(K8S.resolve("overlays/production"))).stream()
                .filter(each -> !each.name().equals("serai-cli"))
                .toList();
        assertThat(Traffic.oneSided(all))
                .containsExactly(
                        "NetworkPolicy serai-management lets Job serai-replay- in at 9000, but nothing lets it out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void databaseAndBrokerAreReachedByTlsAndTheirPortsAreOpen(String overlay) {
        List<Manifest> all = Programs.kustomize(K8S.resolve("overlays").resolve(overlay));
        Map<String, String> variables = variables(all);
        String store = variables.get("SERAI_STORE_URL");
        assertThat(store).contains("sslmode=verify-full", "sslrootcert=" + FILES);
        assertThat(openTo("postgresql", all))
                .contains(URI.create(store.substring("jdbc:".length())).getPort());
        if (variables.containsKey("SERAI_BUS_TRANSPORT")) {
            assertThat(variables)
                    .containsEntry("SERAI_BUS_TRANSPORT", "rabbitmq")
                    .containsEntry("SERAI_BUS_RABBITMQ_TLS", "true");
            String address = variables.get("SERAI_BUS_RABBITMQ_ADDRESSES");
            assertThat(openTo("rabbitmq", all)).contains(Integer.valueOf(address.substring(address.indexOf(':') + 1)));
        }
    }

    private static List<Integer> openTo(String name, List<Manifest> all) {
        return all.stream()
                .filter(each -> each.kind().equals("NetworkPolicy"))
                .flatMap(each -> stream(each.json().at("/spec/egress")))
                .filter(rule -> rule.path("to")
                        .findValuesAsText("app.kubernetes.io/name")
                        .contains(name))
                .flatMap(rule -> stream(rule.path("ports")))
                .map(port -> port.path("port").asInt())
                .toList();
    }

    /** Or what HubSpot signs is not what arrives behind the Ingress. */
    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void thePublicUrlIsThatOfTheIngress(String overlay) {
        List<Manifest> all = Programs.kustomize(K8S.resolve("overlays").resolve(overlay));
        JsonNode ingress = only("Ingress", all).json().path("spec");
        String host = ingress.at("/rules/0/host").asText();
        assertThat(variables(all).get("SERAI_HOOKS_PUBLIC_URL")).isEqualTo("https://" + host);
        assertThat(ingress.at("/tls/0/hosts/0").asText()).isEqualTo(host);
    }

    @Test
    void asManyReplicasAsThereAlwaysAreCanReadOneGroup() {
        List<Manifest> all = Programs.kustomize(K8S.resolve("overlays/production"));
        int fewest = only("HorizontalPodAutoscaler", all)
                .json()
                .at("/spec/minReplicas")
                .asInt();
        assertThat(fewest).isGreaterThan(1);
        assertThat(Integer.parseInt(variables(all).get("SERAI_BUS_RABBITMQ_PARTITIONS")))
                .isGreaterThanOrEqualTo(fewest);
    }

    @Test
    void theScalerSeesAllQueuesOfTheShippedFlows() throws IOException {
        JsonNode trigger = trigger("keda-rabbitmq");
        JsonNode definitions =
                new ObjectMapper().readTree(Files.readString(Path.of("deploy/rabbitmq/definitions.json")));
        long queues = stream(definitions.path("queues"))
                .filter(queue -> queue.path("name")
                        .asText()
                        .matches(trigger.path("queueName").asText() + ".*"))
                .count();
        int partitions = Integer.parseInt(variables(Programs.kustomize(K8S.resolve("overlays/production")))
                .getOrDefault("SERAI_BUS_RABBITMQ_PARTITIONS", "1"));
        assertThat(trigger.path("useRegex").asText()).isEqualTo("true");
        assertThat(queues).isPositive();
        assertThat(trigger.path("pageSize").asLong()).isBetween(queues * partitions, 500L);
    }

    @Test
    void nativeRunsAnotherImageWithLessMemory() throws IOException {
        JsonNode before = only("Deployment", Programs.kustomize(uponTheBase(K8S, K8S.resolve("components/content"))))
                .pod();
        JsonNode after = only("Deployment", Programs.kustomize(uponTheBase(K8S, K8S.resolve("components/native"))))
                .pod();
        for (String container : List.of("/containers/0", "/initContainers/0")) {
            assertThat(after.at(container + "/image").asText()).isEqualTo("serai:native");
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
    void theScalerCountsTheBacklogOfItsOwnNamespace() throws IOException {
        assertThat(trigger("keda-prometheus").path("query").asText()).contains("job=\"serai\"", "namespace=\"serai\"");
    }

    private static JsonNode trigger(String component) throws IOException {
        return only(
                        "ScaledObject",
                        Programs.kustomize(
                                uponTheBase(K8S, K8S.resolve("components").resolve(component))))
                .json()
                .at("/spec/triggers/0/metadata");
    }

    /** Each thread of bus and store is waited for up to 10 seconds; those that hang together are few. */
    @ParameterizedTest
    @MethodSource("overlays")
    void thePodsGetLongerToEndThanTheRuntimeTakes(Path overlay) throws IOException {
        JsonNode pod = only("Deployment", Programs.kustomize(overlay)).pod();
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

    private static JsonNode yaml(Path file) {
        return new ObjectMapper().valueToTree(new Yaml().load(read(file)));
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
        JsonNode before = deployment(Programs.kustomize(uponTheBase(temporary.resolve("k8s"), content)));
        Path table = content.resolve("mappings/tables/magento-customer-group.yaml");
        Files.writeString(table, Files.readString(table) + "  8: staff\n");
        JsonNode after = deployment(Programs.kustomize(uponTheBase(temporary.resolve("k8s"), content)));
        assertThat(after.at("/spec/template")).isNotEqualTo(before.at("/spec/template"));
    }

    private static JsonNode deployment(List<Manifest> all) {
        return only("Deployment", all).json();
    }

    private static Manifest only(String kind, List<Manifest> all) {
        return all.stream().filter(each -> each.kind().equals(kind)).findFirst().orElseThrow();
    }

    private void assertSound(List<Manifest> all) {
        assertThat(all).isNotEmpty();
        all.forEach(Schemas::check);
        for (Manifest each : all)
            if (each.kind().equals("Deployment")) {
                assertThat(Restricted.findings(each.pod())).isEmpty();
                assertCheckedAsItRuns(each.pod());
            }
        assertThat(References.unresolved(withExamples(all))).isEmpty();
        assertThat(Traffic.oneSided(withExamples(all))).isEmpty();
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
                .containsExactlyElementsOf(stream(runtime.path("env"))
                        .filter(env -> !env.path("value").asText().startsWith(FILES))
                        .toList());
    }

    /** Of ConfigMaps. */
    private static List<JsonNode> mounts(JsonNode container, JsonNode pod) {
        List<String> volumes = stream(pod.path("volumes"))
                .filter(volume -> volume.has("configMap"))
                .map(volume -> volume.path("name").asText())
                .toList();
        return stream(container.path("volumeMounts"))
                .filter(mount -> volumes.contains(mount.path("name").asText()))
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** Jobs are made beside what is rendered, and its policies are about them, too. */
    private static List<Manifest> withExamples(List<Manifest> all) {
        List<Manifest> more = new ArrayList<>(all);
        for (Path example : examples().toList()) more.addAll(Manifest.all(read(example)));
        return more;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> unknownSettings(List<Manifest> all) {
        List<String> unknown = new ArrayList<>();
        variables(all).keySet().stream()
                .filter(variable -> variable.startsWith("SERAI_") && !SETTINGS.hasVariable(variable))
                .forEach(unknown::add);
        systems(all).keySet().stream()
                .filter(setting -> !setting.startsWith("serai.") || !SETTINGS.has(setting))
                .forEach(unknown::add);
        return unknown;
    }

    /** What the operator brings is what is used: a file that is missing fails the start, and one too many may fail all. */
    private static void assertSecretsAreThoseThatAreUsed(List<Manifest> all) {
        List<String> brought = keys(all);
        if (brought.isEmpty()) return;
        Set<String> used = new TreeSet<>();
        Stream.concat(variables(all).values().stream(), systems(all).values().stream())
                .flatMap(value -> FILE.matcher(value).results())
                .forEach(file -> used.add(file.group(1)));
        for (Manifest each : all)
            for (JsonNode reference : each.json().findValues("secretTargetRef"))
                used.addAll(reference.findValuesAsText("key"));
        assertThat(brought).containsExactlyInAnyOrderElementsOf(used);
    }

    private static List<String> keys(List<Manifest> all) {
        return secrets(all)
                .flatMap(each -> each.findValuesAsText("secretKey").stream())
                .toList();
    }

    private static Set<String> records(List<Manifest> all) {
        return secrets(all)
                .flatMap(each -> each.findValues("remoteRef").stream())
                .map(remote -> remote.path("key").asText())
                .collect(Collectors.toSet());
    }

    private static Stream<JsonNode> secrets(List<Manifest> all) {
        return all.stream().filter(each -> each.kind().equals("ExternalSecret")).map(Manifest::json);
    }

    private static Map<String, String> variables(List<Manifest> all) {
        Map<String, String> variables = new TreeMap<>();
        for (Manifest each : all) {
            if (each.name().startsWith("serai-settings"))
                each.json()
                        .path("data")
                        .properties()
                        .forEach(one ->
                                variables.put(one.getKey(), one.getValue().asText()));
            for (JsonNode list : each.pod().findValues("env"))
                for (JsonNode env : list)
                    variables.put(env.path("name").asText(), env.path("value").asText());
        }
        return variables;
    }

    private static Map<String, String> systems(List<Manifest> all) {
        Map<String, String> settings = new TreeMap<>();
        for (Manifest each : all)
            if (each.name().startsWith("serai-config")) {
                Object yaml =
                        new Yaml().load(each.json().at("/data/application.yaml").asText());
                flatten("", new ObjectMapper().valueToTree(yaml), settings);
            }
        return settings;
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
        if (node.isObject())
            node.properties()
                    .forEach(one -> flatten(
                            prefix.isEmpty() ? one.getKey() : prefix + "." + one.getKey(), one.getValue(), into));
        else into.put(prefix, node.asText());
    }

    /** Kustomize takes no absolute paths, and no files from outside of a root. */
    private static Path uponTheBase(Path k8s, Path component) throws IOException {
        Path folder = Files.createDirectories(
                k8s.toAbsolutePath().getParent().resolve("target/k8s-test").resolve(component.getFileName()));
        Path base = folder.relativize(k8s.toAbsolutePath().resolve("base"));
        List<Path> with = new ArrayList<>();
        if (List.of("secrets", "external-secrets", "keda-rabbitmq", "postgresql", "rabbitmq", "kafka")
                .contains(component.getFileName().toString()))
            for (String needed : List.of("external-secrets", "secrets"))
                with.add(k8s.toAbsolutePath().resolve("components").resolve(needed));
        if (!with.contains(component.toAbsolutePath())) with.add(component.toAbsolutePath());
        StringBuilder text = new StringBuilder("resources: [" + base + "]\ncomponents:\n");
        for (Path each : with)
            text.append("  - ").append(folder.relativize(each)).append('\n');
        Files.writeString(folder.resolve("kustomization.yaml"), text);
        return folder;
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
