package io.serai.message;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The items of one exchange, settled ones included, so that one record's failure never hides another (Invariant 5).
 *
 * @param items in the order of arrival
 * @param single true when the exchange's body is one object, false when it is an array
 */
public record Batch(List<Item> items, boolean single) {
    public Batch {
        items = List.copyOf(items);
    }

    /** Items without an outcome yet; the body of the exchange has one element for each, in this order. */
    public List<Item> live() {
        return items.stream().filter(Item::live).toList();
    }

    /** Changes the live items and leaves the settled ones. */
    public Batch mapLive(UnaryOperator<Item> change) {
        return new Batch(
                items.stream()
                        .map(item -> item.live() ? change.apply(item) : item)
                        .toList(),
                single);
    }

    /** Replaces the live items, in order. */
    public Batch withLive(List<Item> changed) {
        List<Item> all = new ArrayList<>(items.size());
        int next = 0;
        for (Item item : items) all.add(item.live() ? changed.get(next++) : item);
        if (next != changed.size())
            throw new IllegalArgumentException("the batch has " + next + " live items, got " + changed.size());
        return new Batch(all, single);
    }
}
