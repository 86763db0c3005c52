package io.serai.connect;

import io.serai.connect.quota.Answer;
import io.serai.connect.quota.RetryAfter;
import io.serai.connect.quota.VendorQuota;
import io.serai.message.Failure;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.camel.http.base.HttpOperationFailedException;

/** Answers of camel-http that were not a success, as the vendor means them. */
final class HttpFailures {
    private static final Set<Integer> TRANSIENT = Set.of(408, 425, 429);

    private final Map<String, VendorRules> rules = VendorRules.all();
    private final Clock clock;
    private final UnaryOperator<String> vendors;

    /** @param vendors the vendor of a URL; null where it is not known */
    HttpFailures(Clock clock, UnaryOperator<String> vendors) {
        this.clock = clock;
        this.vendors = vendors;
    }

    Failure classify(HttpOperationFailedException failure) {
        String vendor = String.valueOf(vendors.apply(failure.getUri()));
        HttpAnswer answer = HttpAnswer.of(failure);
        int status = answer.status();
        Failure usual = new Failure(
                mayPass(status),
                "http-" + status,
                failure.isRedirectError() ? "answered with a redirect: check the system's url" : "answered " + status,
                wait(vendor, answer));
        Failure judged = rules.getOrDefault(vendor, VendorRules.HTTP).judge(answer, usual);
        if (judged.transientFailure() || judged.retryAfter() == null) return judged;
        return new Failure(false, judged.code(), judged.detail(), null);
    }

    /** Whether one of the vendors means by this code that it takes nothing at all now. */
    boolean down(String code) {
        return rules.values().stream().anyMatch(vendor -> vendor.down(code));
    }

    static boolean mayPass(int status) {
        return TRANSIENT.contains(status) || status >= 500;
    }

    /** What the vendor asks to wait, in its own way or by {@code Retry-After}; null when it does not say. */
    private Duration wait(String vendor, HttpAnswer answer) {
        Duration told = VendorQuota.wait(vendor, clock, new Answer(answer.status(), answer::header, answer.body()));
        return told == null ? RetryAfter.parse(answer.header("Retry-After"), clock.instant()) : told;
    }
}
