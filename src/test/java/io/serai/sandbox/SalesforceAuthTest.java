package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SalesforceAuthTest {
    private static SandboxServer server;
    private static Web crm;
    private static KeyPair keys;

    @BeforeAll
    static void start() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        server = SandboxServer.start(
                0,
                SandboxOptions.defaults()
                        .withSalesforce(new SandboxOptions.SalesforceAccess("app", "secret", "me@example.com", pem)));
        crm = Web.of(server, "salesforce-eu");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void clientCredentialsOpenASessionAtTheInstanceOfThisHost() {
        JsonNode token = login("grant_type=client_credentials&client_id=app&client_secret=secret")
                .json();

        assertThat(token.path("instance_url").asText()).isEqualTo(server.url("salesforce-eu"));
        assertThat(token.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(token.path("issued_at").asText()).matches("\\d{13}");
        assertThat(token.path("id").asText()).contains("/id/00D");
        assertThat(token.has("expires_in")).isFalse();
        Web session = crm.as("Bearer " + token.path("access_token").asText());
        assertThat(session.get("services/data/v67.0/limits").status()).isEqualTo(200);
        assertThat(crm.as("Bearer other").get("services/data/v67.0/limits").status())
                .isEqualTo(401);
    }

    @Test
    void credentialsMayComeByBasicAuthorization() {
        String basic = Base64.getEncoder().encodeToString("app:secret".getBytes(StandardCharsets.UTF_8));

        assertThat(crm.as("Basic " + basic)
                        .post("services/oauth2/token", "grant_type=client_credentials")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aRevokedSessionIsClosed() {
        Web session = Web.of(server, "salesforce-out");
        String token = session.post(
                        "services/oauth2/token", "grant_type=client_credentials&client_id=app&client_secret=secret")
                .json()
                .path("access_token")
                .asText();

        assertThat(session.get("services/oauth2/revoke?token=" + Web.enc(token)).status())
                .isEqualTo(200);
        assertThat(session.get("services/oauth2/revoke?token=" + Web.enc(token)).status())
                .isEqualTo(400);
        assertThat(session.as("Bearer " + token)
                        .get("services/data/v67.0/limits")
                        .status())
                .isEqualTo(401);
        assertThat(session.get("services/oauth2/authorize").status()).isEqualTo(404);
    }

    @Test
    void wrongCredentialsAreToldAsOAuthDoes() {
        assertError(
                login("grant_type=client_credentials&client_id=other&client_secret=secret"),
                "invalid_client_id",
                "client identifier invalid");
        assertError(
                login("grant_type=client_credentials&client_id=app&client_secret=x"),
                "invalid_client",
                "invalid client credentials");
        assertError(login("grant_type=password&username=a"), "unsupported_grant_type", "grant type not supported");
    }

    @Test
    void anAssertionSignedWithTheRegisteredKeyOpensASession() throws Exception {
        for (String audience : new String[] {"https://login.salesforce.com", server.url("salesforce-eu")}) {
            Web.Answer answer = bearer(assertion("app", "me@example.com", audience, 180, "RS256"));
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    void everyClaimOfAnAssertionIsChecked() throws Exception {
        String aud = "https://login.salesforce.com";
        String good = assertion("app", "me@example.com", aud, 180, "RS256");

        assertError(bearer(good.substring(0, good.length() - 6) + "AAAAAA"), "invalid_grant", "invalid assertion");
        assertError(bearer("nonsense"), "invalid_grant", "invalid assertion");
        assertError(bearer(assertion("app", "me@example.com", aud, 180, "none")), "invalid_grant", "invalid assertion");
        assertError(
                bearer(assertion("other", "me@example.com", aud, 180, "RS256")),
                "invalid_grant",
                "invalid client credentials");
        assertError(
                bearer(assertion("app", "you@example.com", aud, 180, "RS256")),
                "invalid_grant",
                "user hasn't approved this consumer");
        assertError(
                bearer(assertion("app", "me@example.com", "https://evil.example", 180, "RS256")),
                "invalid_grant",
                "audience is invalid");
        assertError(
                bearer(assertion("app", "me@example.com", aud, -60, "RS256")),
                "invalid_grant",
                "expired authorization code");
        assertError(
                bearer(assertion("app", "me@example.com", aud, 3600, "RS256")),
                "invalid_grant",
                "expired authorization code");
    }

    @Test
    void aKeyCanBeRegisteredLater() throws Exception {
        try (SandboxServer plain = SandboxServer.start(0)) {
            Web other = Web.of(plain, "salesforce");
            String form = "grant_type=" + Web.enc("urn:ietf:params:oauth:grant-type:jwt-bearer") + "&assertion="
                    + assertion(
                            "sandbox-client",
                            "integration@sandbox.example",
                            "https://test.salesforce.com",
                            100,
                            "RS256");
            assertThat(other.post("services/oauth2/token", form).status()).isEqualTo(400);
            String pem = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
            assertThat(other.post("jwt-key", "{\"publicKey\":\"" + pem + "\"}").status())
                    .isEqualTo(200);
            assertThat(other.post("services/oauth2/token", form).status()).isEqualTo(200);
            assertThat(other.post("jwt-key", "{\"publicKey\":\"x\"}").status()).isEqualTo(400);
        }
    }

    private static Web.Answer login(String form) {
        return crm.post("services/oauth2/token", form);
    }

    private static Web.Answer bearer(String assertion) {
        return login(
                "grant_type=" + Web.enc("urn:ietf:params:oauth:grant-type:jwt-bearer") + "&assertion=" + assertion);
    }

    private static String assertion(String iss, String sub, String aud, long life, String alg) throws Exception {
        String claims = Json.object()
                .put("iss", iss)
                .put("sub", sub)
                .put("aud", aud)
                .put("exp", Instant.now().getEpochSecond() + life)
                .toString();
        String text = base64("{\"alg\":\"" + alg + "\"}") + "." + base64(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertError(Web.Answer answer, String error, String description) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo("{\"error\":\"" + error + "\",\"error_description\":\"" + description + "\"}");
    }
}
