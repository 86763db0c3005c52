package io.serai.connect.quota;

import io.serai.message.Priority;
import java.time.Duration;
import java.util.TreeSet;

/**
 * Who may call now, who waits and who is sent away. The most urgent go first, and among them who came first. Knows no clock and does
 * not block: time is told to it. Not thread-safe.
 */
final class Line {
    private static final long LONGEST = Duration.ofHours(1).toNanos();
    private static final Duration FULL = Duration.ofSeconds(1);

    /** One caller's place; of two equally urgent ones the smaller number came first. */
    record Ticket(Priority priority, long number, long since) implements Comparable<Ticket> {
        @Override
        public int compareTo(Ticket other) {
            int urgency = priority.compareTo(other.priority);
            return urgency != 0 ? urgency : Long.compare(number, other.number);
        }
    }

    /** @param nanos for WAIT and REFUSED: until it is worth asking again */
    record Turn(Verdict verdict, long nanos) {}

    enum Verdict {
        GO,
        WAIT,
        REFUSED,
        FETCH
    }

    private static final Turn GO = new Turn(Verdict.GO, 0);

    private final Limit limit;
    private final Supply supply;
    private final Closing closing;
    private final TreeSet<Ticket> waiting = new TreeSet<>();
    private final long[] nextSlot;
    private long numbers;
    private int inside;

    Line(Limit limit, Supply supply, Closing closing, long now) {
        this.limit = limit;
        this.supply = supply;
        this.closing = closing;
        this.nextSlot = new long[] {now, now, now};
    }

    Ticket ticket(Priority priority, long now) {
        return new Ticket(priority, numbers++, now);
    }

    Turn ask(Ticket ticket, long now) {
        int ahead = waiting.headSet(ticket).size();
        long wait = closing.remaining(ticket.priority(), now);
        if (wait == 0 && limit.concurrent() > 0 && inside + ahead >= limit.concurrent()) return full(ticket, now);
        if (wait == 0) wait = supply.take(ticket.priority(), ahead, now);
        if (wait == Supply.FETCH) return new Turn(Verdict.FETCH, 0);
        if (wait == 0) {
            waiting.remove(ticket);
            inside++;
            return GO;
        }
        if (now - ticket.since() + wait > limit.maxWait().toNanos()) return refuse(ticket, wait, now);
        waiting.add(ticket);
        return new Turn(Verdict.WAIT, wait);
    }

    /** A call has ended. */
    void leave() {
        inside--;
    }

    /** Somebody does not want to call any more. */
    void giveUp(Ticket ticket) {
        waiting.remove(ticket);
    }

    int waiting() {
        return waiting.size();
    }

    /** When a call ends is not known; whoever leaves wakes the others. */
    private Turn full(Ticket ticket, long now) {
        long patience = limit.maxWait().toNanos() - (now - ticket.since());
        if (patience <= 0) return refuse(ticket, FULL.toNanos(), now);
        waiting.add(ticket);
        return new Turn(Verdict.WAIT, patience);
    }

    /** Those sent away get times one after the other, at the rate of the bucket, so that they do not all return together. */
    private Turn refuse(Ticket ticket, long wait, long now) {
        waiting.remove(ticket);
        int of = ticket.priority().ordinal();
        long apart = Math.min(Math.max(wait, nextSlot[of] - now), Math.max(wait, LONGEST));
        nextSlot[of] = now + apart + limit.nanosFor(1);
        return new Turn(Verdict.REFUSED, apart);
    }
}
