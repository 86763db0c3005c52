package io.serai.store;

import java.io.InputStream;
import java.io.Reader;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/** An exchange as it was before its transaction, so that its steps can begin anew. Of one exchange; not thread-safe. */
final class ExchangeState {
    private final Map<String, Object> properties;
    private final Map<String, Object> headers;
    private final Object body;
    private boolean begun;

    ExchangeState(Exchange exchange) {
        this.properties = new HashMap<>(exchange.getProperties());
        this.headers = new HashMap<>(exchange.getMessage().getHeaders());
        this.body = exchange.getMessage().getBody();
    }

    /**
     * Nothing to do the first time; then the exchange is set back.
     *
     * @throws StoreException when its body cannot be read twice
     */
    void begin(Exchange exchange) {
        if (begun) restore(exchange);
        begun = true;
    }

    private void restore(Exchange exchange) {
        if (body instanceof StreamCache stream) stream.reset();
        else if (body instanceof InputStream || body instanceof Reader)
            throw new StoreException(
                    "the transaction met another one and cannot be repeated, as the body of the exchange is a stream",
                    exchange.getException());
        exchange.setException(null);
        exchange.setRouteStop(false);
        exchange.setRollbackOnly(false);
        exchange.setRollbackOnlyLast(false);
        exchange.getExchangeExtension().setRedeliveryExhausted(false);
        exchange.getExchangeExtension().setErrorHandlerHandled(null);
        exchange.removeProperty(Exchange.EXCEPTION_CAUGHT);
        exchange.getMessage().setHeaders(new HashMap<>(headers));
        exchange.getMessage().setBody(body);
        exchange.getProperties().keySet().stream()
                .filter(name -> !properties.containsKey(name))
                .toList()
                .forEach(exchange::removeProperty);
        restoreProperties(exchange);
    }

    void restoreProperties(Exchange exchange) {
        properties.forEach(exchange::setProperty);
    }
}
