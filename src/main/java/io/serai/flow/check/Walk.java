package io.serai.flow.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.NamedNode;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionSubElementDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.OutputNode;
import org.apache.camel.model.PolicyDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.SetVariablesDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.TransactedDefinition;
import org.apache.camel.model.ValidateDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;
import org.apache.camel.model.language.SimpleExpression;

/** Walks a route as Camel's DSL has made it and notes what it names. */
final class Walk {
    /** Kamelets may be given the route that they call. */
    private static final Pattern GIVEN = Pattern.compile("[?&][^=]+=(direct:[^&]+)");

    private final Model model;
    private final Set<NamedNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    Walk(Model model) {
        this.model = model;
    }

    void route(RouteDefinition route) {
        if (route.getInput() != null)
            use(route.getInput().getEndpointUri(), true, false, route.getInput().getLineNumber(), false);
        route.getOutputs().forEach(step -> step(step, route.getLineNumber(), false));
    }

    private void step(OptionalIdentifiedDefinition<?> step, int parentLine, boolean transacted) {
        if (!seen.add(step)) return;
        int line = step.getLineNumber() > 0 ? step.getLineNumber() : parentLine;
        endpoint(step, line, transacted);
        expressions(step, line);
        bean(step, line);
        boolean inside = transacted || opens(step);
        children(step).forEach(child -> step(child, line, inside));
    }

    /** A transaction; {@code oneAtATime} is a policy that is none. */
    private static boolean opens(OptionalIdentifiedDefinition<?> step) {
        return step instanceof TransactedDefinition
                || step instanceof PolicyDefinition policy && !"oneAtATime".equals(policy.getRef());
    }

    private static List<OptionalIdentifiedDefinition<?>> children(OptionalIdentifiedDefinition<?> step) {
        List<OptionalIdentifiedDefinition<?>> children = new ArrayList<>();
        if (step instanceof ChoiceDefinition choice) {
            children.addAll(choice.getWhenClauses());
            children.add(choice.getOtherwise());
        } else if (step instanceof ProcessorDefinition<?> processor) {
            children.addAll(processor.getOutputs());
        } else if (step instanceof OutputNode node) {
            children.addAll(node.getOutputs());
        }
        if (step instanceof CircuitBreakerDefinition breaker) children.add(breaker.getOnFallback());
        if (step instanceof SetHeadersDefinition set && set.getHeaders() != null) children.addAll(set.getHeaders());
        if (step instanceof SetVariablesDefinition set && set.getVariables() != null)
            children.addAll(set.getVariables());
        children.removeIf(Objects::isNull);
        return children;
    }

    private void endpoint(OptionalIdentifiedDefinition<?> step, int line, boolean transacted) {
        if (step instanceof ToDynamicDefinition to) {
            use(to.getUri(), false, computed(to.getUri()), line, transacted);
            if (computed(to.getUri())) term(new SimpleExpression(to.getUri()), false, line);
        } else if (step instanceof EndpointRequiredDefinition to) {
            use(to.getEndpointUri(), step instanceof PollDefinition, false, line, transacted);
        } else if (step instanceof KameletDefinition kamelet) {
            use("kamelet:" + kamelet.getName(), false, false, line, transacted);
        } else if (step instanceof EnrichDefinition enrich) {
            fetch(enrich.getExpression(), false, line, transacted);
        } else if (step instanceof PollEnrichDefinition enrich) {
            fetch(enrich.getExpression(), true, line, transacted);
        }
    }

    private void fetch(ExpressionDefinition expression, boolean reads, int line, boolean transacted) {
        String uri = constant(expression);
        use(uri, reads, computed(uri), line, transacted);
    }

    private void use(String uri, boolean reads, boolean dynamic, int line, boolean transacted) {
        if (uri == null || uri.isBlank()) return;
        String plain = uri.strip();
        if (plain.startsWith("ref:") || plain.startsWith("${") || plain.startsWith("{{")) return; // nothing can be said
        model.uses().add(new Use(model.in(), plain, reads, dynamic, line, transacted));
        Matcher given = GIVEN.matcher(plain);
        while (plain.startsWith("kamelet:") && given.find()) use(given.group(1), false, false, line, transacted);
    }

    private static boolean computed(String uri) {
        return uri != null && (uri.contains("${") || uri.contains("$simple{"));
    }

    private static String constant(ExpressionDefinition expression) {
        ExpressionDefinition plain = unwrap(expression);
        if (plain == null || plain.getExpression() == null) return null;
        return Set.of("constant", "simple").contains(plain.getLanguage()) ? plain.getExpression() : null;
    }

    private void expressions(OptionalIdentifiedDefinition<?> step, int line) {
        if (step instanceof HasExpressionType has) term(has.getExpressionType(), predicate(step), line);
        if (step instanceof AggregateDefinition aggregate) {
            term(aggregate.getCorrelationExpression(), false, line);
            term(aggregate.getCompletionPredicate(), true, line);
        }
        if (step instanceof CatchDefinition caught && caught.getOnWhen() != null)
            term(caught.getOnWhen().getExpression(), true, line);
        if (step instanceof OnExceptionDefinition on) {
            if (on.getOnWhen() != null) term(on.getOnWhen().getExpression(), true, line);
            term(on.getHandled(), true, line);
            term(on.getContinued(), true, line);
            term(on.getRetryWhile(), true, line);
        }
        if (step instanceof LogDefinition log && log.getMessage() != null && log.getLogLanguage() == null)
            term(new SimpleExpression(log.getMessage()), false, line);
    }

    private static boolean predicate(OptionalIdentifiedDefinition<?> step) {
        return step instanceof FilterDefinition
                || step instanceof WhenDefinition
                || step instanceof ValidateDefinition
                || step instanceof LoopDefinition loop && "true".equals(loop.getDoWhile());
    }

    private void term(ExpressionSubElementDefinition element, boolean predicate, int line) {
        if (element != null) term(element.getExpressionType(), predicate, line);
    }

    private void term(ExpressionDefinition expression, boolean predicate, int line) {
        ExpressionDefinition plain = unwrap(expression);
        if (plain == null) return;
        if (plain instanceof MethodCallExpression call && call.getRef() != null)
            model.refs().add(new Ref(model.in(), call.getRef(), line));
        else model.terms().add(new Term(model.in(), plain, predicate, line));
    }

    /** YAML may wrap an expression in {@code expression:}. */
    private static ExpressionDefinition unwrap(ExpressionDefinition expression) {
        ExpressionDefinition here = expression;
        while (here != null && here.getExpressionType() != null) here = here.getExpressionType();
        return here;
    }

    private void bean(OptionalIdentifiedDefinition<?> step, int line) {
        String ref = null;
        if (step instanceof ProcessDefinition process) ref = process.getRef();
        else if (step instanceof BeanDefinition bean) ref = bean.getRef();
        else if (step instanceof PolicyDefinition policy) ref = policy.getRef();
        else if (step instanceof TransactedDefinition transaction) ref = transaction.getRef();
        if (ref != null && !ref.startsWith("{{")) model.refs().add(new Ref(model.in(), ref, line));
    }
}
