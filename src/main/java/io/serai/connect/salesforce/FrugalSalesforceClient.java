package io.serai.connect.salesforce;

import io.serai.connect.CallMeter;
import io.serai.connect.VendorSystem;
import io.serai.connect.quota.Answer;
import io.serai.connect.quota.Limiter;
import java.net.URI;
import org.apache.camel.CamelContext;
import org.apache.camel.component.salesforce.SalesforceHttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * camel-salesforce's HTTP client with a handful of threads instead of two hundred.
 *
 * <p>It never revokes a session. Salesforce gives replicas of one app the same session, so a replica that stops would end those of
 * the others, and a stop would wait for a vendor that is down. A session ends by itself.
 */
final class FrugalSalesforceClient extends SalesforceHttpClient {
    private static final int ROUTES = 8;
    private static final int NETWORK = 6;

    private final String system;
    private final CallMeter meter;
    private final Limiter limiter;

    FrugalSalesforceClient(CamelContext context, VendorSystem system, CallMeter meter, Limiter limiter) {
        super(
                context,
                context.getExecutorServiceManager().newThreadPool(system, system.name() + "-route", ROUTES, ROUTES),
                new SslContextFactory.Client());
        this.system = system.name();
        this.meter = meter;
        this.limiter = limiter;
        QueuedThreadPool network = new QueuedThreadPool(NETWORK, 1);
        network.setName(system.name() + "-network");
        network.setReservedThreads(0);
        setExecutor(network);
        setFollowRedirects(false);
        setMaxRetries(2); // a login and the call again; a second 401 is the answer
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getProtocolHandlers().put(new CountingSecurityHandler(this, system, meter));
    }

    @Override
    public HttpRequest newHttpRequest(HttpConversation conversation, URI uri) {
        HttpRequest request = super.newHttpRequest(conversation, uri);
        request.onResponseHeaders(
                response -> limiter.answered(new Answer(response.getStatus(), response.getHeaders()::get, null)));
        return request;
    }

    @Override
    public Request newRequest(String uri) {
        return uri.contains("/services/oauth2/revoke") ? new NoRevocation(this) : super.newRequest(uri);
    }
}
