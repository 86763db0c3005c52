package io.serai.journal;

import io.serai.message.Handled;
import io.serai.message.Item;
import io.serai.message.Note;
import io.serai.message.OutcomeLog;
import io.serai.store.Store;
import io.serai.store.Tx;
import jakarta.inject.Singleton;
import java.util.List;

/** Writes the journey of messages. */
@Singleton
class Outcomes implements OutcomeLog {
    private static final String INSERT =
            "INSERT INTO journal_outcome (correlation, message, topic, grp, flow, revision, mapping,"
                    + " attempt, outcome, reason, detail, entity, record, target, target_id, at, duration) VALUES "
                    + Tx.in(17);

    private final Store store;

    Outcomes(Store store) {
        this.store = store;
    }

    @Override
    public void record(List<Handled> handled) {
        store.write(tx -> {
            tx.batch(INSERT, handled.stream().map(Outcomes::row).toList());
            return null;
        });
    }

    private static Object[] row(Handled handled) {
        Item item = handled.item();
        return new Object[] {
            item.message().correlation(),
            item.message().id(),
            item.message().type(),
            handled.group(),
            handled.flow(),
            handled.revision(),
            item.note(Note.MAPPING),
            item.attempt(),
            item.outcome().kind().label(),
            item.outcome().reason(),
            item.outcome().detail(),
            item.note(Note.ENTITY),
            item.note(Note.RECORD),
            item.note(Note.TARGET),
            item.note(Note.TARGET_ID),
            handled.at(),
            handled.duration().toNanos() / 1_000
        };
    }
}
