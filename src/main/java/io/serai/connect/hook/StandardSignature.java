package io.serai.connect.hook;

import io.serai.connect.Secret;
import io.serai.connect.hook.Rejected.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Standard Webhooks, version {@code v1}: base64 of HMAC-SHA256 over {@code id.timestamp.body}, of now. Thread-safe. */
final class StandardSignature implements Signature {
    static final String ID = "webhook-id";
    static final int LONGEST_ID = 128;
    private static final String TIMESTAMP = "webhook-timestamp";
    private static final String VERSION = "v1,";

    private final Hmac hmac;
    private final Freshness freshness;

    StandardSignature(List<Secret> secrets, Freshness freshness) {
        this.hmac = Hmac.with(secrets, Secret::hookKey);
        this.freshness = freshness;
    }

    @Override
    public void check(Hook hook) throws Rejected {
        String signature = hook.header("webhook-signature");
        if (signature == null) throw new Rejected(Reason.SIGNATURE, "expected the header webhook-signature");
        String id = hook.required(ID, LONGEST_ID);
        String timestamp = hook.header(TIMESTAMP);
        if (timestamp == null) throw new Rejected(Reason.HEADERS, "expected the header " + TIMESTAMP);
        freshness.checkSeconds(TIMESTAMP, timestamp);
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        if (!hmac.signs(signatures(signature), Base64.getEncoder()::encode, head, hook.body()))
            throw new Rejected(
                    Reason.SIGNATURE,
                    "expected webhook-signature: v1,<base64 of HMAC-SHA256 over id.timestamp.body> with the"
                            + " system's webhook.secret");
    }

    /** One or more, separated by blanks. */
    private static List<String> signatures(String header) {
        List<String> found = new ArrayList<>(2);
        for (String one : header.split(" ")) if (one.startsWith(VERSION)) found.add(one.substring(VERSION.length()));
        return found;
    }
}
