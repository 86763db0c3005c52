package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each overlay has secrets of its own. */
class SecretsTest {
    @ParameterizedTest
    @MethodSource("io.serai.deploy.Rendering#overlays")
    void noOverlayReadsAnothersSecrets(Path overlay) {
        Set<String> own = records(Rendering.of(overlay));
        for (Path other :
                Rendering.overlays().filter(each -> !each.equals(overlay)).toList())
            assertThat(records(Rendering.of(other))).as(other.toString()).noneMatch(own::contains);
    }

    @Test
    void theRecordOfTheVaultIsNamedLikeTheNamespace() {
        assertThat(records(Rendering.ofOverlay("production"))).containsExactly("serai");
        assertThat(records(Rendering.ofOverlay("staging"))).containsExactly("serai-staging");
    }

    private static Set<String> records(Rendering all) {
        return all.ofKind("ExternalSecret")
                .flatMap(each -> each.json().findValues("remoteRef").stream())
                .map(remote -> remote.path("key").asText())
                .collect(Collectors.toSet());
    }
}
