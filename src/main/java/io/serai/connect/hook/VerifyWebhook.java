package io.serai.connect.hook;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import io.serai.connect.Systems;
import io.serai.connect.hook.HookVerifier.Hook;
import io.serai.connect.hook.HookVerifier.Verified;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * {@code process: {ref: verifyWebhook}}: lets only good webhooks pass.
 *
 * <p>Passed on: the body is the record's JSON, the headers say where it came from, the property {@value #RAW} has the bytes as they
 * were received, and every header of the request is gone, so that none is mistaken for one of a route or sent to a vendor.
 * Refused: a problem document (RFC 9457) with a status of 4xx is the answer and the route ends. Thread-safe.
 */
@Singleton
@Unremovable
@Named("verifyWebhook")
public class VerifyWebhook implements Processor {
    /** Property with the body as it was received. */
    public static final String RAW = "SeraiRaw";

    public static final String SYSTEM = "SeraiSystem";
    public static final String KIND = "SeraiKind";
    public static final String ENTITY = "SeraiEntity";
    /** The sender's id of the webhook: the same when it is sent again. */
    public static final String KEY = "SeraiKey";
    /** The record's id in the system that sent it. */
    public static final String EXTERNAL_ID = "SeraiExternalId";

    public static final String TIME = "SeraiTime";

    private static final byte[] NOTHING = {};

    private final HookVerifier verifier;
    private final Refusals refusals;

    @Inject
    public VerifyWebhook(Systems systems, HooksConfig config, MeterRegistry meters) {
        this(new HookVerifier(systems, config, Clock.systemUTC()), new Refusals(systems, meters));
    }

    VerifyWebhook(HookVerifier verifier, Refusals refusals) {
        this.verifier = verifier;
        this.refusals = refusals;
    }

    @Override
    public void process(Exchange exchange) {
        String system = exchange.getMessage().getHeader("system", String.class);
        try {
            checkDeclaredSize(exchange.getMessage());
            Hook hook = hook(system, exchange.getMessage());
            accept(exchange, hook, verifier.verify(hook));
        } catch (Rejected rejected) {
            reject(exchange, system, rejected);
        }
    }

    /** Before the body is read from the network. */
    private void checkDeclaredSize(Message message) throws Rejected {
        Object declared = message.getHeader("Content-Length");
        if (declared == null) return;
        try {
            verifier.checkSize(Long.parseLong(declared.toString()));
        } catch (NumberFormatException e) {
            throw new Rejected(Rejected.Reason.HEADERS, "expected Content-Length to be a number");
        }
    }

    private static Hook hook(String system, Message message) {
        byte[] body = bytes(message);
        return new Hook(
                system,
                message.getHeader("webhook-id", String.class),
                message.getHeader("webhook-timestamp", String.class),
                message.getHeader("webhook-signature", String.class),
                body == null ? NOTHING : body);
    }

    /** Camel's own converter would copy a stream through two buffers of 16 KB each. */
    private static byte[] bytes(Message message) {
        if (!(message.getBody() instanceof InputStream stream)) return message.getBody(byte[].class);
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the request's body could not be read", e);
        }
    }

    private static void accept(Exchange exchange, Hook hook, Verified verified) {
        exchange.setProperty(RAW, hook.body());
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(SYSTEM, verified.system().name());
        message.setHeader(KIND, verified.system().kind().label());
        message.setHeader(ENTITY, verified.event().entity());
        message.setHeader(KEY, hook.id());
        message.setHeader(EXTERNAL_ID, verified.event().externalId());
        if (verified.event().at() != null)
            message.setHeader(TIME, verified.event().at().toString());
        message.setBody(verified.event().data());
    }

    private void reject(Exchange exchange, String system, Rejected rejected) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, rejected.reason().status());
        message.setHeader(Exchange.CONTENT_TYPE, Refusals.TYPE);
        message.setBody(refusals.refuse(system, rejected));
        exchange.setRouteStop(true);
    }
}
