package io.serai.connect.hook;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.connect.Kind;
import io.serai.connect.Systems;
import io.serai.connect.hook.Rejected.Reason;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Stands before {@code /hooks}: what the HTTP server would refuse by itself, as too large for it or as a form that it cannot read,
 * is refused here, in the way of {@link VerifyWebhook}. The one form that is good, by which a WooCommerce tries an address, is answered
 * here, and so is the challenge of Adobe I/O Events. Thread-safe.
 */
@Singleton
class HookGate {
    /** Before the server's own limit of size, which comes at -2. */
    private static final int ORDER = -10;

    private static final int TOO_LARGE = 413;
    private static final int OK = 200;
    private static final int LONGEST_PING = 64;
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final Pattern PING = Pattern.compile("webhook_id=\\d{1,19}");

    private final Systems systems;
    private final HooksConfig config;
    private final Refusals refusals;

    HookGate(Systems systems, HooksConfig config, MeterRegistry meters) {
        this.systems = systems;
        this.config = config;
        this.refusals = new Refusals(systems, meters);
    }

    void mount(@Observes Router router) {
        router.post("/hooks/:system").order(ORDER).handler(this::pass).failureHandler(this::failed);
        router.get("/hooks/:system").order(ORDER).handler(this::challenge);
    }

    /** Adobe I/O Events asks an address that it is to call to repeat a text. Nothing else is told, and to nobody but for such a system. */
    private void challenge(RoutingContext context) {
        List<String> asked = context.queryParam("challenge");
        boolean adobe = systems.find(context.pathParam("system"))
                .filter(system -> system.webhook().adobe() != null)
                .isPresent();
        if (adobe && asked.size() == 1 && CHALLENGE.matcher(asked.get(0)).matches())
            context.response()
                    .putHeader("Content-Type", "text/plain")
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .end(asked.get(0));
        else context.next();
    }

    private void pass(RoutingContext context) {
        if (declaredSize(context) > config.maxBytes()) refuse(context, tooLarge());
        else if (!isForm(context)) context.next();
        else if (mayBePing(context)) ping(context);
        else refuse(context, new Rejected(Reason.TYPE, "expected Content-Type: application/json, not a form"));
    }

    private boolean mayBePing(RoutingContext context) {
        long size = declaredSize(context);
        boolean woocommerce = systems.find(context.pathParam("system"))
                .filter(system -> system.kind() == Kind.WOOCOMMERCE)
                .filter(system -> system.webhook().sends())
                .isPresent();
        return woocommerce && size > 0 && size <= LONGEST_PING;
    }

    /** Nothing is signed in it and nothing kept of it: whoever sends it learns only that there is such an address. */
    private void ping(RoutingContext context) {
        context.request()
                .body()
                .onSuccess(body -> {
                    if (PING.matcher(body.toString(StandardCharsets.US_ASCII)).matches())
                        context.response().setStatusCode(OK).end();
                    else
                        answer(
                                context,
                                new Rejected(
                                        Reason.TYPE, "expected the form webhook_id=<number>, or application/json"));
                })
                .onFailure(context::fail);
        context.request().resume();
    }

    /** A body that never told its size is found to be too large while it is read. */
    private void failed(RoutingContext context) {
        if (context.statusCode() == TOO_LARGE && !context.response().headWritten()) refuse(context, tooLarge());
        else context.next();
    }

    private Rejected tooLarge() {
        return new Rejected(Reason.SIZE, "expected at most " + config.maxBytes() + " bytes");
    }

    private static long declaredSize(RoutingContext context) {
        try {
            return Long.parseLong(context.request().getHeader("Content-Length"));
        } catch (NumberFormatException e) {
            return 0; // none, or none that the server lets through
        }
    }

    private static boolean isForm(RoutingContext context) {
        String type = context.request().getHeader("Content-Type");
        if (type == null) return false;
        String small = type.toLowerCase(Locale.ROOT);
        return small.startsWith("application/x-www-form-urlencoded") || small.startsWith("multipart/");
    }

    private void refuse(RoutingContext context, Rejected rejected) {
        context.request().resume(); // what still comes is read and dropped, so that its sender gets to the answer
        answer(context, rejected);
    }

    private void answer(RoutingContext context, Rejected rejected) {
        context.response()
                .setStatusCode(rejected.reason().status())
                .putHeader("Content-Type", Refusals.TYPE)
                .end(Buffer.buffer(refusals.refuse(context.pathParam("system"), rejected)));
    }
}
