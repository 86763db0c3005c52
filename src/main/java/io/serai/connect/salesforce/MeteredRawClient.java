package io.serai.connect.salesforce;

import io.serai.connect.CallMeter;
import io.serai.connect.VendorSystem;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.apache.camel.component.salesforce.internal.PayloadFormat;
import org.apache.camel.component.salesforce.internal.client.RawClient;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/** camel-salesforce's raw client, with a short path, a timer, and errors without the vendor's text. */
final class MeteredRawClient extends ServiceSupport implements RawClient {
    private final VendorSystem system;
    private final CallMeter meter;
    private final RawClient client;

    MeteredRawClient(VendorSystem system, CallMeter meter, RawClient client) {
        this.system = system;
        this.meter = meter;
        this.client = client;
    }

    @Override
    public void makeRequest(
            String method,
            String path,
            PayloadFormat format,
            InputStream body,
            Map<String, List<String>> headers,
            ResponseCallback callback) {
        long start = System.nanoTime();
        String whole = path.startsWith("/services/") ? path : "/services/data/v" + system.apiVersion() + path;
        client.makeRequest(method, whole, format, body, headers, (response, answered, failure) -> {
            meter.took(system.name(), System.nanoTime() - start);
            if (failure == null) callback.onResponse(response, answered, null);
            else callback.onResponse(null, answered, failed(failure));
        });
    }

    private SalesforceException failed(SalesforceException failure) {
        if (failure.getStatusCode() == 0) meter.unanswered(system.name(), SafeErrors.root(failure));
        return SafeErrors.of(system.name(), failure);
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(client);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(client);
    }
}
