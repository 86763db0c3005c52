package io.serai.connect.http;

import io.serai.connect.VendorSystem;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PluginHelper;

/**
 * camel-http for one system: {@code magento-pl:/rest/all/V1/orders/42} is that path at the system's URL, with its authorization and
 * its timeouts. Options are those of camel-http.
 *
 * <p>Of the message's headers only {@link VendorHeaders} reach the vendor. The method and the query may be given by {@code
 * CamelHttpMethod} and {@code CamelHttpQuery} as with camel-http.
 */
public final class HttpSystemComponent extends HttpComponent {
    private final VendorSystem system;

    public HttpSystemComponent(VendorSystem system, HttpSystem client) {
        this.system = system;
        setHttpClientConfigurer(client);
        setHeaderFilterStrategy(new VendorHeaders());
        setHttpActivityListener(new ExchangeInReach());
        setCookieManagementDisabled(true);
        setConnectionsPerRoute(8);
        setMaxTotalConnections(8);
        setConnectTimeout(system.connectTimeout().toMillis());
        setConnectionRequestTimeout(system.connectTimeout().toMillis());
        setResponseTimeout(system.responseTimeout().toMillis());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String path, Map<String, Object> options) throws Exception {
        String target = system.url() + (path.startsWith("/") ? path : "/" + path);
        return super.createEndpoint(target, target, options);
    }

    /** camel-http's own, which is found by its name and not by this class; without it options would need reflection. */
    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return PluginHelper.getConfigurerResolver(getCamelContext())
                .resolvePropertyConfigurer("http-endpoint-configurer", getCamelContext());
    }
}
