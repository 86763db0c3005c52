package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.message.LinkKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a test expects of a mapping; exactly one of body, errors, waits and skipped is given.
 *
 * @param at where it is written
 * @param errors fields that must have an error
 * @param texts by field, what its error must contain; empty for any
 * @param unsaid fields of which it must say nothing
 */
record Expectation(
        Place at,
        JsonNode body,
        List<String> errors,
        JsonNode texts,
        String waits,
        boolean skipped,
        String id,
        String time,
        List<String> unsaid) {

    /** Reads it from a test; null, with a finding, when it is not clear. */
    static Expectation read(Options test, Findings findings) {
        List<String> given = Stream.of("expect", "errors", "waits", "skipped")
                .filter(test::has)
                .toList();
        Yaml errors = test.yaml("errors");
        String id = test.text("id");
        String time = test.text("time");
        if (given.size() != 1) {
            findings.error(test.at(), "a test must have one of 'expect', 'errors', 'waits' and 'skipped'");
            return null;
        }
        return new Expectation(
                test.at(given.get(0)),
                test.has("expect") ? test.yaml("expect").json() : null,
                names(errors),
                errors == null ? null : errors.json(),
                test.text("waits"),
                test.flag("skipped"),
                id,
                time,
                names(test.items("unsaid")));
    }

    /** The keys of a map, or a list of names; empty for nothing. */
    static List<String> names(Yaml errors) {
        if (errors instanceof Yaml.Mapping map) return List.copyOf(map.entries().keySet());
        if (errors instanceof Yaml.Items list)
            return list.items().stream().map(item -> item.json().asText()).toList();
        return List.of();
    }

    /** What came out otherwise; empty when nothing did. */
    List<String> differences(Mapped mapped) {
        if (mapped instanceof Mapped.Done done && body != null) return differences(done);
        if (mapped instanceof Mapped.Failed failed && texts != null) return differences(failed);
        if (mapped instanceof Mapped.Waits waiting
                && withoutTarget(waiting.link()).equals(waits)) return List.of();
        if (mapped instanceof Mapped.Filtered && skipped) return List.of();
        return List.of("expected " + expected() + ", but it " + actual(mapped));
    }

    private List<String> differences(Mapped.Done done) {
        List<String> differences = new ArrayList<>(JsonDifference.between(body, done.body()));
        if (id != null && !id.equals(done.externalId()))
            differences.add("id: expected " + id + ", but it is " + done.externalId());
        if (time != null && !time.equals(done.time()))
            differences.add("time: expected " + time + ", but it is " + done.time());
        if (!done.unsaid().equals(Set.copyOf(unsaid)))
            differences.add("unsaid: expected " + unsaid + ", but it is " + List.copyOf(new TreeSet<>(done.unsaid())));
        return differences;
    }

    private List<String> differences(Mapped.Failed failed) {
        List<String> differences = new ArrayList<>();
        for (FieldError error : failed.errors()) {
            String text = texts.path(error.field()).asText("");
            if (!errors.contains(error.field())) differences.add("unexpected error: " + error);
            else if (!error.expected().contains(text))
                differences.add(error.field() + ": expected an error with '" + text + "', but it is: " + error);
        }
        errors.stream()
                .filter(field -> failed.errors().stream()
                        .noneMatch(error -> error.field().equals(field)))
                .forEach(field -> differences.add("expected an error of " + field));
        return differences;
    }

    private String expected() {
        if (body != null) return "a result";
        if (skipped) return "to be skipped";
        return waits != null ? "to wait for " + waits : "errors";
    }

    private static String actual(Mapped mapped) {
        if (mapped instanceof Mapped.Failed failed) return "failed: " + failed.detail();
        if (mapped instanceof Mapped.Waits waiting) return "waits for " + withoutTarget(waiting.link());
        return mapped instanceof Mapped.Filtered ? "was skipped" : "was mapped";
    }

    static String withoutTarget(LinkKey link) {
        return link.entity() + ":" + link.system() + ":" + link.externalId();
    }
}
