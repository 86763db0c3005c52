package io.serai.connect;

import io.serai.connect.SystemsConfig.QuotaConfig;
import io.serai.connect.quota.Limit;
import io.serai.connect.quota.Quota;
import io.serai.connect.quota.VendorQuota;
import java.time.Duration;

/** Reads {@code serai.systems.<name>.quota}. */
final class QuotaReader {
    private QuotaReader() {}

    static Quota read(Settings settings, Kind kind, QuotaConfig config) {
        String vendor = config.vendor().orElse(kind.label());
        if (config.vendor().isPresent() && !VendorQuota.names().contains(vendor))
            settings.problem("quota.vendor", "is " + vendor + ": expected " + String.join(" or ", VendorQuota.names()));
        Limit usual = VendorQuota.limit(vendor);
        Limit limit = rate(settings, usual, config);
        int concurrent = config.concurrent().orElse(usual.concurrent());
        if (concurrent < 0) settings.problem("quota.concurrent", "must be 0 or more");
        double live = config.reserveLive().orElse(usual.reserveLive());
        double replay = config.reserveReplay().orElse(usual.reserveReplay());
        if (live < 0 || replay < 0 || live + replay >= 1)
            settings.problem(
                    "quota.reserve-live", "and quota.reserve-replay must be 0 or more, and together less than 1");
        if (config.maxWait().isNegative()) settings.problem("quota.max-wait", "must not be negative");
        return new Quota(
                vendor, limit.concurrent(concurrent).reserve(live, replay).maxWait(config.maxWait()));
    }

    private static Limit rate(Settings settings, Limit usual, QuotaConfig config) {
        if (config.requests().isEmpty()) {
            if (config.per().isPresent() || config.burst().isPresent())
                settings.problem("quota.requests", "is missing (needed by quota.per and quota.burst)");
            return usual;
        }
        int requests = config.requests().get();
        if (requests == 0) return Limit.none();
        Duration per = config.per().orElse(null);
        int burst = config.burst().orElse(1);
        if (requests < 0) settings.problem("quota.requests", "must be 0 or more");
        if (per == null) settings.problem("quota.per", "is missing (needed by quota.requests)");
        else if (per.isZero() || per.isNegative())
            settings.problem("quota.per", "must be more than nothing, such as 10s");
        if (burst < 1) settings.problem("quota.burst", "must be 1 or more");
        if (requests < 0 || per == null || per.isZero() || per.isNegative() || burst < 1) return usual;
        return config.burst().isPresent() ? Limit.bucket(requests, per, burst) : Limit.window(requests, per);
    }
}
