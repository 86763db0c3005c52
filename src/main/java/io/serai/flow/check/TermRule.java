package io.serai.flow.check;

import io.serai.message.Finding;
import java.util.List;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.spi.PropertiesComponent;

/** Expressions compile. */
final class TermRule implements Rule {
    private final CamelContext context;

    TermRule(CamelContext context) {
        this.context = context;
    }

    @Override
    public void check(FlowSet flows, List<Finding> findings) {
        flows.terms().forEach(term -> check(term, flows, findings));
    }

    private void check(Term term, FlowSet flows, List<Finding> findings) {
        ExpressionDefinition expression = term.expression();
        if (expression.getExpression() == null || expression.getLanguage().isEmpty()) return;
        PropertiesComponent properties = context.getPropertiesComponent();
        try {
            properties.setLocalProperties(samples(term.in().kamelet()));
            if (unknownPlaceholder(expression.getExpression())) return; // told by the rule for placeholders
            ExpressionDefinition copy = expression.copyDefinition();
            if (term.predicate()) copy.createPredicate(context);
            else copy.createExpression(context);
        } catch (Exception e) {
            findings.add(flows.text(term.in())
                    .error(term.line(), expression.getExpression(), expression.getLanguage() + ": " + reason(e)));
        } finally {
            properties.setLocalProperties(null);
        }
    }

    /** Inside a kamelet its properties stand for values that only the routes give. */
    private static Properties samples(Kamelet kamelet) {
        Properties samples = new Properties();
        if (kamelet == null) return samples;
        kamelet.properties()
                .forEach((name, property) ->
                        samples.setProperty(name, property.fallback() == null ? "sample" : property.fallback()));
        return samples;
    }

    private boolean unknownPlaceholder(String text) {
        try {
            context.resolvePropertyPlaceholders(text);
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(message);
    }
}
