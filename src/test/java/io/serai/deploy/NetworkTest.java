package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which ways the policies leave open, and that what travels there is encrypted. */
class NetworkTest {
    @Test
    void aJobReachesTheRuntimesManagementPortAndNothingElse() {
        Rendering all = Rendering.ofOverlay("production").withExamples();
        Traffic traffic = new Traffic(all.all());
        Manifest job = all.only("Job");
        Manifest runtime = all.only("Deployment");
        assertThat(traffic.allows(job, runtime, 9000)).isTrue();
        assertThat(traffic.allows(job, runtime, 8080)).isFalse();
        assertThat(traffic.allows(runtime, runtime, 9000)).isFalse();
    }

    @Test
    void aJobRunsAlsoWhereThereIsNoSecret() {
        for (Manifest job : Rendering.examples()
                .flatMap(file -> Manifest.all(file).stream())
                .toList())
            for (JsonNode key : job.json().findValues("secretKeyRef"))
                assertThat(key.path("optional").asBoolean()).as(job.toString()).isTrue();
    }

    @Test
    void aWayThatIsOpenAtOneEndOnlyIsFound() {
        Rendering all = Rendering.ofOverlay("production").withExamples().without("NetworkPolicy", "serai-cli");
        assertThat(Traffic.oneSided(all.all()))
                .containsExactly(
                        "NetworkPolicy serai-management lets Job serai-replay- in at 9000, but nothing lets it out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void databaseAndBrokerAreReachedByTlsAndTheirPortsAreOpen(String overlay) {
        Rendering all = Rendering.ofOverlay(overlay);
        Map<String, String> variables = all.variables();
        String store = variables.get("SERAI_STORE_URL");
        assertThat(store).contains("sslmode=verify-full", "sslrootcert=" + Rendering.SECRETS);
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

    /** Or what HubSpot signs is not what arrives behind the Ingress. */
    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void thePublicUrlIsThatOfTheIngress(String overlay) {
        Rendering all = Rendering.ofOverlay(overlay);
        JsonNode ingress = all.only("Ingress").json().path("spec");
        String host = ingress.at("/rules/0/host").asText();
        assertThat(all.variables().get("SERAI_HOOKS_PUBLIC_URL")).isEqualTo("https://" + host);
        assertThat(ingress.at("/tls/0/hosts/0").asText()).isEqualTo(host);
    }

    private static List<Integer> openTo(String name, Rendering all) {
        return all.ofKind("NetworkPolicy")
                .flatMap(each -> Rendering.stream(each.json().at("/spec/egress")))
                .filter(rule -> rule.path("to")
                        .findValuesAsText("app.kubernetes.io/name")
                        .contains(name))
                .flatMap(rule -> Rendering.stream(rule.path("ports")))
                .map(port -> port.path("port").asInt())
                .toList();
    }
}
