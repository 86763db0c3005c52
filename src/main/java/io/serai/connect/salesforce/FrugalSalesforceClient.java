package io.serai.connect.salesforce;

import io.serai.connect.CallMeter;
import io.serai.connect.VendorSystem;
import org.apache.camel.CamelContext;
import org.apache.camel.component.salesforce.SalesforceHttpClient;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** camel-salesforce's HTTP client with a handful of threads instead of two hundred. */
final class FrugalSalesforceClient extends SalesforceHttpClient {
    private static final int ROUTES = 8;
    private static final int NETWORK = 6;

    private final VendorSystem system;
    private final CallMeter meter;

    FrugalSalesforceClient(CamelContext context, VendorSystem system, CallMeter meter) {
        super(
                context,
                context.getExecutorServiceManager()
                        .newThreadPool(system, "salesforce-" + system.name(), ROUTES, ROUTES),
                new SslContextFactory.Client());
        this.system = system;
        this.meter = meter;
        QueuedThreadPool network = new QueuedThreadPool(NETWORK, 1);
        network.setName("salesforce-" + system.name());
        network.setReservedThreads(0);
        setExecutor(network);
        setFollowRedirects(false);
        setMaxRetries(2); // a login and the call again; a second 401 is the answer
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getProtocolHandlers().put(new CountingSecurityHandler(this, system.name(), meter));
    }
}
