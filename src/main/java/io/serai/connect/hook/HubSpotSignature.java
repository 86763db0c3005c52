package io.serai.connect.hook;

import io.serai.connect.hook.Rejected.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * HubSpot's version 3: base64 of HMAC-SHA256, by the app's secret, over method, URL, body and time. The URL is the one that HubSpot
 * called: behind a proxy, {@code serai.hooks.public-url} says it.
 */
final class HubSpotSignature implements Signature {
    private static final String SIGNATURE = "X-HubSpot-Signature-v3";
    private static final String TIME = "X-HubSpot-Request-Timestamp";
    private static final int LONGEST = 128;

    /** What HubSpot signs as it is, however it is written in the request; everything else stays encoded. */
    private static final Map<String, String> PLAIN = Map.ofEntries(
            Map.entry("%3A", ":"),
            Map.entry("%2F", "/"),
            Map.entry("%3F", "?"),
            Map.entry("%40", "@"),
            Map.entry("%21", "!"),
            Map.entry("%24", "$"),
            Map.entry("%27", "'"),
            Map.entry("%28", "("),
            Map.entry("%29", ")"),
            Map.entry("%2A", "*"),
            Map.entry("%2C", ","),
            Map.entry("%3B", ";"));

    private final Hmac hmac;
    private final Freshness freshness;

    HubSpotSignature(Hmac hmac, Freshness freshness) {
        this.hmac = hmac;
        this.freshness = freshness;
    }

    @Override
    public void check(Hook hook) throws Rejected {
        String given = hook.header(SIGNATURE);
        if (given == null) throw new Rejected(Reason.SIGNATURE, "expected the header " + SIGNATURE);
        String time = hook.required(TIME, LONGEST);
        freshness.checkMillis(TIME, time);
        boolean good = hmac.signs(
                List.of(given),
                Base64.getEncoder()::encode,
                (hook.method() + plain(hook.url())).getBytes(StandardCharsets.UTF_8),
                hook.body(),
                time.getBytes(StandardCharsets.UTF_8));
        if (!good)
            throw new Rejected(
                    Reason.SIGNATURE,
                    "expected " + SIGNATURE
                            + ": <base64 of HMAC-SHA256 over method, URL, body and time> with the app's secret in"
                            + " the system's webhook.secret; behind a proxy, the URL is told by serai.hooks.public-url");
    }

    static String plain(String url) {
        if (url.indexOf('%') < 0) return url;
        StringBuilder plain = new StringBuilder(url.length());
        for (int i = 0; i < url.length(); i++) {
            String code = url.charAt(i) == '%' && i + 3 <= url.length()
                    ? url.substring(i, i + 3).toUpperCase(java.util.Locale.ROOT)
                    : "";
            String decoded = PLAIN.get(code);
            plain.append(decoded == null ? url.substring(i, i + 1) : decoded);
            if (decoded != null) i += 2;
        }
        return plain.toString();
    }
}
