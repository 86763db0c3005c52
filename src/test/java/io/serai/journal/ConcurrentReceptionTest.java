package io.serai.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.message.Ids;
import io.serai.store.Concurrently;
import io.serai.store.SqlStore;
import io.serai.store.TestStore;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas that hear of the same thing at once. */
class ConcurrentReceptionTest {
    private static final int ROUNDS = 20;

    @TempDir
    Path folder;

    private final Ids ids = new Ids();
    private SqlStore one;
    private SqlStore other;

    @BeforeEach
    void open() {
        one = TestStore.open(folder);
        other = TestStore.openBeside(one, folder);
    }

    @AfterEach
    void close() {
        other.close();
        one.close();
    }

    private List<String> received(String channel, String key) throws Exception {
        List<Callable<String>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Journal journal = new Journal(i % 2 == 0 ? one : other, Clock.systemUTC());
            byte[] raw = "{}".getBytes(StandardCharsets.UTF_8);
            Journal.Receipt receipt = new Journal.Receipt(ids.next(), "shop", "shop.customer", channel, key, key, raw);
            all.add(() -> journal.receive(List.of(receipt)).get(0));
        }
        return Concurrently.run(all);
    }

    @Test
    void ofAnEventThatComesTwiceAtOnceOneIsNewAndTheOthersAreItsDuplicates() throws Exception {
        for (int round = 0; round < ROUNDS; round++)
            assertThat(received("webhook", "key" + round).stream().distinct()).hasSize(1);
        assertThat(new Journeys(one).list(new JourneyQuery(null, null, null, null, null, null), 1000))
                .hasSize(ROUNDS)
                .allMatch(journey -> journey.duplicates() == 3);
    }

    @Test
    void ofARowThatTwoReadAtOnceOneIsNewAndTheOthersAreItsDuplicates() throws Exception {
        for (int round = 0; round < ROUNDS; round++)
            assertThat(received(Journal.POLL, "key" + round).stream().distinct())
                    .hasSize(1);
    }

    @Test
    void aKeyIsTakenByOneOfThoseThatTryAtOnce() throws Exception {
        JournalConfig config = new SmallRyeConfigBuilder()
                .withMapping(JournalConfig.class)
                .withDefaultValues(Map.of("serai.journal.retention", "P30D", "serai.journal.key-lease", "PT1H"))
                .build()
                .getConfigMapping(JournalConfig.class);
        for (int round = 0; round < ROUNDS; round++) {
            String key = "key" + round;
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                TwoStateKeys keys = new TwoStateKeys(i % 2 == 0 ? one : other, ids, config, Clock.systemUTC());
                all.add(() -> taken(keys, key));
            }
            assertThat(Concurrently.run(all)).containsOnlyOnce(true);
        }
    }

    private static boolean taken(TwoStateKeys keys, String key) {
        try {
            return keys.add(key);
        } catch (KeyTaken e) {
            return false;
        }
    }
}
