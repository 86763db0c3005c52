package io.serai.bus;

import java.util.List;

/** Later messages go on: for flows that deliver a record as it is now, so that the order of the news of it does not matter. */
final class Park implements Ordering {
    @Override
    public Sorted sort(Group group, List<Delivery> taken) {
        return new Sorted(taken, List.of());
    }
}
