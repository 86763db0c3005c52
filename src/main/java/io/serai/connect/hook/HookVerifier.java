package io.serai.connect.hook;

import io.serai.connect.Systems;
import io.serai.connect.VendorSystem;
import io.serai.connect.hook.Rejected.Reason;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Decides about one webhook. Cheap questions come first; nothing is parsed before its sender is known. Thread-safe. */
final class HookVerifier {
    private static final int LONGEST_ID = 128;

    /** What was sent; values are null when absent. */
    record Hook(String system, String id, String timestamp, String signature, byte[] body) {}

    record Verified(VendorSystem system, Event event) {}

    private record Sender(VendorSystem system, Signatures signatures) {}

    private final Map<String, Sender> senders = new HashMap<>();
    private final HooksConfig config;
    private final Clock clock;

    HookVerifier(Systems systems, HooksConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        for (VendorSystem system : systems.all())
            if (!system.hookSecrets().isEmpty())
                senders.put(system.name(), new Sender(system, new Signatures(system.hookSecrets())));
    }

    Verified verify(Hook hook) throws Rejected {
        Sender sender = senders.get(hook.system());
        if (sender == null)
            throw new Rejected(Reason.SYSTEM, "expected the name of a configured system that has a webhook.secret");
        checkSize(hook.body().length);
        checkHeaders(hook);
        checkAge(hook.timestamp());
        if (!sender.signatures().valid(hook.signature(), hook.id(), hook.timestamp(), hook.body()))
            throw new Rejected(
                    Reason.SIGNATURE,
                    "expected webhook-signature: v1,<base64 of HMAC-SHA256 over id.timestamp.body> with the"
                            + " system's webhook.secret");
        return new Verified(sender.system(), Event.parse(sender.system().kind(), hook.body()));
    }

    void checkSize(long bytes) throws Rejected {
        if (bytes > config.maxBytes())
            throw new Rejected(Reason.SIZE, "expected at most " + config.maxBytes() + " bytes");
    }

    private static void checkHeaders(Hook hook) throws Rejected {
        if (hook.signature() == null) throw new Rejected(Reason.SIGNATURE, "expected the header webhook-signature");
        if (hook.id() == null || hook.id().isBlank() || hook.id().length() > LONGEST_ID)
            throw new Rejected(
                    Reason.HEADERS, "expected the header webhook-id with 1 to " + LONGEST_ID + " characters");
        if (hook.timestamp() == null) throw new Rejected(Reason.HEADERS, "expected the header webhook-timestamp");
    }

    private void checkAge(String timestamp) throws Rejected {
        long sent;
        try {
            sent = Long.parseLong(timestamp);
        } catch (NumberFormatException e) {
            throw new Rejected(Reason.HEADERS, "expected webhook-timestamp in seconds since 1970");
        }
        long now = clock.instant().getEpochSecond();
        long allowed = config.maxAge().toSeconds();
        if (sent < now - allowed || sent > now + allowed)
            throw new Rejected(
                    Reason.AGE, "expected webhook-timestamp within " + allowed + " seconds of now, which is " + now);
    }
}
