package io.serai.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the NetworkPolicies of a namespace allow between its own pods; a connection needs both ends. */
final class Traffic {
    private final List<Manifest> policies;
    private final List<Manifest> workloads;

    Traffic(List<Manifest> all) {
        policies =
                all.stream().filter(each -> each.kind().equals("NetworkPolicy")).toList();
        workloads = all.stream().filter(each -> !labels(each).isMissingNode()).toList();
    }

    /** Ways from pod to pod that a policy lets in, and nothing lets out. */
    static List<String> oneSided(List<Manifest> all) {
        return new Traffic(all).oneSided();
    }

    boolean allows(Manifest from, Manifest to, int port) {
        return in(from, to, port) && out(from, to, port);
    }

    private List<String> oneSided() {
        List<String> findings = new ArrayList<>();
        for (Manifest policy : policies)
            for (Manifest to : workloads)
                for (Manifest from : workloads)
                    for (int port : ports(to).toList())
                        if (in(policy, from, to, port) && !out(from, to, port))
                            findings.add(policy + " lets " + from + " in at " + port + ", but nothing lets it out");
        return findings;
    }

    private boolean in(Manifest from, Manifest to, int port) {
        return isolated(to, "Ingress").isEmpty() || policies.stream().anyMatch(policy -> in(policy, from, to, port));
    }

    private boolean out(Manifest from, Manifest to, int port) {
        return isolated(from, "Egress").isEmpty()
                || isolated(from, "Egress").stream()
                        .anyMatch(policy -> any(
                                policy.json().at("/spec/egress"),
                                rule -> peer(rule.path("to"), to) && port(rule.path("ports"), to, port)));
    }

    private boolean in(Manifest policy, Manifest from, Manifest to, int port) {
        return isolated(to, "Ingress").contains(policy)
                && any(
                        policy.json().at("/spec/ingress"),
                        rule -> peer(rule.path("from"), from) && port(rule.path("ports"), to, port));
    }

    private List<Manifest> isolated(Manifest pod, String direction) {
        return policies.stream()
                .filter(policy ->
                        policy.json().at("/spec/policyTypes").toString().contains(direction))
                .filter(policy -> meets(policy.json().at("/spec/podSelector"), pod))
                .toList();
    }

    /** Peers in other namespaces and elsewhere are none of these pods. */
    private static boolean peer(JsonNode peers, Manifest pod) {
        return peers.isMissingNode()
                || any(
                        peers,
                        each -> each.has("podSelector")
                                && !each.has("namespaceSelector")
                                && meets(each.path("podSelector"), pod));
    }

    private static boolean port(JsonNode ports, Manifest to, int port) {
        return ports.isMissingNode()
                || any(
                        ports,
                        each -> each.path("port").asInt() == port
                                || number(to, each.path("port").asText()) == port);
    }

    private static boolean meets(JsonNode selector, Manifest pod) {
        return selector.path("matchLabels").properties().stream()
                .allMatch(label -> labels(pod).path(label.getKey()).equals(label.getValue()));
    }

    private static JsonNode labels(Manifest workload) {
        return workload.json().at("/spec/template/metadata/labels");
    }

    private static Stream<Integer> ports(Manifest workload) {
        return containerPorts(workload).map(port -> port.path("containerPort").asInt());
    }

    private static int number(Manifest workload, String name) {
        return containerPorts(workload)
                .filter(port -> port.path("name").asText().equals(name))
                .mapToInt(port -> port.path("containerPort").asInt())
                .findFirst()
                .orElse(-1);
    }

    private static Stream<JsonNode> containerPorts(Manifest workload) {
        return workload.pod().path("containers").findValues("ports").stream()
                .flatMap(ports -> StreamSupport.stream(ports.spliterator(), false));
    }

    private static boolean any(JsonNode list, Predicate<JsonNode> condition) {
        return StreamSupport.stream(list.spliterator(), false).anyMatch(condition);
    }
}
