package io.serai.sandbox;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/** Takes HTTP calls, lets ordered failures happen to them, and has the doubles answer. */
final class Front implements Handler<RoutingContext> {
    private static final Logger LOG = Logger.getLogger("io.serai.sandbox");
    private final Sandbox sandbox;

    Front(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Buffer buffer = context.body().buffer();
        String origin = request.scheme() + "://" + request.getHeader("Host");
        Optional<Call> call = Call.of(
                request.method().name(),
                origin,
                request.path(),
                request.query(),
                request::getHeader,
                buffer == null ? new byte[0] : buffer.getBytes());
        if (call.isEmpty()) {
            send(context, Reply.refused(404, "expected /sandbox/<system>/..."));
        } else if (call.get().system().equals("reset")) {
            inBackground(context, () -> sandbox.reset(call.get()));
        } else {
            sandbox.vendor(call.get().system())
                    .ifPresentOrElse(
                            vendor -> dispatch(context, vendor, call.get()),
                            () -> send(
                                    context,
                                    Reply.refused(
                                            404,
                                            "no system of this name; expected magento*, salesforce*, custom-shop* or dynamics*")));
        }
    }

    private void dispatch(RoutingContext context, Vendor vendor, Call call) {
        if (!vendor.owns(call)) {
            inBackground(context, () -> Controls.answer(vendor, call));
            return;
        }
        Optional<Fault> fault = vendor.faults().forCall(call);
        if (fault.isEmpty()) {
            answer(context, vendor, call);
        } else if (fault.get().kind() == Fault.Kind.TIMEOUT_AFTER_COMMIT) {
            safely(vendor, () -> vendor.answer(call));
            vendor.calls().count(call, "timeout");
            context.vertx().setTimer(Math.max(1, fault.get().latencyMs()), timer -> drop(context));
        } else if (fault.get().latencyMs() > 0) {
            context.vertx().setTimer(fault.get().latencyMs(), timer -> fail(context, vendor, call, fault.get()));
        } else {
            fail(context, vendor, call, fault.get());
        }
    }

    private void fail(RoutingContext context, Vendor vendor, Call call, Fault fault) {
        switch (fault.kind()) {
            case DROP -> {
                vendor.calls().count(call, "dropped");
                drop(context);
            }
            case STATUS -> counted(context, vendor, call, vendor.error(fault.status()));
            case HTML -> counted(context, vendor, call, Pages.unavailable(fault.status()));
            default -> answer(context, vendor, call);
        }
    }

    private void answer(RoutingContext context, Vendor vendor, Call call) {
        counted(context, vendor, call, safely(vendor, () -> vendor.answer(call)));
    }

    private void counted(RoutingContext context, Vendor vendor, Call call, Reply reply) {
        vendor.calls().count(call, Integer.toString(reply.status()));
        send(context, reply);
    }

    private void inBackground(RoutingContext context, Callable<Reply> work) {
        context.vertx()
                .executeBlocking(work, false)
                .onSuccess(reply -> send(context, reply))
                .onFailure(failure -> send(context, failed(failure)));
    }

    private static Reply safely(Vendor vendor, Callable<Reply> work) {
        try {
            return work.call();
        } catch (Refusal e) {
            return e.reply();
        } catch (Exception e) {
            LOG.error("a double failed", e);
            return vendor.error(500);
        }
    }

    private static Reply failed(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal.reply();
        }
        LOG.error("a control call failed", failure);
        return Reply.refused(500, failure.getClass().getSimpleName());
    }

    private static void drop(RoutingContext context) {
        context.request().connection().close();
    }

    private static void send(RoutingContext context, Reply reply) {
        HttpServerResponse response = context.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(reply.status());
        if (!reply.type().isEmpty()) {
            response.putHeader("Content-Type", reply.type());
        }
        reply.headers().forEach(response::putHeader);
        response.end(Buffer.buffer(reply.body()));
    }
}
