package io.serai.flow;

import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.apache.camel.processor.errorhandler.DefaultErrorHandler;
import org.apache.camel.spi.CamelLogger;
import org.slf4j.LoggerFactory;

/**
 * Camel's error handler as it is by default, less its page of log for each failed exchange: what began the exchange (bus,
 * schedule, webhook) tells the failure once, with its code, and Camel's text would show message bodies (Invariant 7).
 */
final class QuietErrors {
    private QuietErrors() {}

    /** A logger and not only its level, as that would be converted anew for each step of each route. */
    static void set(CamelContext context) {
        DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
        handler.setLoggerBean(new CamelLogger(LoggerFactory.getLogger(DefaultErrorHandler.class), LoggingLevel.OFF));
        context.getCamelContextExtension().setErrorHandlerFactory(handler);
    }
}
