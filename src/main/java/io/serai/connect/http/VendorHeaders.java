package io.serai.connect.http;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Lets nothing internal out and nothing unexpected in: headers of webhooks, of Serai or of another vendor's answer never reach a
 * vendor.
 */
public final class VendorHeaders implements HeaderFilterStrategy {
    private static final Set<String> OUT =
            Set.of("accept", "content-type", "idempotency-key", "if-match", "if-none-match", "prefer", "store");
    private static final Set<String> IN = Set.of("content-type", "link");

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !OUT.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !IN.contains(name.toLowerCase(Locale.ROOT));
    }
}
