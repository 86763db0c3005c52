package io.serai.hub;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.serai.hub.UnknownFactTable.Told;
import io.serai.message.Traces;
import io.serai.store.Chore;
import io.serai.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Forgets facts that are older than the retention, those of nobody who is known sooner; a little at a time. */
@ApplicationScoped
class EngagementRetention {
    private final Store store;
    private final Clock clock;
    private final Duration retention;
    private final Duration waiting;
    private final List<Traces> traces;
    private Chore chore;

    /**
     * @param retention of all facts, by when they happened
     * @param waiting of those whose person is not known
     * @param traces where their messages are kept
     */
    EngagementRetention(
            Store store,
            Clock clock,
            @ConfigProperty(name = "serai.engagements.retention", defaultValue = "1095d") Duration retention,
            @ConfigProperty(name = "serai.engagements.waiting", defaultValue = "30d") Duration waiting,
            @All List<Traces> traces) {
        this.store = store;
        this.clock = clock;
        this.retention = retention;
        this.waiting = waiting;
        this.traces = List.copyOf(traces);
    }

    void start(@Observes StartupEvent event) {
        chore = new Chore(
                "engagement-retention",
                "The hub could not forget old engagements",
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                this::run);
    }

    void stop(@Observes ShutdownEvent event) {
        if (chore != null) chore.close();
    }

    /** Deletes all that is too old; what is found is read, so that the writing thread stays free. */
    void run() {
        Instant now = clock.instant();
        Instant before = now.minus(retention);
        Instant unknownBefore = now.minus(waiting);
        forgetWhoseMessages(unknownBefore);
        List<String> old;
        do {
            old = store.read(tx -> EngagementTable.old(tx, before, unknownBefore));
            List<String> some = old;
            store.write(tx -> {
                EngagementTable.remove(tx, some, before, unknownBefore);
                return null;
            });
        } while (!old.isEmpty());
    }

    /** Whose they are matters for as long as there is something to erase. */
    private void forgetWhoseMessages(Instant before) {
        Told last = Told.FIRST;
        List<Told> page;
        do {
            Told after = last;
            page = store.read(tx -> UnknownFactTable.page(tx, before, after));
            Map<String, String> messages = new HashMap<>();
            page.forEach(each -> messages.put(each.message(), each.correlation()));
            Set<String> kept = new HashSet<>();
            for (Traces each : traces) kept.addAll(each.kept(messages));
            List<Told> gone =
                    page.stream().filter(each -> !kept.contains(each.message())).toList();
            if (!gone.isEmpty())
                store.write(tx -> {
                    UnknownFactTable.remove(tx, gone);
                    return null;
                });
            if (!page.isEmpty()) last = page.get(page.size() - 1);
        } while (page.size() == UnknownFactTable.PAGE);
    }
}
