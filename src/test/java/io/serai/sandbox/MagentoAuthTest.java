package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MagentoAuthTest {
    private static final String PATH = "rest/all/V1/customers/search";
    private static SandboxServer server;
    private static Web shop;

    @BeforeAll
    static void start() {
        server = SandboxServer.start(0);
        shop = Web.of(server, "magento-pl");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void withoutCredentialsNothingIsShown() {
        Web.Answer answer = shop.get(PATH + "?searchCriteria=all");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("message").asText())
                .isEqualTo("The consumer isn't authorized to access %resources.");
        assertThat(shop.as("Bearer wrong").get(PATH + "?searchCriteria=all").status())
                .isEqualTo(401);
    }

    @Test
    void theIntegrationTokenAloneCanBeSwitchedOff() {
        Web other = Web.of(server, "magento-strict");
        other.post("options", "{\"bearer\":false}");

        assertThat(shop.as("Bearer sandbox-access-token")
                        .get(PATH + "?searchCriteria=all")
                        .status())
                .isEqualTo(200);
        assertThat(other.as("Bearer sandbox-access-token")
                        .get(PATH + "?searchCriteria=all")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void anAdminTokenIsABareStringAndExpires() {
        Web other = Web.of(server, "magento-admin");
        other.post("options", "{\"adminTokenSeconds\":1}");
        String body = "{\"username\":\"sandbox-admin\",\"password\":\"sandbox-password\"}";
        String token =
                other.post("rest/all/V1/integration/admin/token", body).json().asText();
        Web admin = other.as("Bearer " + token);

        assertThat(admin.get(PATH + "?searchCriteria=all").status()).isEqualTo(200);
        await().until(() -> admin.get(PATH + "?searchCriteria=all").status() == 401);
        assertThat(other.post("rest/V1/integration/admin/token", body.replace("sandbox-password", "wrong"))
                        .status())
                .isEqualTo(401);
        assertThat(other.post("rest/V1/integration/admin/token", "{}").status()).isEqualTo(400);
    }

    @Test
    void aSignedRequestIsAcceptedOnceAndItsReplayIsNonceUsed() throws Exception {
        String query = Web.criteria(Web.page(5, 1), "updated_at gteq 2020-10-25 00:00:00", "email like %ö ä*~'%");
        Web signed = shop.as(new Signer().header(query));

        assertThat(signed.get(PATH + query).status()).isEqualTo(200);
        Web.Answer replay = signed.get(PATH + query);
        assertThat(replay.status()).isEqualTo(401);
        assertThat(replay.header("WWW-Authenticate")).contains("nonce_used");
        assertThat(replay.json().path("message").asText()).contains("nonce is already being used");
    }

    @Test
    void everyPartOfTheRequestIsSigned() throws Exception {
        String header = new Signer().header("?searchCriteria=all&a=1");

        assertProblem(shop.as(header).get(PATH + "?searchCriteria=all&a=2"), 401, "signature_invalid");
        Signer secret = new Signer();
        secret.secret = "wrong&wrong";
        assertProblem(
                shop.as(secret.header("?searchCriteria=all")).get(PATH + "?searchCriteria=all"),
                401,
                "signature_invalid");
        assertProblem(
                Web.of(server, "magento-de")
                        .as(new Signer().header("?searchCriteria=all"))
                        .get(PATH + "?searchCriteria=all"),
                401,
                "signature_invalid");
    }

    @Test
    void aBareNameInTheQueryIsNotPartOfWhatIsSigned() throws Exception {
        assertThat(shop.as(new Signer().header(""))
                        .get(PATH + "?searchCriteria")
                        .status())
                .isEqualTo(200);
        Web.Answer signedAsEmpty =
                shop.as(new Signer().header("?searchCriteria=")).get(PATH + "?searchCriteria");
        assertProblem(signedAsEmpty, 401, "signature_invalid");
    }

    @Test
    void hmacSha1IsRefused() throws Exception {
        Signer signer = new Signer();
        signer.method = "HMAC-SHA1";
        assertProblem(
                shop.as(signer.header("?searchCriteria=all")).get(PATH + "?searchCriteria=all"),
                400,
                "signature_method_rejected");
    }

    @Test
    void staleTimesUnknownKeysAndMissingPartsAreTold() throws Exception {
        Signer stale = new Signer();
        stale.time -= 3600;
        Signer key = new Signer();
        key.key = "unknown";
        Signer token = new Signer();
        token.token = "unknown";
        String query = "?searchCriteria=all";

        assertProblem(shop.as(stale.header(query)).get(PATH + query), 400, "timestamp_refused");
        assertProblem(shop.as(key.header(query)).get(PATH + query), 401, "consumer_key_rejected");
        assertProblem(shop.as(token.header(query)).get(PATH + query), 401, "token_rejected");
        assertProblem(shop.as("OAuth oauth_consumer_key=\"x\"").get(PATH + query), 400, "parameter_absent");
    }

    private static void assertProblem(Web.Answer answer, int status, String problem) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("OAuth oauth_problem=" + problem);
    }

    /** Signs as the documentation says, on its own. */
    private static final class Signer {
        private String key = "sandbox-consumer-key";
        private String token = "sandbox-access-token";
        private String secret = "sandbox-consumer-secret&sandbox-access-token-secret";
        private String method = "HMAC-SHA256";
        private long time = Instant.now().getEpochSecond();

        String header(String query) throws Exception {
            TreeMap<String, String> oauth = new TreeMap<>();
            oauth.put("oauth_consumer_key", key);
            oauth.put("oauth_token", token);
            oauth.put("oauth_nonce", UUID.randomUUID().toString());
            oauth.put("oauth_timestamp", Long.toString(time));
            oauth.put("oauth_signature_method", method);
            oauth.put("oauth_version", "1.0");
            TreeMap<String, String> all = new TreeMap<>();
            oauth.forEach((name, value) -> all.put(rfc(name), rfc(value)));
            Call.form(query.isEmpty() ? "" : query.substring(1))
                    .forEach((name, value) -> all.put(rfc(name), rfc(value)));
            StringBuilder pairs = new StringBuilder();
            all.forEach((name, value) -> pairs.append(pairs.isEmpty() ? "" : "&")
                    .append(name)
                    .append('=')
                    .append(value));
            String base = "GET&" + rfc(shop.base() + "/" + PATH) + "&" + rfc(pairs.toString());
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            oauth.put(
                    "oauth_signature",
                    Base64.getEncoder().encodeToString(mac.doFinal(base.getBytes(StandardCharsets.UTF_8))));
            StringBuilder header = new StringBuilder("OAuth ");
            oauth.forEach((name, value) -> header.append(header.length() > 6 ? ", " : "")
                    .append(name)
                    .append("=\"")
                    .append(rfc(value))
                    .append('"'));
            return header.toString();
        }

        private static String rfc(String text) {
            StringBuilder out = new StringBuilder();
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                char c = (char) (b & 0xff);
                boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
                out.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
            }
            return out.toString();
        }
    }
}
