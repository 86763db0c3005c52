package io.serai.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientPropertiesTest {
    @TempDir
    Path folder;

    @Test
    void settingsOfKafkaAreTakenAsTheyAre() throws Exception {
        Path file = Files.writeString(
                folder.resolve("kafka.properties"),
                "security.protocol=SASL_SSL\nsasl.mechanism = SCRAM-SHA-512\ncompression.type=lz4\n");

        assertThat(ClientProperties.read(file))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("compression.type", "lz4");
    }

    @Test
    void aFileThatWouldLoseMessagesIsRefusedWithTheNamesOfItsSettings() throws Exception {
        Path file = Files.writeString(
                folder.resolve("kafka.properties"), "acks=1\nenable.auto.commit=true\nsasl.jaas.config=secret\n");

        assertThatThrownBy(() -> ClientProperties.read(file))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("acks, enable.auto.commit")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        assertThatThrownBy(() -> ClientProperties.read(folder.resolve("none.properties")))
                .hasMessageContaining("serai.bus.kafka.properties-file")
                .hasMessageContaining("none.properties");
    }
}
