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

/** camel-salesforce's raw client, with a short path, a timer, the quota, and errors without the vendor's text. */
final class MeteredRawClient extends ServiceSupport implements RawClient {
    private static final String LIMIT = "Sforce-Limit-Info";

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
            quota(answered.get(LIMIT));
            if (failure == null) callback.onResponse(response, answered, null);
            else callback.onResponse(null, answered, failed(failure));
        });
    }

    private SalesforceException failed(SalesforceException failure) {
        if (failure.getStatusCode() == 0) meter.unanswered(system.name(), SafeErrors.root(failure));
        return SafeErrors.of(system.name(), failure);
    }

    /** {@code api-usage=18/5000}, possibly followed by others. */
    private void quota(String limit) {
        if (limit == null) return;
        int equals = limit.indexOf("api-usage=");
        int slash = limit.indexOf('/', Math.max(equals, 0));
        if (equals < 0 || slash < 0) return;
        long used = number(limit, equals + "api-usage=".length());
        long max = number(limit, slash + 1);
        if (used >= 0 && max > 0) meter.quota(system.name(), used, max);
    }

    private static long number(String text, int from) {
        int to = from;
        while (to < text.length() && to - from < 15 && Character.isDigit(text.charAt(to))) to++;
        return to == from ? -1 : Long.parseLong(text.substring(from, to));
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
