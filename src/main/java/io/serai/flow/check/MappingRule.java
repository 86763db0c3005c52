package io.serai.flow.check;

import io.serai.message.Finding;
import java.util.List;
import java.util.Set;

/** Mapping tables that routes name exist. */
final class MappingRule implements Rule {
    private final Set<String> known;

    MappingRule(Set<String> known) {
        this.known = known;
    }

    @Override
    public void check(FlowSet flows, List<Finding> findings) {
        flows.uses("mapping").filter(use -> !use.dynamic()).forEach(use -> {
            String name = use.path();
            if (name.contains("{{") || known.contains(name)) return;
            findings.add(flows.text(use.in())
                    .error(use.line(), name, "unknown mapping '" + name + "'" + Closest.hint(name, known)));
        });
    }
}
