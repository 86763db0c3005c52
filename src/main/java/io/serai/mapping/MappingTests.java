package io.serai.mapping;

import io.serai.message.LinkKey;
import io.serai.message.Links;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs the tests that lie beside a table. What does not come out as written there is a finding at the test's place. */
final class MappingTests {
    private final Plan plan;
    private final Findings findings;

    MappingTests(Plan plan, Findings findings) {
        this.plan = plan;
        this.findings = findings;
    }

    /** Runs all tests of a file. */
    void run(Yaml file) {
        if (!(file instanceof Yaml.Items list)) {
            findings.error(file.at(), "a file of tests must be a list, not " + file.kind());
            return;
        }
        for (Yaml item : list.items()) {
            Options test = Options.of(item, "a test", findings);
            if (test != null) run(test);
        }
    }

    private void run(Options test) {
        String name = test.required("name");
        Yaml input = test.yaml("input");
        if (input == null) findings.error(test.at(), "'input' is missing");
        About about = about(test);
        Links links = links(test);
        Expectation expectation = Expectation.read(test, findings);
        test.noMore("test");
        if (name == null || input == null || expectation == null) return;
        Mapped mapped = plan.map(input.json(), about, links);
        for (String difference : expectation.differences(mapped))
            findings.error(expectation.at(), "test '" + name + "': " + difference);
    }

    private About about(Options test) {
        String system = test.text("system");
        Integer version = test.number("version");
        return new About(
                system == null ? plan.head().kind() : system,
                test.text("record"),
                version == null ? null : version.longValue(),
                test.text("there"));
    }

    /** The links that the test gives, by {@code <entity>:<system>:<external id>}; the target is the table's. */
    private static Links links(Options test) {
        Map<String, String> known = new HashMap<>();
        Yaml.Mapping yaml = test.mapping("links");
        if (yaml != null)
            yaml.values().forEach((key, id) -> known.put(key, id.json().asText()));
        return new GivenLinks(known, Set.copyOf(Expectation.names(test.items("gone"))));
    }

    private record GivenLinks(Map<String, String> known, Set<String> deleted) implements Links {
        @Override
        public Optional<String> resolve(LinkKey link) {
            return Optional.ofNullable(known.get(Expectation.withoutTarget(link)));
        }

        @Override
        public Optional<String> gone(LinkKey link) {
            return deleted.contains(Expectation.withoutTarget(link))
                    ? Optional.of("was deleted there")
                    : Optional.empty();
        }
    }
}
