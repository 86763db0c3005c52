package io.serai.flow;

import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;

/**
 * Camel's error handler as it is by default, less its page of log for each failed exchange: what began the exchange (bus,
 * schedule, webhook) tells the failure once, with its code, and Camel's text would show message bodies (Invariant 7).
 */
final class QuietErrors {
    private QuietErrors() {}

    static void set(CamelContext context) {
        DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
        handler.setLevel(LoggingLevel.OFF.name());
        context.getCamelContextExtension().setErrorHandlerFactory(handler);
    }
}
