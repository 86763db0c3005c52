package io.serai.bus;

import io.serai.store.Store;
import jakarta.inject.Singleton;

/** The orderings, by the names that routes know them by. */
@Singleton
class Orderings {
    private final Store store;

    Orderings(Store store) {
        this.store = store;
    }

    /** @throws IllegalArgumentException when there is none of this name */
    Ordering of(String name) {
        return switch (name) {
            case Ordering.PARK -> new Park();
            case Ordering.BLOCK -> new Block(store);
            case Ordering.SUPERSEDED -> new Superseded(store);
            default ->
                throw new IllegalArgumentException("ordering is '" + name + "': expected park, block or superseded");
        };
    }
}
