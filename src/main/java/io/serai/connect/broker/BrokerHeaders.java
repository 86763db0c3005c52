package io.serai.connect.broker;

import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Headers of a route stay inside, as {@link io.serai.connect.http.VendorHeaders} holds it for HTTP; what a broker's message carries
 * comes in, unless it looks like one of Camel or Serai. A message's properties (id, type, key) are not headers.
 */
final class BrokerHeaders implements HeaderFilterStrategy {

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return true;
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        String small = name.toLowerCase(Locale.ROOT);
        return small.startsWith("camel") || small.startsWith("serai");
    }
}
