package io.serai.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientFileTest {
    private static final String LOGIN =
            "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
                    + " username=\"serai\" password=\"%s\";\nsecurity.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n";

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
    private final AtomicInteger trials = new AtomicInteger();
    private Path properties;
    private Path store;
    private ClientFile file;

    @BeforeEach
    void write() throws IOException {
        store = Files.writeString(folder.resolve("trusted.pem"), "one");
        properties = folder.resolve("kafka.properties");
        properties("old");
        file = new ClientFile(
                properties,
                settings -> {
                    trials.incrementAndGet();
                    if (password(settings).equals("broken")) throw new KafkaException("password broken");
                },
                nanos::get);
    }

    @Test
    void aChangedFileIsTakenWhenItIsReadAlikeTwice() throws IOException {
        properties("new");
        assertThat(password()).isEqualTo("old");
        pass(Duration.ofSeconds(1));
        assertThat(password()).isEqualTo("old");
        properties("newer");
        pass(Duration.ofSeconds(1));
        assertThat(password()).isEqualTo("old");
        pass(Duration.ofSeconds(1));
        assertThat(password()).isEqualTo("newer");
    }

    @Test
    void whatHasNotChangedIsTheSameAndNotTried() {
        ClientSettings before = file.get();
        pass(Duration.ofSeconds(1));
        file.get();
        pass(Duration.ofSeconds(1));
        assertThat(file.get()).isSameAs(before);
        assertThat(trials).hasValue(0);
    }

    @Test
    void aChangedKeystoreCountsAsAChange() throws IOException {
        ClientSettings before = file.get();
        Files.writeString(store, "two");
        settle();
        assertThat(file.get()).isNotEqualTo(before);
        assertThat(file.get().properties()).isEqualTo(before.properties());
    }

    @Test
    void whatNoClientCanBeMadeWithIsNotTakenAndTriedAgainLater() throws IOException {
        properties("broken");
        settle();
        assertThat(password()).isEqualTo("old");
        assertThat(trials).hasValue(1);
        pass(Duration.ofSeconds(29));
        assertThat(password()).isEqualTo("old");
        assertThat(trials).hasValue(1);
        pass(Duration.ofSeconds(1));
        assertThat(password()).isEqualTo("old");
        assertThat(trials).hasValue(2);
        properties("new");
        settle();
        assertThat(password()).isEqualTo("new");
    }

    @Test
    void aFileThatIsGoneOrMayNotBeUsedLeavesTheLastSettingsInUse() throws IOException {
        Files.delete(properties);
        settle();
        assertThat(password()).isEqualTo("old");
        Files.writeString(properties, "acks=0\n");
        settle();
        assertThat(password()).isEqualTo("old");
        properties("new");
        settle();
        assertThat(password()).isEqualTo("new");
    }

    @Test
    void settingsShowNoSecret() {
        assertThat(file.get())
                .hasToString("ClientSettings" + file.get().properties().keySet());
    }

    private void properties(String password) throws IOException {
        Files.writeString(properties, LOGIN.formatted(password) + "ssl.truststore.location=" + store + "\n");
    }

    private String password() {
        return password(file.get());
    }

    private static String password(ClientSettings settings) {
        return settings.properties().get("sasl.jaas.config").toString().replaceAll(".*password=\"([^\"]*)\".*", "$1");
    }

    /** Long enough for what stands there now to be taken. */
    private void settle() {
        pass(Duration.ofSeconds(1));
        file.get();
        pass(Duration.ofSeconds(1));
        file.get();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
