package io.serai.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The rules of Kubernetes' Pod Security Standard "restricted", and those of our own that go further. */
final class Restricted {
    private static final Set<String> VOLUMES = Set.of(
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret");

    private final List<String> findings = new ArrayList<>();

    private Restricted() {}

    static List<String> findings(JsonNode pod) {
        Restricted rules = new Restricted();
        rules.pod(pod);
        pod.path("initContainers").forEach(container -> rules.container(container, pod));
        pod.path("containers").forEach(container -> rules.container(container, pod));
        return rules.findings;
    }

    private void pod(JsonNode pod) {
        for (String host : List.of("hostNetwork", "hostPID", "hostIPC"))
            want(!pod.path(host).asBoolean(), host + " is set");
        JsonNode security = pod.path("securityContext");
        want(security.path("runAsNonRoot").asBoolean(), "runAsNonRoot is not set");
        want(security.path("runAsUser").asInt() > 0, "runAsUser is root or not set");
        want(
                Set.of("RuntimeDefault", "Localhost")
                        .contains(security.path("seccompProfile").path("type").asText()),
                "no seccompProfile");
        want(security.path("sysctls").isEmpty(), "sysctls are set");
        want(pod.path("automountServiceAccountToken").isBoolean(), "the service account's token is mounted");
        want(!pod.path("automountServiceAccountToken").asBoolean(true), "the service account's token is mounted");
        for (JsonNode volume : pod.path("volumes"))
            volume.fieldNames()
                    .forEachRemaining(
                            type -> want(type.equals("name") || VOLUMES.contains(type), "a volume of type " + type));
        want(!pod.path("containers").isEmpty(), "no container");
    }

    private void container(JsonNode container, JsonNode pod) {
        String name = container.path("name").asText() + ": ";
        JsonNode security = container.path("securityContext");
        want(
                security.path("allowPrivilegeEscalation").isBoolean()
                        && !security.path("allowPrivilegeEscalation").asBoolean(),
                name + "allowPrivilegeEscalation is not false");
        want(!security.path("privileged").asBoolean(), name + "privileged");
        want(security.path("readOnlyRootFilesystem").asBoolean(), name + "the root file system can be written");
        want(
                security.path("capabilities").path("drop").toString().equals("[\"ALL\"]"),
                name + "capabilities are not dropped");
        want(security.path("capabilities").path("add").isEmpty(), name + "capabilities are added");
        want(security.path("runAsNonRoot").asBoolean(true), name + "runs as root");
        want(security.path("runAsUser").asInt(1) > 0, name + "runs as root");
        want(security.path("procMount").isMissingNode(), name + "procMount is set");
        container.path("ports").forEach(port -> want(port.path("hostPort").asInt() == 0, name + "hostPort is set"));
        want(container.path("resources").path("limits").has("memory"), name + "no limit of memory");
        want(container.path("resources").path("requests").has("cpu"), name + "no request of CPU");
        want(writesToTmp(container, pod), name + "nothing to write to at /tmp");
    }

    private static boolean writesToTmp(JsonNode container, JsonNode pod) {
        for (JsonNode mount : container.path("volumeMounts"))
            if (mount.path("mountPath").asText().equals("/tmp"))
                for (JsonNode volume : pod.path("volumes"))
                    if (volume.path("name").equals(mount.path("name"))) return volume.has("emptyDir");
        return false;
    }

    private void want(boolean kept, String finding) {
        if (!kept) findings.add(finding);
    }
}
