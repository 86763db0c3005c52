package io.serai.connect.quota;

import io.serai.connect.quota.Line.Ticket;
import io.serai.connect.quota.Line.Turn;
import io.serai.connect.quota.Supply.Slice;
import io.serai.message.Priority;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets calls with one credential pass, within what its vendor allows. Thread-safe; the lock is held for a few instructions, never while
 * somebody waits, and never during a call or a transaction.
 */
public final class Limiter {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final String system;
    private final Correction correction;
    private final Supply supply;
    private final QuotaMeter meter;
    private final LongSupplier nanos;
    private final Closing closing;
    private final Line line;

    Limiter(String system, Limit limit, Correction correction, Supply supply, QuotaMeter meter, LongSupplier nanos) {
        this.system = system;
        this.correction = correction;
        this.supply = supply;
        this.meter = meter;
        this.nanos = nanos;
        long now = nanos.getAsLong();
        this.closing = new Closing(now);
        this.line = new Line(limit, supply, closing, now);
        meter.watch(() -> closing.remaining(nanos.getAsLong()) > 0);
    }

    /** A call under way; to be closed once its answer is there. */
    public final class Call implements AutoCloseable {
        private final AtomicBoolean ended = new AtomicBoolean();

        private Call() {}

        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) leave();
        }
    }

    /**
     * Waits for its turn.
     *
     * @throws QuotaExceededException when it would have to wait longer than allowed
     * @throws InterruptedIOException when the thread was interrupted, which it still is then
     * @throws io.serai.store.StoreException when replicas share the quota and the store is down
     */
    public Call enter(Priority priority) throws QuotaExceededException, InterruptedIOException {
        Ticket ticket = null;
        while (true) {
            lock.lock();
            try {
                long now = nanos.getAsLong();
                if (ticket == null) ticket = line.ticket(priority, now);
                Turn turn = line.ask(ticket, now);
                switch (turn.verdict()) {
                    case GO -> {
                        meter.waited(now - ticket.since());
                        return new Call();
                    }
                    case REFUSED -> throw refused(priority, turn.nanos());
                    case WAIT -> changed.awaitNanos(turn.nanos());
                    case FETCH -> {
                        // below, without the lock
                    }
                }
                if (turn.verdict() != Line.Verdict.FETCH) continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                giveUp(ticket);
                throw new InterruptedIOException("interrupted while waiting for " + system + "'s quota");
            } finally {
                lock.unlock();
            }
            fetch(ticket);
        }
    }

    private void fetch(Ticket ticket) {
        Slice slice;
        try {
            slice = supply.fetch();
        } catch (RuntimeException e) {
            giveUp(ticket);
            throw e;
        }
        lock.lock();
        try {
            long now = nanos.getAsLong();
            supply.received(slice, now);
            closing.close(slice.closed(), now);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the body of such an answer says something about the quota too. */
    public boolean readsBody(int status) {
        return correction.readsBody(status);
    }

    /** Learns from an answer. */
    public void answered(Answer answer) {
        Advice advice = correction.read(answer);
        Duration closed = advice.closed();
        lock.lock();
        try {
            long now = nanos.getAsLong();
            if (answer.accepted()) closing.accepted();
            if (closed == null && answer.tooMany()) closed = closing.closeByGuess(now);
            else if (closed != null) closing.close(closed, now);
            if (advice.left() != null) supply.left(advice.left());
            if (advice.day() != null) closing.dayUsed(advice.day().part(), now);
        } finally {
            lock.unlock();
        }
        if (closed != null) supply.closed(closed);
        if (advice.day() != null) meter.used(advice.day());
    }

    /** The vendor has said, elsewhere than in a header, that nobody is to call for so long. */
    public void exhausted(Duration wait) {
        lock.lock();
        try {
            closing.close(wait, nanos.getAsLong());
        } finally {
            lock.unlock();
        }
        supply.closed(wait);
    }

    private void leave() {
        lock.lock();
        try {
            line.leave();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(Ticket ticket) {
        lock.lock();
        try {
            if (ticket != null) line.giveUp(ticket);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private QuotaExceededException refused(Priority priority, long wait) {
        meter.refused(priority);
        return new QuotaExceededException(system, priority, Duration.ofNanos(wait));
    }

    /** How many wait for their turn. */
    int waiting() {
        lock.lock();
        try {
            return line.waiting();
        } finally {
            lock.unlock();
        }
    }

    /** Has those who wait look again, for clocks that are set by hand. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
