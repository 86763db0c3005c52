package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
    @TempDir
    Path volume;

    private final AtomicLong now = new AtomicLong(1_795_000_000_000L);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
    private MountedSecret mounted;
    private SecretFile file;

    @BeforeEach
    void mount() throws IOException {
        mounted = new MountedSecret(volume);
        put("old\n");
        file = new SecretFile(
                Path.of(mounted.file("token")), Duration.ofHours(1), nanos::get, () -> Instant.ofEpochMilli(now.get()));
    }

    @Test
    void isReadAgainASecondAfterTheLastReading() throws IOException {
        put("new");
        assertThat(file.now()).isEqualTo("old");
        pass(Duration.ofSeconds(1));
        assertThat(file.now()).isEqualTo("new");
    }

    @Test
    void theFormerTextIsAcceptedForAWhileAndUsedNoMore() throws IOException {
        assertThat(file.accepted()).containsExactly("old");
        put("new");
        pass(Duration.ofSeconds(1));
        assertThat(file.accepted()).containsExactly("new", "old");
        pass(Duration.ofMinutes(59));
        assertThat(file.accepted()).containsExactly("new", "old");
        pass(Duration.ofMinutes(1));
        assertThat(file.accepted()).containsExactly("new");
    }

    @Test
    void aFileThatIsEmptyLeavesTheLastTextInUse() throws IOException {
        put(" \n");
        pass(Duration.ofSeconds(1));
        assertThat(file.now()).isEqualTo("old");
        put("new");
        pass(Duration.ofSeconds(1));
        assertThat(file.now()).isEqualTo("new");
    }

    @Test
    void aFileThatIsGoneLeavesTheLastTextInUse() throws IOException {
        Files.delete(volume.resolve("..data"));
        pass(Duration.ofSeconds(1));
        assertThat(file.now()).isEqualTo("old");
    }

    @Test
    void aFileThatIsBeingWrittenIsTakenWhenItIsWhole() throws IOException {
        pass(Duration.ofSeconds(1));
        put("new-sec");
        assertThat(file.now()).isEqualTo("old");
        pass(Duration.ofMillis(900));
        put("new-secret");
        pass(Duration.ofMillis(100));
        assertThat(file.accepted()).containsExactly("old");
        pass(Duration.ofSeconds(1));
        assertThat(file.accepted()).containsExactly("new-secret", "old");
    }

    @Test
    void aFileWhoseTimeIsYetToComeIsTakenWhenItIsReadAlikeTwice() throws IOException {
        put("new");
        modified(Duration.ofDays(1));
        pass(Duration.ofSeconds(1));
        assertThat(file.now()).isEqualTo("old");
        pass(Duration.ofSeconds(1));
        assertThat(file.now()).isEqualTo("new");
    }

    @Test
    void aClockThatIsSetBackDelaysNothing() throws IOException {
        now.addAndGet(-Duration.ofDays(1).toMillis());
        put("new");
        pass(Duration.ofSeconds(1));
        assertThat(file.accepted()).containsExactly("new", "old");
        now.addAndGet(-Duration.ofDays(1).toMillis());
        pass(Duration.ofHours(1));
        assertThat(file.accepted()).containsExactly("new");
    }

    @Test
    void whatIsMadeOfASecretIsMadeAgainWhenItHasChanged() throws IOException {
        Secret secret = new Secret(file).map(text -> "Key " + text);
        Derived<String> derived = new Derived<>(secret::accepted, texts -> String.join(",", texts));
        String first = derived.get();
        assertThat(first).isEqualTo("Key old");
        assertThat(derived.get()).isSameAs(first);
        put("new");
        pass(Duration.ofSeconds(1));
        assertThat(derived.get()).isEqualTo("Key new,Key old");
        assertThat(secret).hasToString("***");
    }

    /** Written now. */
    private void put(String text) throws IOException {
        mounted.put("token", text);
        modified(Duration.ZERO);
    }

    private void modified(Duration later) throws IOException {
        Files.setLastModifiedTime(volume.resolve("token"), FileTime.fromMillis(now.get() + later.toMillis()));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toMillis());
        nanos.addAndGet(time.toNanos());
    }
}
