package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The orders to fail that a system has now; the first that hits counts. Thread-safe. */
final class Faults {
    private record Active(Fault fault, AtomicInteger left) {
        boolean hits(Call call) {
            return (fault.path().isEmpty() || call.tail().contains(fault.path()))
                    && (fault.rate() >= 1 || ThreadLocalRandom.current().nextDouble() < fault.rate())
                    && left.getAndUpdate(times -> Math.max(0, times - 1)) > 0;
        }
    }

    private final List<Active> active = new CopyOnWriteArrayList<>();
    private final Clock clock;

    Faults(Clock clock) {
        this.clock = clock;
    }

    /** What shall happen to this call instead of, or beside, the right answer. */
    Optional<Fault> forCall(Call call) {
        return pick(call, false);
    }

    /** What shall happen to the next row of this call. */
    Optional<Fault> forRow(Call call) {
        return pick(call, true);
    }

    void add(ObjectNode order) {
        Fault fault = Fault.parse(order, clock.millis());
        active.add(new Active(fault, new AtomicInteger(fault.times())));
    }

    void clear() {
        active.clear();
    }

    ArrayNode toJson() {
        ArrayNode json = Json.array();
        active.forEach(
                one -> json.add(one.fault().toJson(clock.millis(), one.left().get())));
        return json;
    }

    private Optional<Fault> pick(Call call, boolean rows) {
        if (active.isEmpty()) {
            return Optional.empty();
        }
        long now = clock.millis();
        active.removeIf(one -> one.fault().until() <= now || one.left().get() == 0);
        for (Active one : active) {
            if (rows == (one.fault().kind() == Fault.Kind.ROWS) && one.hits(call)) {
                return Optional.of(one.fault());
            }
        }
        return Optional.empty();
    }
}
