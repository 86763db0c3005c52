package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks JWT bearer assertions: RS256 with a registered key, and the claims iss, sub, aud and exp. Not thread-safe. */
final class JwtBearer {
    private static final long LONGEST_LIFE_SECONDS = 300;
    private static final long SKEW_SECONDS = 30;
    private final SandboxOptions.SalesforceAccess access;
    private final Clock clock;
    private final List<PublicKey> keys = new ArrayList<>();

    JwtBearer(SandboxOptions.SalesforceAccess access, Clock clock) {
        this.access = access;
        this.clock = clock;
        if (!access.publicKey().isBlank()) {
            register(access.publicKey());
        }
    }

    /** Accepts assertions signed with the private half of this key, in PEM ({@code BEGIN PUBLIC KEY}). */
    void register(String pem) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            keys.add(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("expected an RSA public key in PEM", e);
        }
    }

    /** The description of what is wrong with an assertion, or empty. */
    Optional<String> problem(String assertion, Set<String> audiences) {
        String[] parts = assertion.split("\\.");
        if (parts.length != 3) {
            return Optional.of("invalid assertion");
        }
        ObjectNode header = decode(parts[0]);
        ObjectNode claims = decode(parts[1]);
        long now = clock.instant().getEpochSecond();
        long exp = claims.path("exp").asLong();
        if (!header.path("alg").asText().equals("RS256") || !signed(parts)) {
            return Optional.of("invalid assertion");
        }
        if (!claims.path("iss").asText().equals(access.clientId())) {
            return Optional.of("invalid client credentials");
        }
        if (!audience(claims.path("aud"), audiences)) {
            return Optional.of("audience is invalid");
        }
        if (exp <= now - SKEW_SECONDS || exp > now + LONGEST_LIFE_SECONDS + SKEW_SECONDS) {
            return Optional.of("expired authorization code");
        }
        if (!claims.path("sub").asText().equals(access.username())) {
            return Optional.of("user hasn't approved this consumer");
        }
        return Optional.empty();
    }

    private static boolean audience(JsonNode aud, Set<String> accepted) {
        if (!aud.isArray()) {
            return accepted.contains(aud.asText());
        }
        for (JsonNode one : aud) {
            if (accepted.contains(one.asText())) {
                return true;
            }
        }
        return false;
    }

    private boolean signed(String[] parts) {
        try {
            byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
            for (PublicKey key : keys) {
                Signature check = Signature.getInstance("SHA256withRSA");
                check.initVerify(key);
                check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
                if (check.verify(signature)) {
                    return true;
                }
            }
            return false;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static ObjectNode decode(String part) {
        try {
            return Json.parse(Base64.getUrlDecoder().decode(part)).orElseGet(Json::object);
        } catch (IllegalArgumentException e) {
            return Json.object();
        }
    }
}
