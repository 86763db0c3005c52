package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who may call a shop: integrations by bearer token or signature, administrators by tokens that expire. Not thread-safe. */
final class MagentoAuth {
    private final Map<String, Long> adminTokens = new HashMap<>();
    private final Clock clock;
    private SandboxOptions.MagentoAccess access;
    private OAuth1Verifier oauth;

    MagentoAuth(SandboxOptions.MagentoAccess access, Clock clock) {
        this.clock = clock;
        change(access);
    }

    void change(SandboxOptions.MagentoAccess changed) {
        access = changed;
        oauth = new OAuth1Verifier(changed, clock);
    }

    SandboxOptions.MagentoAccess access() {
        return access;
    }

    void expire() {
        adminTokens.clear();
    }

    /** Refuses a call without valid credentials. */
    void check(Call call) {
        String authorization = call.header("Authorization").orElse("");
        if (authorization.startsWith("OAuth ")) {
            oauth.check(call, authorization).ifPresent(problem -> {
                throw new Refusal(problem);
            });
        } else if (!authorization.startsWith("Bearer ")
                || !known(authorization.substring("Bearer ".length()).trim())) {
            throw new Refusal(MagentoErrors.unauthorized());
        }
    }

    /** Answers {@code integration/admin/token} with a bare JSON string. */
    Reply adminToken(Call call) {
        Optional<ObjectNode> body = Json.parse(call.body());
        String username = body.map(json -> json.path("username").asText()).orElse("");
        String password = body.map(json -> json.path("password").asText()).orElse("");
        if (username.isEmpty() || password.isEmpty()) {
            return MagentoErrors.required(username.isEmpty() ? "username" : "password");
        }
        if (!username.equals(access.username()) || !password.equals(access.password())) {
            return MagentoErrors.error(
                    401,
                    "The account sign-in was incorrect or your account is disabled temporarily. "
                            + "Please wait and try again later.");
        }
        String token = UUID.randomUUID().toString().replace("-", "");
        adminTokens.put(token, clock.millis() + access.adminTokenSeconds() * 1000);
        return Reply.json(200, TextNode.valueOf(token));
    }

    private boolean known(String token) {
        if (token.equals(access.accessToken())) {
            return access.bearer();
        }
        Long end = adminTokens.get(token);
        if (end != null && end <= clock.millis()) {
            adminTokens.remove(token);
            return false;
        }
        return end != null;
    }
}
