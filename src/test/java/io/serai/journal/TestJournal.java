package io.serai.journal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.message.Handled;
import io.serai.message.Ids;
import io.serai.message.Item;
import io.serai.message.Message;
import io.serai.message.Note;
import io.serai.message.Outcome;
import io.serai.message.OutcomeLog;
import io.serai.message.Traces;
import io.serai.store.SqlStore;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.spi.IdempotentRepository;

/** A journal with content, for tests of rooms that show it. */
public final class TestJournal {
    private final SqlStore store;
    private final Ids ids = new Ids();

    public TestJournal(SqlStore store) {
        this.store = store;
    }

    /** The keys of Camel's idempotent consumers. */
    public static IdempotentRepository keys(SqlStore store) {
        JournalConfig config = new SmallRyeConfigBuilder()
                .withMapping(JournalConfig.class)
                .withDefaultValue("serai.journal.retention", "P30D")
                .withDefaultValue("serai.journal.key-lease", "PT5M")
                .build()
                .getConfigMapping(JournalConfig.class);
        return new TwoStateKeys(store, new Ids(), config, Clock.systemUTC());
    }

    public static JournalComponent component(SqlStore store) {
        Clock clock = Clock.systemUTC();
        return new JournalComponent(
                new Reception(new Journal(store, clock), new Ids(), new SimpleMeterRegistry(), clock));
    }

    public static Traces traces(SqlStore store, Clock clock) {
        return new Erasure(store, clock);
    }

    public static OutcomeLog outcomes(SqlStore store) {
        return new Outcomes(store);
    }

    /** What became of an inbound message that was about a record. */
    public void became(String message, String entity, String record) {
        Message of =
                new Message(message, "any", "any", null, Instant.now(), message, JsonNodeFactory.instance.objectNode());
        Item item = Item.of(of, 1)
                .note(Note.ENTITY, entity)
                .note(Note.RECORD, record)
                .settle(Outcome.of(Outcome.Kind.COMPLETED));
        new Outcomes(store)
                .record(List.of(new Handled(item, "flow", "0123456789ab", "group", Instant.now(), Duration.ZERO)));
    }

    public Journeys journeys() {
        return new Journeys(store);
    }

    /** An inbound message with one step for each outcome; returns its id. */
    public String receive(String system, String topic, String externalId, String raw, Outcome... outcomes) {
        String id = ids.next();
        new Journal(store, Clock.systemUTC())
                .receive(List.of(new Journal.Receipt(
                        id, system, topic, "webhook", id, externalId, raw.getBytes(StandardCharsets.UTF_8))));
        Message message =
                new Message(id, topic, system, externalId, Instant.now(), id, JsonNodeFactory.instance.objectNode());
        for (Outcome outcome : outcomes) {
            Item item = Item.of(message, 1)
                    .note(Note.RECORD, "record-of-" + externalId)
                    .settle(outcome);
            new Outcomes(store)
                    .record(List.of(
                            new Handled(item, "flow", "0123456789ab", "group", Instant.now(), Duration.ofMillis(12))));
        }
        return id;
    }
}
