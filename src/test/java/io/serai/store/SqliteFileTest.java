package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest {
    @TempDir
    Path folder;

    @Test
    void makesTheFolderAndHoldsTheFileUntilClosed() {
        Path file = folder.resolve("data/serai.db");
        try (SqliteFile first = SqliteFile.hold(file)) {
            assertThat(file.getParent()).isDirectory();
            assertThatThrownBy(() -> SqliteFile.hold(file))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("serai.store.file: " + file)
                    .hasMessageContaining("in use by another Serai process");
            assertThat(first).isNotNull();
        }
        SqliteFile.hold(file).close();
    }
}
