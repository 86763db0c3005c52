package io.serai.connect.hook;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import io.serai.connect.Kind;
import io.serai.connect.Systems;
import io.serai.connect.VendorSystem;
import io.serai.connect.hook.HookVerifier.Verified;
import io.serai.message.Traced;
import io.serai.message.Tracing;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.util.CaseInsensitiveMap;

/**
 * {@code process: {ref: verifyWebhook}}: lets only good webhooks pass.
 *
 * <p>Passed on: the body is the record's JSON, the headers say where it came from, the property {@value #RAW} has the bytes as they
 * were received, and every header of the request is gone, so that none is mistaken for one of a route or sent to a vendor. Where a
 * request tells of several things, the body is a list of such messages, to be split, and the property {@value #EVENTS} says how many.
 * The property {@value #ACCEPTED} is the status of the answer once all is stored. A request that tells nothing is answered here.
 * Refused: a problem document (RFC 9457) with a status of 4xx is the answer and the route ends. Thread-safe.
 */
@Singleton
@Unremovable
@Named("verifyWebhook")
public class VerifyWebhook implements Processor {
    /** Property with the body as it was received. */
    public static final String RAW = "SeraiRaw";
    /** Property with the number of events, where a request brought several. */
    public static final String EVENTS = "SeraiEvents";

    public static final String ACCEPTED = "SeraiAccepted";
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
    private final Tracing tracing;

    @Inject
    public VerifyWebhook(Systems systems, HooksConfig config, MeterRegistry meters, Tracing tracing) {
        this(new HookVerifier(systems, config, Clock.systemUTC()), new Refusals(systems, meters), tracing);
    }

    VerifyWebhook(HookVerifier verifier, Refusals refusals) {
        this(verifier, refusals, Tracing.OFF);
    }

    VerifyWebhook(HookVerifier verifier, Refusals refusals, Tracing tracing) {
        this.verifier = verifier;
        this.refusals = refusals;
        this.tracing = tracing;
    }

    @Override
    public void process(Exchange exchange) {
        String system = exchange.getMessage().getHeader("system", String.class);
        if (tracing.on()) RequestSpan.begin(tracing, exchange);
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

    private Hook hook(String system, Message message) {
        byte[] body = bytes(message);
        return new Hook(
                system,
                message.getHeader(Exchange.HTTP_METHOD, "POST", String.class),
                verifier.url(
                        message.getHeader(Exchange.HTTP_URL, "", String.class),
                        message.getHeader(Exchange.HTTP_URI, "", String.class)),
                new CaseInsensitiveMap(message.getHeaders()), // a context may keep them by case
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
        Traced.of(exchange).attribute("serai.system", verified.system().name());
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        exchange.setProperty(ACCEPTED, verified.accepted());
        List<Event> events = verified.events();
        if (events.isEmpty()) {
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, verified.accepted());
            message.setBody(null);
            exchange.setRouteStop(true);
        } else if (events.size() == 1) {
            exchange.setProperty(RAW, hook.body());
            fill(message, verified.system(), events.get(0));
        } else {
            // Each is kept by itself; the whole request beside each of them would be a multiple of it.
            exchange.setProperty(EVENTS, events.size());
            message.setBody(events.stream()
                    .map(event -> single(exchange.getContext(), verified.system(), event))
                    .toList());
        }
    }

    private static Message single(CamelContext context, VendorSystem system, Event event) {
        Message message = new DefaultMessage(context);
        fill(message, system, event);
        return message;
    }

    /** What a system of kind {@code rest} tells is known by the system's own name. */
    private static void fill(Message message, VendorSystem system, Event event) {
        message.setHeader(SYSTEM, system.name());
        message.setHeader(
                KIND, system.kind() == Kind.REST ? system.name() : system.kind().label());
        message.setHeader(ENTITY, event.entity());
        message.setHeader(KEY, event.key());
        if (event.externalId() != null) message.setHeader(EXTERNAL_ID, event.externalId());
        if (event.at() != null) message.setHeader(TIME, event.at().toString());
        message.setBody(event.data());
    }

    private void reject(Exchange exchange, String system, Rejected rejected) {
        Traced.of(exchange).failed(rejected.reason().label());
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, rejected.reason().status());
        message.setHeader(Exchange.CONTENT_TYPE, Refusals.TYPE);
        message.setBody(refusals.refuse(system, rejected));
        exchange.setRouteStop(true);
    }
}
