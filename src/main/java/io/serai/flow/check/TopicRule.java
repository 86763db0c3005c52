package io.serai.flow.check;

import io.serai.message.Finding;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/**
 * Topics that nobody reads or nobody writes: warnings, as a flow may be put in place half by half. A {@code direct:} endpoint that
 * no route reads is an error, as every message sent to it would fail.
 */
final class TopicRule implements Rule {
    private final CamelContext context;

    TopicRule(CamelContext context) {
        this.context = context;
    }

    @Override
    public void check(FlowSet flows, List<Finding> findings) {
        List<Use> reads = flows.uses("bus").filter(Use::reads).toList();
        List<Use> writes = flows.uses("bus").filter(use -> !use.reads()).toList();
        Set<String> read = topics(reads);
        Set<String> written = topics(writes);
        Map<String, Pattern> patterns = new HashMap<>();
        for (Use use : writes) {
            Pattern topics = patterns.computeIfAbsent(plain(use), TopicRule::pattern);
            if (read.stream().noneMatch(topics.asMatchPredicate()))
                findings.add(warning(use, flows, "nobody reads topic '" + topic(use) + "'" + hint(use, read)));
        }
        for (Use use : reads) {
            String topic = topic(use);
            if (patterns.values().stream()
                    .noneMatch(topics -> topics.matcher(topic).matches()))
                findings.add(warning(use, flows, "nobody writes topic '" + topic + "'" + hint(use, written)));
        }
        direct(flows, findings);
    }

    private void direct(FlowSet flows, List<Finding> findings) {
        Set<String> read = topics(flows.uses("direct").filter(Use::reads).toList());
        flows.uses("direct").filter(use -> !use.reads() && !use.dynamic()).forEach(use -> {
            if (topic(use).contains("{{") || read.contains(topic(use))) return;
            String message = "no route reads 'direct:" + topic(use) + "'" + hint(use, read);
            findings.add(flows.text(use.in()).error(use.line(), topic(use), message));
        });
    }

    private Set<String> topics(List<Use> uses) {
        return uses.stream()
                .filter(use -> !use.dynamic())
                .map(this::topic)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Finding warning(Use use, FlowSet flows, String message) {
        return flows.text(use.in()).warning(use.line(), use.path(), message);
    }

    private String hint(Use use, Set<String> known) {
        return use.dynamic() ? "" : Closest.hint(topic(use), known);
    }

    private String topic(Use use) {
        String path = use.path();
        if (!path.contains("{{")) return path;
        try {
            return context.resolvePropertyPlaceholders(path);
        } catch (IllegalArgumentException e) {
            return path; // the rule for placeholders tells it
        }
    }

    private String plain(Use use) {
        return EndpointRule.placeholders(use.dynamic() ? use.path() : topic(use));
    }

    /** {@code ${header.SeraiKind}.${header.SeraiEntity}} may be any topic with a dot. */
    private static Pattern pattern(String plain) {
        return Pattern.compile(Arrays.stream(plain.split("\\{\\{computed}}", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".+")));
    }
}
