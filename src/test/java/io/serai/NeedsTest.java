package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class NeedsTest {
    @Test
    void whatIsMissingSkipsATestUnlessItIsRequired() {
        assertThatThrownBy(() -> Needs.check("kubectl", false, Set.of("docker")))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("there is no kubectl on this machine: not tested");
        assertThatThrownBy(() -> Needs.check("kubectl", false, Set.of("docker", "kubectl")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("SERAI_TESTS_REQUIRE");
    }

    @Test
    void whatIsRequiredMayBeNamedTwice() {
        assertThat(Needs.named(" docker, kubectl,docker ")).containsExactlyInAnyOrder("docker", "kubectl");
    }

    @Test
    void whatIsThereLetsATestRun() {
        assertThatCode(() -> Needs.check("kubectl", true, Set.of("kubectl"))).doesNotThrowAnyException();
        assertThatCode(() -> Needs.check("kubectl", true, Set.of())).doesNotThrowAnyException();
    }
}
