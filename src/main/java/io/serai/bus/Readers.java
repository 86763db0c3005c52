package io.serai.bus;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which groups flows of this process read now, and whether those take messages. Thread-safe. */
@Singleton
class Readers {
    private final ConcurrentHashMap<Group, Integer> flows = new ConcurrentHashMap<>();
    private final Pauses pauses;

    Readers(Pauses pauses) {
        this.pauses = pauses;
    }

    void add(Group group) {
        flows.merge(group, 1, Integer::sum);
    }

    void remove(Group group) {
        flows.computeIfPresent(group, (key, count) -> count == 1 ? null : count - 1);
    }

    boolean read(Group group) {
        return flows.containsKey(group);
    }

    Backlog.State state(Group group) {
        if (!read(group)) return Backlog.State.UNREAD;
        return pausedSince(group).isPresent() ? Backlog.State.PAUSED : Backlog.State.RUNNING;
    }

    Optional<Instant> pausedSince(Group group) {
        return read(group) ? pauses.since(group.topic(), group.name()) : Optional.empty();
    }
}
