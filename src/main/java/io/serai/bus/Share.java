package io.serai.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The messages that a worker is responsible for: those of this replica's lanes, divided among the workers of the group.
 *
 * @param worker index of the worker, from 0
 * @param workers how many share the group in this replica
 * @param lanes of {@link Lanes#COUNT}
 */
record Share(int worker, int workers, Set<Integer> lanes) {

    boolean nothing() {
        return lanes.isEmpty();
    }

    /** A condition on the column {@code part}, beginning with AND; empty when it is all. */
    String condition() {
        return (workers == 1 ? "" : " AND part % ? = ?")
                + (everyLane() ? "" : " AND part / " + Lanes.PARTS + " IN (" + "?,".repeat(lanes.size() - 1) + "?)");
    }

    /** The arguments of {@link #condition}, between others. */
    Object[] arguments(List<Object> before, Object... after) {
        List<Object> all = new ArrayList<>(before);
        if (workers > 1) all.addAll(List.of(workers, worker));
        if (!everyLane()) all.addAll(lanes);
        all.addAll(List.of(after));
        return all.toArray();
    }

    private boolean everyLane() {
        return lanes.size() == Lanes.COUNT;
    }
}
