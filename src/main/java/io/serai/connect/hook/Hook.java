package io.serai.connect.hook;

import java.util.List;
import java.util.Map;

/**
 * One request to {@code /hooks/{system}}.
 *
 * @param url as its sender wrote it, so far as a proxy and {@code serai.hooks.public-url} tell
 * @param headers by name, in any case; what came more than once is a list
 */
record Hook(String system, String method, String url, Map<String, Object> headers, byte[] body) {
    /** The header's value, the first of several; null when absent. */
    String header(String name) {
        Object value = headers.get(name);
        if (value instanceof List<?> several) value = several.isEmpty() ? null : several.get(0);
        return value == null ? null : value.toString();
    }

    /** The header's value, which no sender of this scheme leaves out. */
    String required(String name, int longest) throws Rejected {
        String value = header(name);
        if (value == null || value.isBlank() || value.length() > longest)
            throw new Rejected(
                    Rejected.Reason.HEADERS, "expected the header " + name + " with 1 to " + longest + " characters");
        return value;
    }
}
