package io.serai.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;

/** A request, read strictly: what is misspelled is refused, never ignored. */
record Ask(RoutingContext context) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 1_000;
    private static final int LONGEST_NAME = 100;

    String path(String name) {
        return context.pathParam(name);
    }

    /** The parameter, or null when it is missing or empty. */
    String text(String name) {
        String value = context.queryParams().get(name);
        return value == null || value.isBlank() ? null : value;
    }

    int limit() {
        String text = text("limit");
        if (text == null) return DEFAULT_LIMIT;
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) return limit;
        } catch (NumberFormatException e) {
            // told below, with the same words
        }
        throw Problem.badRequest("limit: expected a number from 1 to " + MOST + ", got '" + text + "'");
    }

    void allow(String... parameters) {
        allow(context.queryParams().names(), Set.of(parameters));
    }

    static void allow(Set<String> given, Set<String> known) {
        Set<String> unknown = new TreeSet<>(given);
        unknown.removeAll(known);
        if (!unknown.isEmpty())
            throw Problem.badRequest("unknown: " + String.join(", ", unknown) + "; known are "
                    + String.join(", ", new TreeSet<>(known)));
    }

    /** The body, an object. A browser cannot send it from another site's page without asking first. */
    JsonNode object() {
        String type = context.request().getHeader("Content-Type");
        if (type == null || !type.strip().startsWith("application/json"))
            throw new Problem(415, "Unsupported media type", "expected Content-Type: application/json");
        Buffer bytes = context.body().buffer();
        try {
            JsonNode body = bytes == null ? null : Json.read(bytes.getBytes());
            if (body != null && body.isObject()) return body;
        } catch (UncheckedIOException e) {
            // told below, with the same words
        }
        throw Problem.badRequest("expected a JSON object as body");
    }

    /** Who asks, for the audit: what the caller says of itself. */
    String who() {
        String name = context.request().getHeader("X-Serai-User");
        if (name == null || name.isBlank()) return "cli";
        String clean = name.replaceAll("\\p{Cntrl}", "").strip();
        return clean.substring(0, Math.min(clean.length(), LONGEST_NAME));
    }
}
