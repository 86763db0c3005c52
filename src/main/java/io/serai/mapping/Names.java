package io.serai.mapping;

import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;

/** Messages about names that are not known, with what may have been meant. */
final class Names {
    private Names() {}

    /** {@code unknown field 'emial'; did you mean 'email'?}, or the list of what is known. */
    static String unknown(String what, String name, Collection<String> known) {
        String message = "unknown " + what + " '" + name + "'";
        return known.stream()
                .min(Comparator.comparingInt((String other) -> distance(name, other))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(nearest -> distance(name, nearest) <= (name.length() < 4 ? 1 : Math.max(2, name.length() / 3)))
                .map(nearest -> message + "; did you mean '" + nearest + "'?")
                .orElseGet(() -> known.isEmpty() ? message : message + "; known: " + list(known));
    }

    static String list(Collection<String> names) {
        return String.join(", ", new TreeSet<>(names));
    }

    /** Levenshtein distance, letters compared without case. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int change = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
