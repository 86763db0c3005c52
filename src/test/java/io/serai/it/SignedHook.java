package io.serai.it;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A webhook signed as Standard Webhooks says. */
public record SignedHook(String id, Instant at, String body, String secret) {
    /** Of the sandbox's shops. */
    public static final String SECRET = "sandbox-webhook-secret";

    public static SignedHook of(String id, String body) {
        return new SignedHook(id, Instant.now(), body, SECRET);
    }

    public HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", String.valueOf(at.getEpochSecond()))
                .header("webhook-signature", "v1," + signature())
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private String signature() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String signed = id + "." + at.getEpochSecond() + "." + body;
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
