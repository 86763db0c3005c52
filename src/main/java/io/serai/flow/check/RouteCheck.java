package io.serai.flow.check;

import io.serai.message.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/**
 * Tells everything that is wrong with a state of the routes folder, without connecting anywhere, starting anything or changing
 * what runs. Works on content in memory, so that a changed file is checked before anything is touched (Invariant 6).
 */
public final class RouteCheck {
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::file)
            .thenComparingInt(Finding::line)
            .thenComparingInt(Finding::column)
            .thenComparing(Finding::message);

    private final List<Rule> rules;
    private final Supplier<Set<String>> mappings;

    /**
     * @param context is asked for components, languages and configuration
     * @param beans whether a bean of this name exists
     * @param mappings names of the mapping tables
     */
    public RouteCheck(CamelContext context, Predicate<String> beans, Supplier<Set<String>> mappings) {
        EndpointRule.Catalog catalog = new EndpointRule.Catalog(context);
        this.mappings = mappings;
        this.rules = List.of(
                new RouteIdRule(),
                new ConditionRule(),
                new EndpointRule(context, catalog),
                new KameletRule(context),
                new TermRule(context),
                new PlaceholderRule(context),
                new BeanRule(beans),
                new TopicRule(context),
                new TransactedRule(catalog));
    }

    /** All findings in all files, sorted by file and place; those of parsing included. */
    public List<Finding> check(Collection<Parsed> files) {
        List<Finding> findings = new ArrayList<>();
        files.forEach(file -> findings.addAll(file.findings()));
        FlowSet flows = new FlowSet(files);
        Abreast.map(rules, rule -> check(rule, flows)).forEach(findings::addAll);
        new MappingRule(mappings.get()).check(flows, findings);
        return findings.stream().distinct().sorted(ORDER).toList();
    }

    private static List<Finding> check(Rule rule, FlowSet flows) {
        List<Finding> findings = new ArrayList<>();
        rule.check(flows, findings);
        return findings;
    }
}
