package io.serai.message;

import java.util.regex.Pattern;

/**
 * A place in a distributed trace, as W3C Trace Context writes it, for what goes on elsewhere or later.
 *
 * @param traceparent version, ids of trace and span, flags
 * @param tracestate what tracing systems added; null for nothing
 */
public record Trace(String traceparent, String tracestate) {
    private static final Pattern PARENT = Pattern.compile(
            "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})" + "[0-9a-f]{16}-[0-9a-f]{2}(-[\\x21-\\x7e]{0,200})?");
    private static final Pattern STATE = Pattern.compile("[\\x20-\\x7e\\t]{1,512}");
    private static final int ID_FROM = 3;
    private static final int ID_TO = 35;

    /** What somebody else said; null when that is no trace. A state that is none is left out. */
    public static Trace of(String traceparent, String tracestate) {
        if (traceparent == null || !PARENT.matcher(traceparent).matches()) return null;
        boolean state = tracestate != null && STATE.matcher(tracestate).matches();
        return new Trace(traceparent, state ? tracestate : null);
    }

    /** Reads {@link #text()}; null for null. */
    public static Trace parse(String text) {
        if (text == null) return null;
        int blank = text.indexOf(' ');
        return blank < 0 ? of(text, null) : of(text.substring(0, blank), text.substring(blank + 1));
    }

    /** Both in one line. */
    public String text() {
        return tracestate == null ? traceparent : traceparent + ' ' + tracestate;
    }

    /** The trace's own id: 32 hexadecimal digits. */
    public String id() {
        return traceparent.substring(ID_FROM, ID_TO);
    }
}
