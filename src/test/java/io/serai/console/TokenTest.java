package io.serai.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("console-token");
    }

    @Test
    void theTokenIsTheSettingOrWhatStandsInItsFile() throws IOException {
        Files.writeString(file, "s3cret\n");
        assertThat(Token.of(ConsoleFixture.config("s3cret", null)).orElseThrow().reveal())
                .isEqualTo("s3cret");
        assertThat(Token.of(ConsoleFixture.config(null, file)).orElseThrow().reveal())
                .isEqualTo("s3cret");
        assertThat(Token.of(ConsoleFixture.config(null, null))).isEmpty();
    }

    @Test
    void anEmptyOrMissingFileDoesNotOpenTheDoor() throws IOException {
        assertRefused(ConsoleFixture.config(null, file), "cannot be read");
        Files.writeString(file, "\n");
        assertRefused(ConsoleFixture.config(null, file), "empty file");
    }

    @Test
    void twoTokensAreOneTooMany() throws IOException {
        Files.writeString(file, "s3cret");
        assertRefused(ConsoleFixture.config("other", file), "both given");
    }

    private static void assertRefused(ConsoleConfig config, String why) {
        assertThatThrownBy(() -> Token.of(config))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("serai.console.token-file")
                .hasMessageContaining(why)
                .hasMessageNotContaining("s3cret");
    }
}
