package io.serai.connect.hook;

import io.serai.connect.Systems;
import io.serai.connect.VendorSystem;
import io.serai.connect.hook.Rejected.Reason;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decides about one webhook. Cheap questions come first; nothing is parsed before its sender is known. Thread-safe. */
final class HookVerifier {
    record Verified(VendorSystem system, List<Event> events, int accepted) {}

    private record Sender(VendorSystem system, Dialect dialect) {}

    private final Map<String, Sender> senders = new HashMap<>();
    private final HooksConfig config;
    private final String publicUrl;

    HookVerifier(Systems systems, HooksConfig config, Clock clock) {
        this.config = config;
        this.publicUrl =
                config.publicUrl().map(url -> url.replaceAll("/+$", "")).orElse(null);
        Dialects dialects = new Dialects(config, clock);
        for (VendorSystem system : systems.all())
            if (system.webhook().sends()) senders.put(system.name(), new Sender(system, dialects.of(system)));
    }

    Verified verify(Hook hook) throws Rejected {
        Sender sender = senders.get(hook.system());
        if (sender == null)
            throw new Rejected(
                    Reason.SYSTEM,
                    "expected the name of a configured system that has a webhook.secret, or webhook.scheme=adobe-io");
        checkSize(hook.body().length);
        Dialect dialect = sender.dialect();
        dialect.signature().check(hook);
        return new Verified(sender.system(), dialect.payload().read(hook), dialect.accepted());
    }

    void checkSize(long bytes) throws Rejected {
        if (bytes > config.maxBytes())
            throw new Rejected(Reason.SIZE, "expected at most " + config.maxBytes() + " bytes");
    }

    /** What its sender calls the place that it was sent to. */
    String url(String asReceived, String pathAndQuery) {
        return publicUrl == null ? asReceived : publicUrl + pathAndQuery;
    }
}
