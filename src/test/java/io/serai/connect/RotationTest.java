package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.VendorDouble.Answer;
import io.serai.connect.VendorDouble.Request;
import io.serai.connect.hook.VerifyWebhook;
import io.serai.connect.quota.Limiters;
import io.serai.message.Tracing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in files are changed while everything runs. */
class RotationTest {
    private static final String EVENT = "{\"type\":\"order.created\",\"data\":{\"entity_id\":451}}";

    @TempDir
    Path volume;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private MountedSecret mounted;
    private VendorDouble vendor;

    @BeforeEach
    void mount() {
        mounted = new MountedSecret(volume);
        mounted.put("secret", "old");
    }

    @AfterEach
    void stop() {
        context.stop();
        if (vendor != null) vendor.close();
    }

    @Test
    void aTokenIsSentAsItIsNow() {
        start("shop.kind", "rest", "shop.auth", "bearer", "shop.token-file", mounted.file("secret"));
        assertThat(authorization()).isEqualTo("Bearer old");
        mounted.put("secret", "new");
        await().until(() -> authorization().equals("Bearer new"));
    }

    @Test
    void aPasswordIsSentAsItIsNow() {
        start(
                "shop.kind", "rest",
                "shop.auth", "basic",
                "shop.username", "serai",
                "shop.password-file", mounted.file("secret"));
        assertThat(authorization()).isEqualTo(basic("serai:old"));
        mounted.put("secret", "new");
        await().until(() -> authorization().equals(basic("serai:new")));
    }

    @Test
    void aKeyThatIsSentInAnotherFormIsSentAsItIsNow() {
        start("shop.kind", "omnisend", "shop.auth", "api-key", "shop.token-file", mounted.file("secret"));
        assertThat(authorization()).isEqualTo("Omnisend-API-Key old");
        mounted.put("secret", "new");
        await().until(() -> authorization().equals("Omnisend-API-Key new"));
    }

    @Test
    void aTokenThatWasGotByAnOldSecretIsUsedUntilItIsRefused() {
        String[] valid = {"old"};
        vendor = new VendorDouble(request -> {
            if (request.uri().getPath().equals("/token")) return login(request, "old", "new");
            return request.header("Authorization").equals("Bearer by-" + valid[0])
                    ? Answer.json(200, "{}")
                    : Answer.json(401, "{}");
        });
        configure(
                "shop.kind", "rest",
                "shop.auth", "client-credentials",
                "shop.token-url", vendor.url() + "/token",
                "shop.client-id", "serai",
                "shop.client-secret-file", mounted.file("secret"));
        assertThat(authorization()).isEqualTo("Bearer by-old");

        mounted.put("secret", "new");
        valid[0] = "new";
        await().until(() -> authorizationIfAnswered().equals("Bearer by-new"));
    }

    @Test
    void salesforceIsLoggedInToWithTheSecretAsItIsNow() {
        String[] valid = {"old"};
        vendor = new VendorDouble(request -> {
            if (request.uri().getPath().equals("/services/oauth2/token")) return login(request, "old", "new");
            return request.header("Authorization").equals("Bearer by-" + valid[0])
                    ? Answer.json(200, "{}")
                    : Answer.json(401, "[{\"errorCode\":\"INVALID_SESSION_ID\",\"message\":\"ended\"}]");
        });
        configure(
                "shop.kind", "salesforce",
                "shop.auth", "client-credentials",
                "shop.client-id", "serai",
                "shop.client-secret-file", mounted.file("secret"));
        assertThat(raw()).isEqualTo("{}");

        mounted.put("secret", "new");
        valid[0] = "new";
        await().until(() -> raw().equals("{}"));
        assertThat(vendor.requests("/services/oauth2/token").stream().map(Request::body))
                .anySatisfy(body -> assertThat(body).contains("client_secret=new"));
    }

    @Test
    void aPrivateKeyIsReplacedByAnotherAndNotByWhatIsNone() throws Exception {
        KeyPair one = key();
        KeyPair two = key();
        mounted.put("key", pem(one));
        Credentials.JwtBearer jwt = (Credentials.JwtBearer) TestSystems.of(
                        "crm.kind", "salesforce",
                        "crm.url", "https://crm.example.com",
                        "crm.auth", "jwt",
                        "crm.client-id", "serai",
                        "crm.username", "serai@example.com",
                        "crm.private-key-file", mounted.file("key"))
                .find("crm")
                .orElseThrow()
                .credentials();
        assertThat(jwt.key().get()).isEqualTo(one.getPrivate());
        mounted.put("key", pem(two));
        await().until(() -> jwt.key().get().equals(two.getPrivate()));
        mounted.put("key", "nonsense");
        String file = mounted.file("key");
        Secret seen = new Settings("x", new java.util.ArrayList<>())
                .secret("x", java.util.Optional.empty(), java.util.Optional.of(file))
                .orElseThrow();
        assertThat(seen.reveal()).isEqualTo("nonsense");
        assertThat(jwt.key().get()).isEqualTo(two.getPrivate());
    }

