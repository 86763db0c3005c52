package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts a system's calls by path template and status. Thread-safe. */
final class Calls {
    private static final Set<String> WORDS = Set.of(
            "rest",
            "api",
            "users",
            "businesses",
            "purchases",
            "V1",
            "integration",
            "admin",
            "token",
            "customers",
            "search",
            "orders",
            "products",
            "company",
            "services",
            "data",
            "oauth2",
            "sobjects",
            "composite",
            "query",
            "queryAll",
            "limits",
            "jobs",
            "ingest",
            "successfulResults",
            "failedResults",
            "describe",
            "all",
            "contacts",
            "tags",
            "events",
            "batches",
            "items",
            "external",
            "v2",
            "v5",
            "v9.2",
            "$batch",
            "crm",
            "v3",
            "v4",
            "objects",
            "companies",
            "deals",
            "batch",
            "read",
            "update",
            "upsert",
            "associations",
            "associate",
            "default",
            "merge",
            "communication-preferences",
            "statuses",
            "Merge");

    private final Map<String, Map<String, LongAdder>> counts = new ConcurrentHashMap<>();

    void count(Call call, String result) {
        counts.computeIfAbsent(template(call), key -> new ConcurrentHashMap<>())
                .computeIfAbsent(result, key -> new LongAdder())
                .increment();
    }

    void clear() {
        counts.clear();
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object();
        new TreeMap<>(counts).forEach((template, results) -> {
            ObjectNode row = json.putObject(template);
            new TreeMap<>(results).forEach((result, count) -> row.put(result, count.sum()));
        });
        return json;
    }

    long total() {
        return counts.values().stream()
                .flatMap(results -> results.values().stream())
                .mapToLong(LongAdder::sum)
                .sum();
    }

    /** Literal words stay, and so do the names of objects; everything else becomes {@code *}. */
    private static String template(Call call) {
        StringBuilder template = new StringBuilder(64).append(call.method());
        String before = "";
        char separator = ' ';
        for (String segment : call.path()) {
            boolean object = before.equals("sobjects") && segment.length() < 41 && segment.matches("\\w+");
            template.append(separator).append(object || WORDS.contains(segment) ? segment : "*");
            separator = '/';
            before = segment;
        }
        return template.toString();
    }
}
