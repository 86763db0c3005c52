package io.serai.connect.salesforce;

import io.serai.connect.CallMeter;
import org.apache.camel.component.salesforce.SalesforceHttpClient;
import org.apache.camel.component.salesforce.internal.client.SalesforceSecurityHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpRequest;

/**
 * camel-salesforce's handler, which logs in again when a session has ended. As Jetty asks the first handler about every answer,
 * answers are counted here. The answer to the first login, which belongs to no call yet, is left alone: camel-salesforce would
 * wait for its end in vain when it is a 401.
 */
final class CountingSecurityHandler extends SalesforceSecurityHandler {
    /** How camel-salesforce marks requests that belong to a call. */
    private static final String CALL = SalesforceSecurityHandler.class.getName() + "camel-salesforce-client";

    private final String system;
    private final CallMeter meter;

    CountingSecurityHandler(SalesforceHttpClient client, String system, CallMeter meter) {
        super(client);
        this.system = system;
        this.meter = meter;
    }

    @Override
    public boolean accept(Request request, Response response) {
        meter.answered(system, response.getStatus());
        if (((HttpRequest) request).getConversation().getAttribute(CALL) == null) return false;
        return super.accept(request, response);
    }
}
