package io.serai.flow.schedule;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;

/**
 * A row's place in the order of changes.
 *
 * @param time when the row changed at its source
 * @param id tells rows of one time apart; numbers are compared as such
 */
public record Watermark(Instant time, String id) implements Comparable<Watermark> {
    private static final Comparator<Watermark> ORDER =
            Comparator.comparing(Watermark::time).thenComparing(Watermark::id, Watermark::compareIds);

    private static int compareIds(String one, String other) {
        boolean numbers = one.matches("\\d{1,40}") && other.matches("\\d{1,40}");
        return numbers ? new BigInteger(one).compareTo(new BigInteger(other)) : one.compareTo(other);
    }

    @Override
    public int compareTo(Watermark other) {
        return ORDER.compare(this, other);
    }
}
