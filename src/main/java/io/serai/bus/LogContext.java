package io.serai.bus;

import io.serai.message.Message;
import io.serai.message.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * Says in every line that this thread logs until it is closed what it works on: the flow, and of a single message also its ids. As
 * JSON they are the labels of the line. Whatever somebody else's id of a customer looks like, it may be personal, so only ids of
 * our own are told (Invariant 7).
 */
final class LogContext implements AutoCloseable {
    static final String FLOW = "flow";
    static final String MESSAGES = "messages";
    static final String MESSAGE = "message_id";
    static final String CORRELATION = "correlation_id";
    static final String RECORD = "record_id";
    static final String TRACE = "trace_id";

    private static final Pattern OURS = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** What stood there before, with null for nothing: batches are halved within each other. */
    private final Map<String, Object> before = new HashMap<>();

    LogContext(String flow, List<Delivery> deliveries, Trace trace) {
        put(FLOW, flow);
        put(MESSAGES, Integer.toString(deliveries.size()));
        Message message = deliveries.size() == 1 ? deliveries.get(0).message() : null;
        put(MESSAGE, message == null ? null : ours(message.id()));
        put(CORRELATION, message == null ? null : ours(message.correlation()));
        put(RECORD, message == null ? null : ours(message.subject()));
        put(TRACE, trace == null ? null : trace.id());
    }

    private static String ours(String id) {
        return id != null && OURS.matcher(id).matches() ? id : null;
    }

    private void put(String key, Object value) {
        before.put(key, MDC.get(key));
        set(key, value);
    }

    private static void set(String key, Object value) {
        if (value == null) MDC.remove(key);
        else MDC.put(key, value);
    }

    @Override
    public void close() {
        before.forEach(LogContext::set);
    }
}
