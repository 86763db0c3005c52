package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Values as they are compared when duplicates are looked for: whatever the script, its case, its width and its spaces. */
final class Folded {
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    private Folded() {}

    /** {@code "STRASSE"} for {@code "Straße"}, {@code "ΟΔΟΣ"} for {@code "οδός"} without its accent being touched. */
    static String text(String value) {
        String wide = Normalizer.normalize(value, Normalizer.Form.NFKC);
        // To capitals and back: so ß is ss, and both small sigmas are one.
        String folded = wide.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return SPACES.matcher(Normalizer.normalize(folded, Normalizer.Form.NFKC))
                .replaceAll(" ")
                .strip();
    }

    /** All values of the paths as one; empty when one of them is missing. */
    static Optional<String> of(JsonNode data, List<String> paths) {
        List<String> all = new ArrayList<>(paths.size());
        for (String path : paths) {
            JsonNode value = data.at("/" + path.replace('.', '/'));
            String text = value.isValueNode() && !value.isNull() ? text(value.asText()) : "";
            if (text.isEmpty()) return Optional.empty();
            all.add(text);
        }
        return Optional.of(String.join("\n", all));
    }
}