    @Test
    void aKeyInAKeystoreIsReplacedOnceTheFileAndItsPasswordFitTogether() throws Exception {
        Path file = keystore("one.p12", "password-one");
        Path other = keystore("two.p12", "password-two");
        mounted.put("password", "password-one");
        Credentials.JwtBearer jwt = (Credentials.JwtBearer) TestSystems.of(
                        "crm.kind", "salesforce",
                        "crm.url", "https://crm.example.com",
                        "crm.auth", "jwt",
                        "crm.client-id", "serai",
                        "crm.username", "serai@example.com",
                        "crm.keystore-file", file.toString(),
                        "crm.keystore-password-file", mounted.file("password"))
                .find("crm")
                .orElseThrow()
                .credentials();
        PrivateKey one = PrivateKeys.fromKeystore(file.toString(), new Secret("password-one"));
        PrivateKey two = PrivateKeys.fromKeystore(other.toString(), new Secret("password-two"));
        assertThat(jwt.key().get()).isEqualTo(one).isNotEqualTo(two);

        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(jwt.key().get()).isEqualTo(one);
        mounted.put("password", "password-two");
        await().until(() -> jwt.key().get().equals(two));
    }

    private Path keystore(String name, String password) throws Exception {
        Path file = volume.resolve(name);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "serai",
                        "-dname",
                        "CN=serai",
                        "-keyalg",
                        "RSA",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        password)
                .redirectErrorStream(true)
                .redirectOutput(volume.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        return file;
    }

    @Test
    void aWebhookIsAcceptedByTheNewSecretAndForAWhileByTheFormerOne() {
        VerifyWebhook verify = hooks("shop.webhook.secret-file", mounted.file("secret"));
        assertThat(accepted(verify, "old")).isTrue();
        assertThat(accepted(verify, "new")).isFalse();
        mounted.put("secret", "new");
        await().until(() -> accepted(verify, "new"));
        assertThat(accepted(verify, "old")).isTrue();
        assertThat(accepted(verify, "other")).isFalse();
    }

    @Test
    void theFormerSecretOfAWebhookIsRefusedAtOnceWhereThatIsAskedFor() {
        VerifyWebhook verify =
                hooks("shop.webhook.secret-file", mounted.file("secret"), "shop.webhook.former-secret-for", "PT0S");
        mounted.put("secret", "new");
        await().until(() -> accepted(verify, "new"));
        assertThat(accepted(verify, "old")).isFalse();
    }

    private VerifyWebhook hooks(String... options) {
        String[] all = new String[options.length + 12];
        String[] first = {
            "shop.kind", "magento",
            "shop.url", "https://shop.example.com",
            "shop.auth", "bearer",
            "shop.token", "any",
            "shop.webhook.scheme", "header",
            "shop.webhook.header", "X-Token"
        };
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(options, 0, all, first.length, options.length);
        Systems systems = TestSystems.of(all);
        systems.requireValid();
        return new VerifyWebhook(systems, TestSystems.hooks(), meters, Tracing.OFF);
    }

    private boolean accepted(VerifyWebhook verify, String secret) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader("system", "shop");
        exchange.getMessage().setHeader("X-Token", secret);
        exchange.getMessage().setHeader("webhook-id", "event-1");
        exchange.getMessage().setBody(EVENT.getBytes(StandardCharsets.UTF_8));
        verify.process(exchange);
        return !exchange.isRouteStop();
    }

    private void start(String... options) {
        vendor = new VendorDouble(request -> Answer.json(200, "{}"));
        configure(options);
    }

    private void configure(String... options) {
        String[] all = new String[options.length + 2];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = "shop.url";
        all[options.length + 1] = vendor.url();
        Systems systems = TestSystems.of(all);
        systems.requireValid();
        CallMeter meter = new CallMeter(meters);
        new SystemComponents(systems, meter, Limiters.alone(meters, meter)).configure(context);
        context.start();
    }

    /** What the next call is authorized by. */
    private String authorization() {
        context.createProducerTemplate().requestBody("shop:/call", null, String.class);
        return lastCall();
    }

    private String authorizationIfAnswered() {
        Exchange exchange = context.createProducerTemplate().request("shop:/call", any -> {});
        return exchange.getException() == null ? lastCall() : "";
    }

    private String lastCall() {
        return vendor.requests("/call").get(vendor.requests("/call").size() - 1).header("Authorization");
    }

    private String raw() {
        Exchange exchange = context.createProducerTemplate()
                .request(
                        "shop:raw?format=JSON&rawMethod=PATCH&rawPath=/limits",
                        call -> call.getMessage().setBody("{}"));
        return exchange.getException() == null ? exchange.getMessage().getBody(String.class) : "";
    }

    /** A token that says by which secret it was got. */
    private Answer login(Request request, String... secrets) {
        Function<String, String> given = secret -> "client_secret=" + secret;
        for (String secret : secrets)
            if (request.body().contains(given.apply(secret)))
                return Answer.json(
                        200,
                        "{\"access_token\":\"by-" + secret + "\",\"instance_url\":\"" + vendor.url() + "\",\"id\":\""
                                + vendor.url() + "/id\",\"expires_in\":3600}");
        return Answer.json(400, "{\"error\":\"invalid_client\"}");
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static KeyPair key() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static String pem(KeyPair pair) {
        String body = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    }
}
