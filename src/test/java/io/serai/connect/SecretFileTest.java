package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private MountedSecret mounted;
    private SecretFile file;

    @BeforeEach
    void mount() throws IOException {
        mounted = new MountedSecret(volume);
        mounted.put("token", "old\n");
        file = new SecretFile(
                Path.of(mounted.file("token")), Duration.ofHours(1), () -> Instant.ofEpochMilli(now.get()));
    }

    @Test
    void isReadAgainASecondAfterTheLastReading() {
        mounted.put("token", "new");
        assertThat(file.now()).isEqualTo("old");
        pass(Duration.ofSeconds(1));
        assertThat(file.now()).isEqualTo("new");
    }

    @Test
    void theFormerTextIsAcceptedForAWhileAndUsedNoMore() {
        assertThat(file.accepted()).containsExactly("old");
        mounted.put("token", "new");
        pass(Duration.ofSeconds(1));
        assertThat(file.accepted()).containsExactly("new", "old");
        pass(Duration.ofMinutes(59));
        assertThat(file.accepted()).containsExactly("new", "old");
        pass(Duration.ofMinutes(1));
        assertThat(file.accepted()).containsExactly("new");
    }

    @Test
    void aFileThatIsEmptyLeavesTheLastTextInUse() {
        mounted.put("token", " \n");
        pass(Duration.ofSeconds(1));
        assertThat(file.now()).isEqualTo("old");
        mounted.put("token", "new");
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
    void whatIsMadeOfASecretIsMadeAgainWhenItHasChanged() {
        Secret secret = new Secret(file).map(text -> "Key " + text);
        Derived<String> derived = new Derived<>(secret::accepted, texts -> String.join(",", texts));
        String first = derived.get();
        assertThat(first).isEqualTo("Key old");
        assertThat(derived.get()).isSameAs(first);
        mounted.put("token", "new");
        pass(Duration.ofSeconds(1));
        assertThat(derived.get()).isEqualTo("Key new,Key old");
        assertThat(secret).hasToString("***");
    }

    private void pass(Duration time) {
        now.addAndGet(time.toMillis());
    }
}
