package io.serai.sandbox;

import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Entra's token endpoint, {@code <tenant>/oauth2/v2.0/token}, for client credentials. Thread-safe. */
final class DynamicsTokens {
    static final String CLIENT = "sandbox-client";
    static final String SECRET = "sandbox-secret";
    private static final long SECONDS = 3_599;

    private final Map<String, Long> until = new ConcurrentHashMap<>();
    private final Clock clock;

    DynamicsTokens(Clock clock) {
        this.clock = clock;
    }

    Reply answer(Call call) {
        Map<String, String> form = Call.form(new String(call.body(), java.nio.charset.StandardCharsets.UTF_8));
        if (!call.method().equals("POST") || !"client_credentials".equals(form.get("grant_type"))) {
            return error(400, "unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type.");
        }
        if (!CLIENT.equals(form.get("client_id")) || !SECRET.equals(form.get("client_secret"))) {
            return error(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.");
        }
        String resource = call.origin() + call.base();
        if (!(resource + "/.default").equals(form.get("scope"))) {
            return error(
                    400,
                    "invalid_scope",
                    "AADSTS1002012: The provided value for scope is not valid; expected .default");
        }
        String token = "eyJ0eXAiOiJKV1QifQ." + UUID.randomUUID().toString().replace("-", "") + ".c2FuZGJveA";
        until.put(token, clock.millis() + SECONDS * 1000);
        return Reply.json(
                200,
                Json.object()
                        .put("token_type", "Bearer")
                        .put("expires_in", SECONDS)
                        .put("ext_expires_in", SECONDS)
                        .put("access_token", token));
    }

    void check(Call call) {
        String header = call.header("Authorization").orElse("");
        Long end = header.startsWith("Bearer ") ? until.get(header.substring(7)) : null;
        if (end == null || end < clock.millis()) {
            throw new Refusal(DynamicsError.of(401));
        }
    }

    void expire() {
        until.clear();
    }

    private static Reply error(int status, String error, String description) {
        return Reply.json(status, Json.object().put("error", error).put("error_description", description));
    }
}
