package io.serai.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One call of a system's API, apart from the server that took it.
 *
 * @param origin scheme, host and port as the client wrote them
 * @param base the path up to and including the system's name
 * @param rawPath the whole path as sent
 * @param rawQuery the query as sent, or empty
 * @param path the decoded segments behind the base
 * @param headers finds a header by its name, or null
 */
record Call(
        String method,
        String origin,
        String base,
        String rawPath,
        String rawQuery,
        List<String> path,
        UnaryOperator<String> headers,
        byte[] body) {

    /** Takes a request path apart; empty if it is not below {@code /sandbox/<system>}. */
    static Optional<Call> of(
            String method, String origin, String rawPath, String rawQuery, UnaryOperator<String> headers, byte[] body) {
        int mount = rawPath.indexOf("/sandbox/");
        if (mount < 0) {
            return Optional.empty();
        }
        int start = mount + "/sandbox/".length();
        int end = rawPath.indexOf('/', start);
        String base = end < 0 ? rawPath : rawPath.substring(0, end);
        List<String> path = end < 0 ? List.of() : segments(rawPath.substring(end));
        return Optional.of(
                new Call(method, origin, base, rawPath, rawQuery == null ? "" : rawQuery, path, headers, body));
    }

    /** The same caller's call of another resource of the same system, as composite requests make them. */
    Call sub(String otherMethod, String uri, byte[] otherBody) {
        int mark = uri.indexOf('?');
        String plain = mark < 0 ? uri : uri.substring(0, mark);
        String query = mark < 0 ? "" : uri.substring(mark + 1);
        return new Call(otherMethod, origin, base, base + plain, query, segments(plain), headers, otherBody);
    }

    String system() {
        return base.substring(base.lastIndexOf('/') + 1);
    }

    String segment(int index) {
        return index < path.size() ? path.get(index) : "";
    }

    String tail() {
        return String.join("/", path);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.apply(name));
    }

    Map<String, String> query() {
        return form(rawQuery);
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(query().get(name));
    }

    /** Decodes {@code a=b&c=d}, in order. */
    static Map<String, String> form(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                pairs.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return pairs;
    }

    /** Undoes form encoding; what is not encoded properly stays as it is. */
    static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static List<String> segments(String rawPath) {
        List<String> segments = new ArrayList<>(8);
        for (String segment : rawPath.split("/")) {
            if (!segment.isEmpty()) {
                segments.add(decode(segment.replace("+", "%2B")));
            }
        }
        return segments;
    }
}
