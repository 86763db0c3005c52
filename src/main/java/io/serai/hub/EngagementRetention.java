package io.serai.hub;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.serai.store.Chore;
import io.serai.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Forgets facts that are older than the retention, those of nobody who is known sooner; a little at a time. */
@ApplicationScoped
class EngagementRetention {
    private final Store store;
    private final Clock clock;
    private final Duration retention;
    private final Duration waiting;
    private Chore chore;

    /**
     * @param retention of all facts, by when they happened
     * @param waiting of those whose person is not known
     */
    EngagementRetention(
            Store store,
            Clock clock,
            @ConfigProperty(name = "serai.engagements.retention", defaultValue = "1095d") Duration retention,
            @ConfigProperty(name = "serai.engagements.waiting", defaultValue = "30d") Duration waiting) {
        this.store = store;
        this.clock = clock;
        this.retention = retention;
        this.waiting = waiting;
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
        while (store.read(tx -> UnknownFactTable.any(tx, before)))
            store.write(tx -> {
                UnknownFactTable.remove(tx, before);
                return null;
            });
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
}
