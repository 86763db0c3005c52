package io.serai.flow.check;

import io.serai.message.Finding;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Mapping tables that routes name exist. */
final class MappingRule implements Rule {
    private static final Pattern READ_BACK = Pattern.compile("[?&]readBack=([^&]+)");

    private final Set<String> known;

    MappingRule(Set<String> known) {
        this.known = known;
    }

    @Override
    public void check(FlowSet flows, List<Finding> findings) {
        flows.uses("mapping").filter(use -> !use.dynamic()).forEach(use -> {
            check(flows, use, use.path(), findings);
            Matcher readBack = READ_BACK.matcher(use.uri());
            if (readBack.find()) check(flows, use, readBack.group(1), findings);
        });
    }

    private void check(FlowSet flows, Use use, String name, List<Finding> findings) {
        if (name.contains("{{") || known.contains(name)) return;
        findings.add(flows.text(use.in())
                .error(use.line(), name, "unknown mapping '" + name + "'" + Closest.hint(name, known)));
    }
}
