package io.serai.connect.hook;

import io.serai.connect.hook.Rejected.Reason;
import java.time.Clock;
import java.time.Duration;

/** Whether a signed time is near enough to now, in either direction. Thread-safe. */
record Freshness(Clock clock, Duration allowed) {
    /** @param seconds since 1970, as the header of this name tells */
    void checkSeconds(String header, String seconds) throws Rejected {
        long now = clock.instant().getEpochSecond();
        if (far(number(header, seconds, "seconds"), now, allowed.toSeconds()))
            throw new Rejected(
                    Reason.AGE,
                    "expected " + header + " within " + allowed.toSeconds() + " seconds of now, which is " + now);
    }

    /** @param millis since 1970, as the header of this name tells */
    void checkMillis(String header, String millis) throws Rejected {
        long now = clock.millis();
        if (far(number(header, millis, "milliseconds"), now, allowed.toMillis()))
            throw new Rejected(
                    Reason.AGE,
                    "expected " + header + " within " + allowed.toMillis() + " milliseconds of now, which is " + now);
    }

    private static boolean far(long sent, long now, long most) {
        return sent < now - most || sent > now + most;
    }

    private static long number(String header, String text, String unit) throws Rejected {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Rejected(Reason.HEADERS, "expected " + header + " in " + unit + " since 1970");
        }
    }
}
