package io.serai.it.oracle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All changes that were made, in their order: what the vendor must have in the end, and what it may have had. Thread-safe. */
final class Issued {
    private final List<Change> changes = new ArrayList<>();

    synchronized void add(Change change) {
        changes.add(change);
    }

    synchronized List<Change> all() {
        return List.copyOf(changes);
    }

    /** The last value of each customer, by e-mail address. */
    Map<String, String> customers() {
        return last(true);
    }

    /** The total of each order, by number. */
    Map<String, String> orders() {
        return last(false);
    }

    /** Every value that a record ever had. */
    Map<String, Set<String>> values() {
        Map<String, Set<String>> values = new TreeMap<>();
        for (Change change : all())
            values.computeIfAbsent(change.record(), record -> new HashSet<>()).add(change.value());
        return values;
    }

    private Map<String, String> last(boolean customers) {
        Map<String, String> last = new TreeMap<>();
        for (Change change : all())
            if (change.record().contains("@") == customers) last.put(change.record(), change.value());
        return last;
    }
}
