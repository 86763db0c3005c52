package io.serai.connect.quota;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the vendors publish, by the kind's label: the limit that holds unless the configuration gives another, and how answers correct
 * it. A kind that is not here has no limit and is believed its Retry-After.
 */
public record VendorQuota(Limit limit, Correction correction) {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** @param kind as in the configuration, such as {@code hubspot} */
    public static Limit limit(String kind) {
        return of(kind, Clock.systemUTC()).limit();
    }

    /** Those that are known, sorted. */
    public static Set<String> names() {
        return new TreeSet<>(all(Clock.systemUTC()).keySet());
    }

    /** How long an answer asks not to be called; null when it does not. */
    public static Duration wait(String vendor, Clock clock, Answer answer) {
        return of(vendor, clock).correction().read(answer).closed();
    }

    static VendorQuota of(String kind, Clock clock) {
        return all(clock).getOrDefault(kind, new VendorQuota(Limit.none(), new RetryAfter(clock)));
    }

    private static Map<String, VendorQuota> all(Clock clock) {
        RetryAfter retryAfter = new RetryAfter(clock);
        return Map.of(
                "salesforce",
                new VendorQuota(Limit.none(), Correction.all(new SalesforceQuota(), retryAfter)),
                "hubspot",
                new VendorQuota(
                        Limit.window(100, Duration.ofSeconds(10)), Correction.all(new HubSpotQuota(), retryAfter)),
                "omnisend",
                new VendorQuota(Limit.window(350, MINUTE), Correction.all(new OmnisendQuota(), retryAfter)),
                "dynamics",
                new VendorQuota(Limit.window(6_000, Duration.ofMinutes(5)), retryAfter),
                "smartico",
                new VendorQuota(Limit.window(6_000, MINUTE).concurrent(12), retryAfter),
                "bigcommerce",
                new VendorQuota(
                        Limit.window(150, Duration.ofSeconds(30)), Correction.all(new BigCommerceQuota(), retryAfter)),
                "shopify",
                new VendorQuota(
                        Limit.bucket(2, Duration.ofSeconds(1), 30), Correction.all(new ShopifyQuota(), retryAfter)));
    }
}
