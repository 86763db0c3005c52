package io.serai.connect.salesforce;

import io.serai.connect.CallMeter;

/** Reads {@code Sforce-Limit-Info: api-usage=18/5000}, which may be followed by others. */
record Quota(String system, CallMeter meter) {
    static final String HEADER = "Sforce-Limit-Info";
    private static final String USAGE = "api-usage=";

    void read(String limit) {
        if (limit == null || !limit.startsWith(USAGE)) return;
        int slash = limit.indexOf('/');
        if (slash < 0) return;
        long used = number(limit, USAGE.length());
        long max = number(limit, slash + 1);
        if (used >= 0 && max > 0) meter.quota(system, used, max);
    }

    private static long number(String text, int from) {
        int to = from;
        while (to < text.length() && to - from < 15 && Character.isDigit(text.charAt(to))) to++;
        return to == from ? -1 : Long.parseLong(text.substring(from, to));
    }
}
