package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.serai.message.Revisions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FlowRuntimeTest.OwnFolder.class)
class FlowRuntimeTest {
    private static final Path FOLDER = folder();

    public static class OwnFolder implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "serai.routes", FOLDER.resolve("routes").toString(),
                    "serai.store.file", FOLDER.resolve("serai.db").toString(),
                    "serai.reload.every", "50ms",
                    "quarkus.http.test-port", "0",
                    "quarkus.management.test-port", "0");
        }
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("serai-flow");
            Files.createDirectories(folder.resolve("routes"));
            Files.writeString(folder.resolve("routes/a.camel.yaml"), route("one"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String route(String answer) {
        return "- route:\n    id: a\n    from:\n      uri: direct:a\n      steps:\n        - setBody:\n            constant: "
                + answer + "\n";
    }

    @Inject
    Flows flows;

    @Inject
    Revisions revisions;

    @Inject
    ProducerTemplate template;

    @Test
    void flowsAreLoadedFromTheConfiguredFolderAndFollowIt() throws IOException {
        assertThat(flows.all())
                .extracting(FlowState::route, FlowState::status)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("a", "Started"));
        assertThat(template.requestBody("direct:a", "", String.class)).isEqualTo("one");
        String before = revisions.ofRoute("a");

        Files.writeString(FOLDER.resolve("routes/a.camel.yaml"), route("two"));
        await().untilAsserted(() ->
                assertThat(template.requestBody("direct:a", "", String.class)).isEqualTo("two"));
        await().untilAsserted(() -> assertThat(revisions.ofRoute("a")).isNotEqualTo(before));
        assertThat(flows.reloads()).singleElement().extracting(Reload::ok).isEqualTo(true);
    }
}
