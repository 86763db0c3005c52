package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.message.Finding;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShippedFlowsTest {

    @Test
    void theShippedRoutesKameletsAndMappingsHaveNoFindings() {
        assertThat(Check.run(Path.of("routes"), Path.of("mappings")))
                .extracting(Finding::toString)
                .isEmpty();
    }
}
