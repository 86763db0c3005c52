package io.serai.flow.check;

import io.serai.message.Finding;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.tooling.model.ComponentModel;

/** No transaction is open during a call to a vendor: it would hold the one writer of the database for as long as that takes. */
final class TransactedRule implements Rule {
    /** Our own, which write to the store or compute. */
    private static final Set<String> LOCAL = Set.of("bus", "hub", "journal", "mapping", "schedule");

    private final EndpointRule.Catalog catalog;

    TransactedRule(EndpointRule.Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void check(FlowSet flows, List<Finding> findings) {
        Map<String, List<Use>> behind = flows.uses("direct")
                .filter(Use::reads)
                .collect(Collectors.toMap(Use::path, TransactedRule::calls, (one, other) -> one));
        flows.uses().filter(Use::transacted).forEach(use -> {
            String call = outside(use) ? use.scheme() + ":" : vendor(use, behind, new HashSet<>());
            if (call == null) return;
            String message = "'" + call + "' inside a transaction: a call to another system must stand outside of it";
            findings.add(flows.text(use.in()).error(use.line(), use.scheme(), message));
        });
    }

    /** What the route that begins there sends to. */
    private static List<Use> calls(Use begin) {
        return begin.in().routes().stream()
                .filter(route -> route.getInput() != null
                        && begin.uri().equals(route.getInput().getEndpointUri()))
                .flatMap(route -> Model.of(route, begin.in()).uses().stream())
                .filter(use -> !use.reads())
                .toList();
    }

    private String vendor(Use use, Map<String, List<Use>> behind, Set<String> seen) {
        if (!use.is("direct") || !seen.add(use.path())) return null;
        for (Use call : behind.getOrDefault(use.path(), List.of())) {
            if (outside(call)) return use.scheme() + ":" + use.path() + " -> " + call.scheme() + ":";
            String further = vendor(call, behind, seen);
            if (further != null) return further;
        }
        return null;
    }

    private boolean outside(Use use) {
        if (LOCAL.contains(use.scheme())) return false;
        if (use.is("kamelet")) return !Set.of("source", "sink").contains(use.path());
        ComponentModel model = catalog.component(use.scheme());
        return model != null && model.isRemote();
    }
}
