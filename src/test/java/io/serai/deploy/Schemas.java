package io.serai.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.util.List;
import java.util.Map;

/** Reads a manifest as its kind is defined, and refuses every field that the kind does not have. */
final class Schemas {
    private static final Map<String, Class<?>> KINDS = Map.ofEntries(
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("batch/v1/Job", Job.class),
            Map.entry("networking.k8s.io/v1/Ingress", Ingress.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("monitoring.coreos.com/v1/PodMonitor", PodMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class),
            Map.entry("keda.sh/v1alpha1/ScaledObject", ScaledObject.class),
            Map.entry("keda.sh/v1alpha1/TriggerAuthentication", TriggerAuthentication.class),
            Map.entry("external-secrets.io/v1/ExternalSecret", ExternalSecret.class));

    // Kubernetes' model would put unknown fields aside; without that they are errors.
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    private Schemas() {}

    /** @throws IllegalArgumentException naming the field that is unknown or has the wrong type */
    static void check(Manifest manifest) {
        String kind = manifest.json().path("apiVersion").asText() + "/" + manifest.kind();
        Class<?> type = KINDS.get(kind);
        if (type == null) throw new IllegalArgumentException("no model of " + kind);
        try {
            STRICT.treeToValue(manifest.json(), type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(manifest + ": " + e.getMessage(), e);
        }
    }

    // What we use of kinds that Kubernetes itself does not have, as their reference documentation names it.

    record ScaledObject(String apiVersion, String kind, JsonNode metadata, Spec spec) {
        record Spec(
                Target scaleTargetRef,
                int minReplicaCount,
                int maxReplicaCount,
                int pollingInterval,
                int cooldownPeriod,
                List<Trigger> triggers) {}

        record Target(String apiVersion, String kind, String name, String envSourceContainerName) {}

        record Trigger(
                String type,
                String name,
                Map<String, String> metadata,
                Reference authenticationRef,
                String metricType) {}

        record Reference(String name, String kind) {}
    }

    record TriggerAuthentication(String apiVersion, String kind, JsonNode metadata, Spec spec) {
        record Spec(List<SecretTarget> secretTargetRef) {}

        record SecretTarget(String parameter, String name, String key) {}
    }

    record ExternalSecret(String apiVersion, String kind, JsonNode metadata, Spec spec) {
        record Spec(String refreshInterval, Store secretStoreRef, Target target, List<Entry> data) {}

        record Store(String kind, String name) {}

        record Target(String name, String creationPolicy, String deletionPolicy) {}

        record Entry(String secretKey, Remote remoteRef) {}

        record Remote(String key, String property, String version) {}
    }
}
