package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** When two JSON values are the same: whatever the order of an object's fields, and 10.10 is 10.1. */
final class Values {
    private static final Comparator<JsonNode> LEAVES = (a, b) -> {
        if (a.isNumber() && b.isNumber()) return a.decimalValue().compareTo(b.decimalValue());
        return a.equals(b) ? 0 : 1;
    };

    private Values() {}

    /** Null stands for an absent value. */
    static boolean same(JsonNode a, JsonNode b) {
        if (a == null || b == null) return a == b;
        return a == b || a.equals(LEAVES, b);
    }

    /** SHA-256 in hex, equal exactly for values that are the same. */
    static String fingerprint(JsonNode value) {
        StringBuilder text = new StringBuilder(256);
        canonical(value, text);
        return sha256(text.toString());
    }

    static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static void canonical(JsonNode value, StringBuilder text) {
        if (value.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            value.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
            text.append('{');
            sorted.forEach((name, child) -> {
                text.append(name.length()).append(':').append(name).append('=');
                canonical(child, text);
                text.append(',');
            });
            text.append('}');
        } else if (value.isArray()) {
            text.append('[');
            value.forEach(child -> {
                canonical(child, text);
                text.append(',');
            });
            text.append(']');
        } else if (value.isNumber()) {
            text.append(value.decimalValue().stripTrailingZeros().toPlainString());
        } else {
            text.append(value); // as JSON, so that "1" is not 1
        }
    }
}
