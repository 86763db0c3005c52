package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** {@code services/oauth2/token} and {@code revoke}, and who holds a session. Not thread-safe. */
final class Sessions {
    private static final String JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String ORGANISATION = "00D5g00000000001AA";
    private final Set<String> tokens = new HashSet<>();
    private final SandboxOptions.SalesforceAccess access;
    private final Clock clock;
    private final JwtBearer jwt;

    Sessions(SandboxOptions.SalesforceAccess access, Clock clock) {
        this.access = access;
        this.clock = clock;
        this.jwt = new JwtBearer(access, clock);
    }

    void register(String publicKey) {
        jwt.register(publicKey);
    }

    void expire() {
        tokens.clear();
    }

    /** Refuses a call without a session. */
    void check(Call call) {
        String[] words = call.header("Authorization").orElse("").split(" ", 2);
        boolean scheme = words[0].equalsIgnoreCase("Bearer") || words[0].equalsIgnoreCase("OAuth");
        if (words.length < 2 || !scheme || !tokens.contains(words[1].trim())) {
            throw SError.refusal("INVALID_SESSION_ID", "Session expired or invalid");
        }
    }

    Reply answer(Call call, String user) {
        Map<String, String> form = call.query();
        form.putAll(Call.form(new String(call.body(), StandardCharsets.UTF_8)));
        return switch (call.segment(2)) {
            case "token" ->
                call.method().equals("POST") ? login(call, form, user) : error("invalid_request", "must use HTTP POST");
            case "revoke" ->
                tokens.remove(form.getOrDefault("token", ""))
                        ? Reply.empty(200)
                        : error("invalid_token", "invalid token");
            default -> Pages.notFound();
        };
    }

    private Reply login(Call call, Map<String, String> form, String user) {
        String grant = form.getOrDefault("grant_type", "");
        return switch (grant) {
            case "client_credentials" -> clientCredentials(call, form, user);
            case JWT -> assertion(call, form, user);
            default -> error("unsupported_grant_type", "grant type not supported");
        };
    }

    private Reply clientCredentials(Call call, Map<String, String> form, String user) {
        String id = form.getOrDefault("client_id", "");
        String secret = form.getOrDefault("client_secret", "");
        Optional<String> basic = call.header("Authorization").filter(header -> header.startsWith("Basic "));
        if (basic.isPresent()) {
            String[] pair = basic(basic.get()).split(":", 2);
            id = pair[0];
            secret = pair.length > 1 ? pair[1] : "";
        }
        if (!id.equals(access.clientId())) {
            return error("invalid_client_id", "client identifier invalid");
        }
        return secret.equals(access.clientSecret())
                ? granted(call, user)
                : error("invalid_client", "invalid client credentials");
    }

    private Reply assertion(Call call, Map<String, String> form, String user) {
        Set<String> audiences = Set.of(
                "https://login.salesforce.com",
                "https://test.salesforce.com",
                call.origin(),
                call.origin() + call.base());
        return jwt.problem(form.getOrDefault("assertion", ""), audiences)
                .map(problem -> error("invalid_grant", problem))
                .orElseGet(() -> granted(call, user));
    }

    private Reply granted(Call call, String user) {
        String token = ORGANISATION.substring(0, 15) + "!AQ"
                + UUID.randomUUID().toString().replace("-", "");
        tokens.add(token);
        ObjectNode json = Json.object().put("access_token", token).put("signature", "c2FuZGJveA==");
        json.put("scope", "api").put("instance_url", call.origin() + call.base());
        json.put("id", call.origin() + call.base() + "/id/" + ORGANISATION + "/" + user);
        return Reply.json(200, json.put("token_type", "Bearer").put("issued_at", Long.toString(clock.millis())));
    }

    private static String basic(String header) {
        try {
            return new String(Base64.getDecoder().decode(header.substring(6).trim()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Reply error(String error, String description) {
        return Reply.json(400, Json.object().put("error", error).put("error_description", description));
    }
}
