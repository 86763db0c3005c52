package io.serai.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.message.Ids;
import io.serai.store.SqlStore;
import io.serai.store.TestStore;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoStateKeysTest {
    @TempDir
    Path folder;

    private SqlStore store;

    @BeforeEach
    void open() {
        store = TestStore.open(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private TwoStateKeys keys(Duration later) {
        JournalConfig config = new SmallRyeConfigBuilder()
                .withMapping(JournalConfig.class)
                .withDefaultValue("serai.journal.retention", "P30D")
                .withDefaultValue("serai.journal.key-lease", "PT5M")
                .build()
                .getConfigMapping(JournalConfig.class);
        Clock clock = Clock.fixed(Instant.parse("2026-11-20T10:00:00Z").plus(later), ZoneOffset.UTC);
        return new TwoStateKeys(store, new Ids(), config, clock);
    }

    @Test
    void aKeyIsADuplicateOnlyOnceItsEffectIsConfirmed() {
        TwoStateKeys keys = keys(Duration.ZERO);
        assertThat(keys.add("k")).isTrue();
        assertThat(keys.contains("k")).isFalse();
        keys.confirm("k");
        assertThat(keys.contains("k")).isTrue();
        assertThat(keys.add("k")).isFalse();
    }

    @Test
    void whileAnotherHoldsTheKeyNobodyIsToldThatItIsADuplicate() {
        keys(Duration.ZERO).add("k");
        assertThatThrownBy(() -> keys(Duration.ofMinutes(4)).add("k")).isInstanceOf(KeyTaken.class);
    }

    @Test
    void aKeyWhoseHolderWasKilledIsFreeWhenItsLeaseHasRunOut() {
        keys(Duration.ZERO).add("k");
        TwoStateKeys next = keys(Duration.ofMinutes(6));
        assertThat(next.add("k")).isTrue();
        assertThat(next.confirm("k")).isTrue();
    }

    @Test
    void aKeyIsGivenBackWhenItsStepsFailed() {
        TwoStateKeys keys = keys(Duration.ZERO);
        keys.add("k");
        keys.remove("k");
        assertThat(keys.add("k")).isTrue();
    }
}
