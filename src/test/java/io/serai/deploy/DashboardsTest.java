package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each dashboard asks only for what the runtime has, and Grafana can tell its panels apart. */
class DashboardsTest {
    @Test
    void theClusterGetsEveryDashboardAsGrafanasSidecarLooksForIt() throws IOException {
        Manifest all = Programs.kustomize(Path.of("k8s/overlays/production")).stream()
                .filter(each -> each.name().equals("serai-dashboards"))
                .findFirst()
                .orElseThrow();
        assertThat(all.json().at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
        JsonNode data = all.json().path("data");
        assertThat(data).hasSameSizeAs(Dashboards.files());
        for (Path file : Dashboards.files())
            assertThat(data.path(file.getFileName().toString()).asText()).isEqualTo(Files.readString(file));
    }

    static Iterable<Path> files() throws IOException {
        return Dashboards.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyMetricExists(Path file) throws IOException {
        JsonNode dashboard = Dashboards.read(file);
        Set<String> known = MetricNames.ofTheSources();
        assertThat(Dashboards.queries(dashboard)).isNotEmpty();
        for (String query : Dashboards.queries(dashboard))
            assertThat(known).as(query).containsAll(MetricNames.in(query));
        for (JsonNode variable : dashboard.path("templating").path("list"))
            assertThat(known)
                    .containsAll(MetricNames.in(variable.path("definition").asText()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void noVariableIsLeftAndEveryPanelHasItsPlace(Path file) throws IOException {
        JsonNode dashboard = Dashboards.read(file);
        assertThat(Dashboards.queries(dashboard)).noneMatch(query -> query.contains("$"));
        assertThat(dashboard.path("uid").asText()).isEqualTo("serai-" + name(file));
        Set<Integer> ids = new HashSet<>();
        Set<String> places = new HashSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            JsonNode place = panel.path("gridPos");
            assertThat(places.add(place.path("x") + "," + place.path("y"))).isTrue();
            assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".json", "");
    }
}
