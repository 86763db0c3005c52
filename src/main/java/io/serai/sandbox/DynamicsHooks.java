package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/**
 * Tells each write to a webhook as an asynchronous step of a plug-in does: the RemoteExecutionContext as JSON, the key in a header of its
 * own, no signature. What is answered 502, 503 or 504 is tried once more, anything else is given up.
 */
final class DynamicsHooks implements AutoCloseable {
    private static final String ORGANISATION = "5a1e0000-0000-4000-8000-0000000000ff";
    private static final Set<Integer> ONCE_MORE = Set.of(502, 503, 504);
    private final LongAdder accepted = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private final String url;
    private final String key;
    private final Clock clock;
    private final HttpClient client;

    /** @param system replaces {@code {system}} in the URL */
    DynamicsHooks(String system, SandboxOptions.Webhooks options, Vertx vertx, Clock clock) {
        this.clock = clock;
        key = options.secret();
        url = options.url().isEmpty() ? "" : options.url().replace("{system}", system);
        client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(2_000));
    }

    void wrote(String message, DynamicsTable table, DynamicsRow row, DynamicsUser user) {
        if (!url.isEmpty()) {
            send(message, table.name, Json.write(context(message, table, row, user)), true);
        }
    }

    ObjectNode toJson() {
        return Json.object().put("accepted", accepted.sum()).put("givenUp", givenUp.sum());
    }

    private void send(String message, String table, byte[] body, boolean first) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url)
                .setTimeout(60_000)
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("x-serai-key", key)
                .putHeader("x-ms-dynamics-organization", "sandbox.crm.dynamics.example")
                .putHeader("x-ms-dynamics-entity-name", table)
                .putHeader("x-ms-dynamics-request-name", message)
                .putHeader("x-ms-correlation-request-id", UUID.randomUUID().toString());
        client.request(request)
                .compose(open -> open.send(Buffer.buffer(body)))
                .map(response -> response.statusCode())
                .onComplete(result -> {
                    if (result.succeeded() && result.result() / 100 == 2) {
                        accepted.increment();
                    } else if (first && result.succeeded() && ONCE_MORE.contains(result.result())) {
                        send(message, table, body, false);
                    } else {
                        givenUp.increment();
                    }
                });
    }

    private ObjectNode context(String message, DynamicsTable table, DynamicsRow row, DynamicsUser user) {
        ObjectNode json = Json.object()
                .put("BusinessUnitId", ORGANISATION)
                .put("CorrelationId", UUID.randomUUID().toString())
                .put("Depth", 1)
                .put("InitiatingUserId", user.id());
        ObjectNode target = json.putArray("InputParameters")
                .addObject()
                .put("key", "Target")
                .putObject("value");
        target.put("__type", "Entity:http://schemas.microsoft.com/xrm/2011/Contracts");
        ArrayNode attributes = target.putArray("Attributes");
        row.values
                .properties()
                .forEach(value ->
                        attributes.addObject().put("key", value.getKey()).set("value", value.getValue()));
        target.put("Id", row.id.toString()).put("LogicalName", table.name);
        return json.put("IsExecutingOffline", false)
                .put("MessageName", message)
                .put("Mode", 1)
                .put("OperationCreatedOn", "/Date(" + clock.millis() + ")/")
                .put("OperationId", UUID.randomUUID().toString())
                .put("OrganizationId", ORGANISATION)
                .put("OrganizationName", "sandbox")
                .put("PrimaryEntityId", row.id.toString())
                .put("PrimaryEntityName", table.name)
                .put("RequestId", UUID.randomUUID().toString())
                .put("SecondaryEntityName", "none")
                .put("Stage", 40)
                .put("UserId", user.id());
    }

    @Override
    public void close() {
        client.close();
    }
}
