package io.serai.console;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.serai.bus.DeadLetter;
import io.serai.bus.DeadLetterQuery;
import io.serai.bus.DeadLetters;
import io.serai.message.Json;
import io.serai.store.Store;
import io.serai.watch.Audit;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Dead letters, and what people decide about them. */
@Singleton
class DeadResource {
    private final DeadLetters letters;
    private final Audit audit;
    private final Store store;
    private final Clock clock;

    DeadResource(DeadLetters letters, Audit audit, Store store, Clock clock) {
        this.letters = letters;
        this.audit = audit;
        this.store = store;
        this.clock = clock;
    }

    /** @param missing numbers that were asked for and are not there */
    @RegisterForReflection
    record Done(String action, int count, List<Long> missing) {}

    Object list(Ask ask) {
        ask.allow("topic", "group", "reason", "source", "correlation", "since", "limit");
        String since = ask.text("since");
        DeadLetterQuery query = new DeadLetterQuery(
                null,
                ask.text("topic"),
                ask.text("group"),
                ask.text("reason"),
                ask.text("source"),
                ask.text("correlation"),
                since == null ? null : Since.parse(since, clock));
        return Map.of(
                "dead",
                letters.list(query, ask.limit()).stream().map(DeadView::of).toList());
    }

    DeadView show(Ask ask) {
        return DeadView.of(letter(ask));
    }

    Raw raw(Ask ask) {
        return new Raw(Json.write(letter(ask).message().data()));
    }

    Done replay(Ask ask) {
        return decide("replay", ask, letters::replay);
    }

    Done discard(Ask ask) {
        return decide("discard", ask, letters::discard);
    }

    private Done decide(String action, Ask ask, ToIntFunction<DeadLetterQuery> decision) {
        ask.allow();
        Selection selection = Selection.of(ask.object(), clock);
        String who = ask.who();
        return store.write(tx -> {
            List<Long> missing = new ArrayList<>();
            int count = 0;
            for (DeadLetterQuery query : selection.queries()) {
                int some = decision.applyAsInt(query);
                if (some == 0 && query.number() != null) missing.add(query.number());
                count += some;
            }
            audit.note(who, action, selection.subject(), count);
            return new Done(action, count, missing);
        });
    }

    private DeadLetter letter(Ask ask) {
        ask.allow();
        String given = ask.path("number");
        try {
            return letters.show(Long.parseLong(given))
                    .orElseThrow(() -> Problem.notFound("there is no dead letter " + given));
        } catch (NumberFormatException e) {
            throw Problem.badRequest("expected the number of a dead letter, got '" + given + "'");
        }
    }
}
