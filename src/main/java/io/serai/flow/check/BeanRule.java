package io.serai.flow.check;

import io.serai.message.Finding;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Beans that routes name exist. */
final class BeanRule implements Rule {
    private final Predicate<String> known;

    BeanRule(Predicate<String> known) {
        this.known = known;
    }

    @Override
    public void check(FlowSet flows, List<Finding> findings) {
        Stream<Ref> endpoints = Stream.concat(flows.uses("bean"), flows.uses("ref"))
                .filter(use -> !use.dynamic())
                .map(use -> new Ref(use.in(), use.path(), use.line()));
        Stream.concat(flows.refs(), endpoints).forEach(ref -> {
            if (ref.bean().contains("{{") || ref.bean().startsWith("#class:")) return;
            String name = ref.bean().replaceFirst("^#(bean:)?", "");
            if (declared(flows, ref, name) || known.test(name)) return;
            findings.add(flows.text(ref.in()).error(ref.line(), name, "unknown bean '" + name + "'"));
        });
    }

    /** A kamelet's beans are its own; those of a routes file are seen by all. */
    private static boolean declared(FlowSet flows, Ref ref, String name) {
        return flows.files().stream()
                .filter(file -> file == ref.in() || file.kamelet() == null)
                .anyMatch(file -> file.beans().contains(name));
    }
}
