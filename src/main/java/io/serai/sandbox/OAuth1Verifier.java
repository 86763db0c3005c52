package io.serai.sandbox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks OAuth 1.0a as Magento does since 2.4.4: HMAC-SHA256 only, over scheme and host as the request shows them. A query pair
 * counts only with exactly one equals sign, as in the stricter releases. Not thread-safe.
 */
final class OAuth1Verifier {
    private static final long DEVIATION_SECONDS = 600;
    private static final List<String> NEEDED = List.of(
            "oauth_consumer_key",
            "oauth_token",
            "oauth_nonce",
            "oauth_timestamp",
            "oauth_signature_method",
            "oauth_signature");

    private final SandboxOptions.MagentoAccess access;
    private final Clock clock;
    private final Nonces nonces = new Nonces(2 * DEVIATION_SECONDS);

    OAuth1Verifier(SandboxOptions.MagentoAccess access, Clock clock) {
        this.access = access;
        this.clock = clock;
    }

    /** Returns the problem with a call that carries {@code Authorization: OAuth ...}, or empty. */
    Optional<Reply> check(Call call, String authorization) {
        Map<String, String> given = parse(authorization);
        for (String name : NEEDED) {
            if (given.getOrDefault(name, "").isEmpty()) {
                return problem(400, "parameter_absent", "\"%1\" is required. Enter and try again.", name);
            }
        }
        if (!given.getOrDefault("oauth_version", "1.0").equals("1.0")) {
            return problem(
                    400, "version_rejected", "The OAuth version %1 isn't supported.", given.get("oauth_version"));
        }
        if (!given.get("oauth_signature_method").equals("HMAC-SHA256")) {
            return problem(
                    400,
                    "signature_method_rejected",
                    "Signature method %1 is not supported",
                    given.get("oauth_signature_method"));
        }
        if (!given.get("oauth_consumer_key").equals(access.consumerKey())) {
            return problem(401, "consumer_key_rejected", "A consumer with the ID %1 does not exist");
        }
        if (!given.get("oauth_token").equals(access.accessToken())) {
            return problem(401, "token_rejected", "Specified token does not exist");
        }
        return fresh(given).or(() -> signed(call, given));
    }

    private Optional<Reply> fresh(Map<String, String> given) {
        long now = clock.instant().getEpochSecond();
        String timestamp = given.get("oauth_timestamp");
        if (!timestamp.matches("\\d{1,11}") || Math.abs(Long.parseLong(timestamp) - now) > DEVIATION_SECONDS) {
            return problem(400, "timestamp_refused", "The timestamp value in the oauth_timestamp parameter is invalid");
        }
        if (!nonces.use(given.get("oauth_nonce"), now)) {
            return problem(401, "nonce_used", "The nonce is already being used by the consumer with ID %1.", "1");
        }
        return Optional.empty();
    }

    private Optional<Reply> signed(Call call, Map<String, String> given) {
        byte[] expected = hmac(
                encode(access.consumerSecret()) + "&" + encode(access.accessTokenSecret()), baseString(call, given));
        byte[] actual = given.get("oauth_signature").getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(Base64.getEncoder().encode(expected), actual)) {
            return problem(401, "signature_invalid", "The signature is invalid. Verify and try again.");
        }
        return Optional.empty();
    }

    /** What both sides sign. */
    static String baseString(Call call, Map<String, String> oauth) {
        List<String[]> pairs = new ArrayList<>();
        oauth.forEach((name, value) -> {
            if (!name.equals("oauth_signature") && !name.equals("realm")) {
                pairs.add(new String[] {encode(name), encode(value)});
            }
        });
        for (String pair : call.rawQuery().split("&")) {
            String[] parts = pair.split("=", -1);
            if (parts.length == 2) {
                pairs.add(new String[] {encode(Call.decode(parts[0])), encode(Call.decode(parts[1]))});
            }
        }
        pairs.sort((a, b) -> a[0].equals(b[0]) ? a[1].compareTo(b[1]) : a[0].compareTo(b[0]));
        StringBuilder joined = new StringBuilder();
        for (String[] pair : pairs) {
            joined.append(joined.isEmpty() ? "" : "&")
                    .append(pair[0])
                    .append('=')
                    .append(pair[1]);
        }
        String url = call.origin().toLowerCase(Locale.ROOT).replaceFirst("^(http://.*):80$|^(https://.*):443$", "$1$2")
                + call.rawPath();
        return call.method() + "&" + encode(url) + "&" + encode(joined.toString());
    }

    private static Map<String, String> parse(String authorization) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : authorization.substring("OAuth ".length()).split(",")) {
            String[] pair = part.trim().split("=", 2);
            if (pair.length == 2) {
                String quoted = pair[1].trim();
                String value = quoted.length() > 1 && quoted.startsWith("\"")
                        ? quoted.substring(1, quoted.length() - 1)
                        : quoted;
                values.put(Call.decode(pair[0]), Call.decode(value.replace("+", "%2B")));
            }
        }
        return values;
    }

    private static byte[] hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static Optional<Reply> problem(int status, String problem, String message, String... parameters) {
        return Optional.of(MagentoErrors.oauth(status, problem, message, parameters));
    }
}
