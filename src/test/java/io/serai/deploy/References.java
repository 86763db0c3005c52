package io.serai.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Names in manifests that nothing in the same render has: ConfigMaps, Secrets and their keys, claims, accounts, ports, selectors. */
final class References {
    private final List<Manifest> all;
    private final Map<String, Set<String>> keys = new HashMap<>();
    private final List<String> findings = new ArrayList<>();

    private References(List<Manifest> all) {
        this.all = all;
    }

    static List<String> unresolved(List<Manifest> all) {
        References references = new References(all);
        references.collect();
        for (Manifest manifest : all) references.check(manifest);
        return references.findings;
    }

    private void collect() {
        for (Manifest manifest : all) {
            Set<String> names = new TreeSet<>();
            manifest.json().path("data").fieldNames().forEachRemaining(names::add);
            String kind = manifest.kind();
            if (kind.equals("ExternalSecret")) {
                for (JsonNode entry : manifest.json().path("spec").path("data"))
                    names.add(entry.path("secretKey").asText());
                keys.put("Secret " + manifest.json().at("/spec/target/name").asText(), names);
            } else keys.put(manifest.toString(), names);
            // cert-manager makes the Secret that an Ingress with this annotation names
            if (kind.equals("Ingress")
                    && manifest.json().path("metadata").path("annotations").has("cert-manager.io/cluster-issuer"))
                for (JsonNode tls : manifest.json().path("spec").path("tls"))
                    keys.put("Secret " + tls.path("secretName").asText(), Set.of());
        }
    }

    private void check(Manifest manifest) {
        JsonNode spec = manifest.json().path("spec");
        switch (manifest.kind()) {
            case "Deployment" -> {
                pod(manifest.pod());
                labels(spec.path("selector").path("matchLabels"), manifest);
            }
            case "Service" -> {
                labels(spec.path("selector"), manifest);
                spec.path("ports").forEach(port -> port(port.path("targetPort"), manifest));
            }
            case "NetworkPolicy" -> {
                spec.path("ingress")
                        .forEach(rule -> rule.path("ports").forEach(port -> port(port.path("port"), manifest)));
                labels(spec.path("podSelector").path("matchLabels"), manifest);
            }
            case "PodDisruptionBudget" -> labels(spec.path("selector").path("matchLabels"), manifest);
            case "PodMonitor" -> {
                labels(spec.path("selector").path("matchLabels"), manifest);
                spec.path("podMetricsEndpoints").forEach(endpoint -> port(endpoint.path("port"), manifest));
            }
            case "HorizontalPodAutoscaler", "ScaledObject" ->
                named("Deployment", spec.path("scaleTargetRef").path("name"));
            case "TriggerAuthentication" ->
                spec.path("secretTargetRef")
                        .forEach(ref ->
                                key("Secret", ref.path("name"), ref.path("key").asText()));
            case "Ingress" -> {
                spec.path("tls").forEach(tls -> named("Secret", tls.path("secretName")));
                for (JsonNode backend : spec.findValues("service")) servicePort(backend);
            }
            default -> {}
        }
    }

    private void pod(JsonNode pod) {
        named("ServiceAccount", pod.path("serviceAccountName"));
        Set<String> volumes = new HashSet<>();
        for (JsonNode volume : pod.path("volumes")) {
            volumes.add(volume.path("name").asText());
            if (volume.has("configMap")) named("ConfigMap", volume.at("/configMap/name"));
            if (volume.has("secret")) named("Secret", volume.at("/secret/secretName"));
            if (volume.has("persistentVolumeClaim"))
                named("PersistentVolumeClaim", volume.at("/persistentVolumeClaim/claimName"));
        }
        for (String list : List.of("initContainers", "containers"))
            for (JsonNode container : pod.path(list)) container(container, volumes);
    }

    private void container(JsonNode container, Set<String> volumes) {
        for (JsonNode mount : container.path("volumeMounts"))
            if (!volumes.contains(mount.path("name").asText())) findings.add("no volume " + mount.path("name"));
        for (JsonNode source : container.path("envFrom")) named("ConfigMap", source.at("/configMapRef/name"));
        for (JsonNode env : container.path("env")) {
            JsonNode secret = env.at("/valueFrom/secretKeyRef");
            if (!secret.isMissingNode())
                key("Secret", secret.path("name"), secret.path("key").asText());
        }
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe"))
            if (container.has(probe)) port(container.at("/" + probe + "/httpGet/port"), new Manifest(container));
    }

    private void servicePort(JsonNode backend) {
        boolean there = all.stream()
                .filter(each -> each.kind().equals("Service"))
                .filter(each -> each.name().equals(backend.path("name").asText()))
                .flatMap(each -> each.json().path("spec").path("ports").findValuesAsText("name").stream())
                .anyMatch(backend.path("port").path("name").asText()::equals);
        if (!there) findings.add("no such service and port: " + backend);
    }

    private void named(String kind, JsonNode name) {
        if (!keys.containsKey(kind + " " + name.asText())) findings.add("no " + kind + " " + name);
    }

    private void key(String kind, JsonNode name, String key) {
        if (!keys.getOrDefault(kind + " " + name.asText(), Set.of()).contains(key))
            findings.add("no key " + key + " in " + kind + " " + name);
    }

    private void port(JsonNode port, Manifest where) {
        boolean there = deployments()
                .flatMap(each -> each.pod().path("containers").findValues("ports").stream())
                .flatMap(ports -> ports.findValuesAsText("name").stream())
                .anyMatch(port.asText()::equals);
        if (!there) findings.add(where + ": no port " + port);
    }

    /** Whether the selector meets the pods of the Deployment, or of a Job beside it. */
    private void labels(JsonNode selector, Manifest where) {
        boolean met = all.stream()
                .map(each -> each.json().at("/spec/template/metadata/labels"))
                .filter(JsonNode::isObject)
                .anyMatch(labels -> selector.properties().stream()
                        .allMatch(label -> labels.path(label.getKey()).equals(label.getValue())));
        if (!met || selector.isEmpty()) findings.add(where + " selects no pod: " + selector);
    }

    private Stream<Manifest> deployments() {
        return all.stream().filter(each -> each.kind().equals("Deployment"));
    }
}
