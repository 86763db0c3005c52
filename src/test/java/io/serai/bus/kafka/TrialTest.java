package io.serai.bus.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialTest {
    private static final String LOGIN = """
            security.protocol=SASL_SSL
            sasl.mechanism=PLAIN
            sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="serai" password="s3cret";
            ssl.truststore.type=PEM
            ssl.truststore.location=%s
            """;

    @TempDir
    static Path folder;

    private static String login;

    @BeforeAll
    static void issueCertificates() throws IOException {
        login = LOGIN.formatted(new TestCertificates(folder).authority());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "compression.type=zstd", "fetch.min.bytes=10", "client.id=serai", "retries=5"})
    void settingsThatClientsCanBeMadeWithPassWithoutABroker(String more) {
        assertThatCode(() -> tryOut(login + more)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compression.type=zstdd", // known to producers only
                "request.timeout.ms=60000", // longer than a delivery may take
                "isolation.level=read_all", // known to consumers only
                "heartbeat.interval.ms=60000", // longer than the session
                "default.api.timeout.ms=10", // shorter than a request of the administration may take
                "security.protocol=SASL_TLS"
            })
    void aSettingThatOneSortOfClientCannotBeMadeWithIsFound(String wrong) {
        assertThatThrownBy(() -> tryOut(login + wrong)).isInstanceOf(KafkaException.class);
    }

    @Test
    void keystoresAreOpenedAndTheLoginIsRead() throws IOException {
        assertThatThrownBy(() -> tryOut(login.replace("\";", "\""))).isInstanceOf(KafkaException.class);
        Files.writeString(folder.resolve("broken.pem"), "nothing");
        assertThatThrownBy(() -> tryOut(LOGIN.formatted(folder.resolve("broken.pem"))))
                .isInstanceOf(KafkaException.class);
    }

    private static void tryOut(String settings) throws IOException {
        Path file = Files.writeString(folder.resolve("kafka.properties"), settings);
        new Trial("localhost:1").accept(ClientSettings.read(file));
    }
}
