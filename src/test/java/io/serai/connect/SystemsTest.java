package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.serai.connect.quota.Limit;
import io.serai.message.SystemInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemsTest {
    @TempDir
    Path folder;

    @Test
    void everyProblemIsToldAtOnceByTheNameOfItsSetting() {
        Systems systems = TestSystems.of(
                "magento-pl.kind", "magento",
                "magento-pl.url", "http://shop.example.com/",
                "magento-pl.auth", "bearer",
                "magento-de.kind", "magneto",
                "magento-de.url", "shop.example.com",
                "crm.kind", "salesforce",
                "crm.auth", "password",
                "shop.kind", "magento",
                "shop.url", "https://shop.example.com",
                "shop.auth", "oauth1",
                "shop.consumer-key", "key",
                "shop.access-token", "token",
                "timer.kind", "magento",
                "timer.url", "ftp://shop.example.com",
                "Big.url", "https://x.example.com/a?b=c");

        assertThat(systems.problems())
                .containsExactlyInAnyOrder(
                        "serai.systems.Big: the name must begin with a letter and have only small letters, digits and hyphens",
                        "serai.systems.Big.kind is missing: expected " + String.join(" or ", Kind.labels()),
                        "serai.systems.Big.url is not a URL such as https://shop.example.com",
                        "serai.systems.crm.url is missing",
                        "serai.systems.crm.auth is password: expected client-credentials or jwt for kind=salesforce",
                        "serai.systems.magento-de.kind is magneto: expected " + String.join(" or ", Kind.labels()),
                        "serai.systems.magento-de.url is not a URL such as https://shop.example.com",
                        "serai.systems.magento-pl.token is missing (needed by auth=bearer)",
                        "serai.systems.shop.consumer-secret is missing (needed by auth=oauth1)",
                        "serai.systems.shop.access-token-secret is missing (needed by auth=oauth1)",
                        "serai.systems.timer: the name is that of a Camel component; choose another",
                        "serai.systems.timer.url is not a URL such as https://shop.example.com",
                        "serai.systems.timer.auth is missing: expected bearer or oauth1 or admin for kind=magento");
        assertThat(systems.all()).isEmpty();
        assertThatThrownBy(systems::requireValid)
                .isInstanceOf(ConfigurationException.class)
                .message()
                .contains(systems.problems());
    }

    @Test
    void severalSystemsOfAKindStandSideBySide() {
        Systems systems = TestSystems.of(
                "magento-pl.kind", "magento",
                "magento-pl.url", "https://pl.example.com/",
                "magento-pl.auth", "bearer",
                "magento-pl.token", "t1",
                "magento-de.kind", "magento",
                "magento-de.url", "https://de.example.com/shop",
                "magento-de.auth", "admin",
                "magento-de.username", "hub",
                "magento-de.password", "p1",
                "magento-de.response-timeout", "PT7S");

        systems.requireValid();

        assertThat(systems.ofKind("magento")).extracting(SystemInfo::name).containsExactly("magento-de", "magento-pl");
        assertThat(systems.ofKind("salesforce")).isEmpty();
        assertThat(systems.find("magento-pl").orElseThrow().url()).hasToString("https://pl.example.com");
        assertThat(systems.find("magento-de").orElseThrow().responseTimeout()).hasSeconds(7);
        assertThat(systems.find("magento-cz")).isEmpty();
        assertThat(systems.find(null)).isEmpty();
    }

    @Test
    void secretsComeFromFilesAndAreNeverShown() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "top-secret\n");
        Systems systems = TestSystems.of(
                "shop.kind", "magento",
                "shop.url", "https://shop.example.com",
                "shop.auth", "bearer",
                "shop.token-file", token.toString(),
                "shop.webhook.secret", "hook-secret",
                "shop.webhook.previous-secret", "whsec_b2xk");

        VendorSystem shop = systems.find("shop").orElseThrow();
        assertThat(shop.credentials()).isEqualTo(new Credentials.Bearer(new Secret("top-secret")));
        assertThat(shop.webhook().keys()).extracting(Secret::reveal).containsExactly("hook-secret", "whsec_b2xk");
        assertThat(shop.toString()).doesNotContain("secret\"", "top-secret", "hook-secret", "b2xk");
    }

    @Test
    void aSecretThatCannotBeReadIsToldByItsFile() {
        Systems systems = TestSystems.of(
                "shop.kind", "magento",
                "shop.url", "https://shop.example.com",
                "shop.auth", "bearer",
                "shop.token-file", folder.resolve("absent").toString(),
                "shop.webhook.secret", "whsec_***");

        assertThat(systems.problems())
                .containsExactlyInAnyOrder(
                        "serai.systems.shop.token-file cannot be read: " + folder.resolve("absent"),
                        "serai.systems.shop.webhook.secret must have base64 after whsec_");
    }

    @Test
    void aPasswordInAUrlIsRefusedAndNotRepeated() {
        Systems systems = TestSystems.of(
                "shop.kind", "magento",
                "shop.url", "https://me:hidden@shop.example.com",
                "shop.auth", "bearer",
                "shop.token", "t");

        assertThat(systems.problems()).containsExactly("serai.systems.shop.url must not hold a user or password");
    }

    @Test
    void aPrivateKeyIsReadFromBothFormsOfPem() throws Exception {
        KeyPair pair = rsa();
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        String modern = "-----BEGIN PRIVATE KEY-----\n" + lines(pkcs8) + "\n-----END PRIVATE KEY-----\n";
        // inside PKCS#8 the older form begins after 26 bytes
        byte[] pkcs1 = java.util.Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        String older = "-----BEGIN RSA PRIVATE KEY-----\n" + lines(pkcs1) + "\n-----END RSA PRIVATE KEY-----\n";

        assertThat(jwtKey(modern)).isEqualTo(pair.getPrivate());
        assertThat(jwtKey(older)).isEqualTo(pair.getPrivate());
    }

    @Test
    void aKeyThatIsNoneIsAProblemAndNotAStackTrace() {
        Systems systems = jwt("-----BEGIN PRIVATE KEY-----\nbm9uc2Vuc2U=\n-----END PRIVATE KEY-----");

        assertThat(systems.problems()).containsExactly("serai.systems.crm.private-key is not an RSA key in PEM");
    }

    private static java.security.PrivateKey jwtKey(String pem) {
        VendorSystem crm = jwt(pem).find("crm").orElseThrow();
        assertThat(crm.toString()).doesNotContain("modulus");
        return ((Credentials.JwtBearer) crm.credentials()).key().get();
    }

    private static Systems jwt(String pem) {
        return TestSystems.of(
                "crm.kind", "salesforce",
                "crm.url", "https://crm.example.com",
                "crm.auth", "jwt",
                "crm.client-id", "c",
                "crm.username", "hub@example.com",
                "crm.private-key", pem);
    }

    private static KeyPair rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static String lines(byte[] der) {
        return Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    }

    @Test
    void aRestSystemOrABrokerTellsWhatItsKindOfLoginNeeds() {
        Systems systems = TestSystems.of(
                "shop.kind", "rest",
                "shop.url", "https://shop.example.com/",
                "shop.auth", "header",
                "erp.kind", "rest",
                "erp.url", "https://erp.example.com",
                "erp.auth", "client-credentials",
                "erp.token-url", "login.example.com",
                "mine.kind", "rest",
                "mine.url", "amqp://broker.example.com",
                "mine.auth", "basic",
                "queues.kind", "rabbitmq",
                "queues.url", "amqp://user:secret@broker.example.com",
                "queues.auth", "password",
                "queues.username", "serai",
                "events.kind", "kafka",
                "events.url", "one.example.com:9092",
                "events.auth", "scram-sha-512",
                "kafka.kind", "kafka",
                "kafka.url", "kafkas://one.example.com,two.example.com:9094",
                "kafka.auth", "none");

        assertThat(systems.problems())
                .containsExactlyInAnyOrder(
                        "serai.systems.shop.token is missing (needed by auth=header)",
                        "serai.systems.erp.client-id is missing (needed by auth=client-credentials)",
                        "serai.systems.erp.client-secret is missing (needed by auth=client-credentials)",
                        "serai.systems.erp.token-url is not a URL such as https://shop.example.com",
                        "serai.systems.mine.url is not a URL such as https://shop.example.com",
                        "serai.systems.mine.username is missing (needed by auth=basic)",
                        "serai.systems.mine.password is missing (needed by auth=basic)",
                        "serai.systems.queues.url must not hold a user or password",
                        "serai.systems.queues.password is missing (needed by auth=password)",
                        "serai.systems.events.url is not a URL such as"
                                + " kafkas://one.example.com:9093,two.example.com:9093",
                        "serai.systems.events.username is missing (needed by auth=scram-sha-512)",
                        "serai.systems.events.password is missing (needed by auth=scram-sha-512)",
                        "serai.systems.kafka: the name is that of a Camel component; choose another");
    }

    @Test
    void completeRestSystemsAndBrokersAreThere() {
        Systems systems = TestSystems.of(
                "shop.kind", "rest",
                "shop.url", "https://shop.example.com/",
                "shop.auth", "none",
                "queues.kind", "rabbitmq",
                "queues.url", "amqps://one.example.com,two.example.com:5673/shop",
                "queues.auth", "password",
                "queues.username", "serai",
                "queues.password", "secret",
                "events.kind", "kafka",
                "events.url", "kafka://one.example.com,two.example.com:9094",
                "events.auth", "none");

        assertThat(systems.problems()).isEmpty();
        assertThat(systems.all()).extracting(VendorSystem::name).containsExactly("events", "queues", "shop");
        assertThat(systems.all().toString()).doesNotContain("secret");
    }

    @Test
    void aQuotaThatCannotBeKeptIsToldByTheNameOfItsSetting() {
        assertThat(quota("per", "PT1M").problems())
                .containsExactly("serai.systems.shop.quota.requests is missing (needed by quota.per and quota.burst)");
        assertThat(quota("requests", "5", "burst", "0").problems())
                .containsExactly(
                        "serai.systems.shop.quota.per is missing (needed by quota.requests)",
                        "serai.systems.shop.quota.burst must be 1 or more");
        assertThat(quota("requests", "5", "per", "PT0S").problems())
                .containsExactly("serai.systems.shop.quota.per must be more than nothing, such as 10s");
        assertThat(quota("reserve-live", "0.5", "reserve-replay", "0.5").problems())
                .containsExactly(
                        "serai.systems.shop.quota.reserve-live and quota.reserve-replay must be 0 or more, and together less than 1");
        assertThat(quota("vendor", "hubpsot").problems())
                .containsExactly(
                        "serai.systems.shop.quota.vendor is hubpsot: expected bigcommerce or dynamics or hubspot or omnisend or salesforce or shopify or smartico");
        assertThat(quota("concurrent", "-1", "max-wait", "PT-1S").problems())
                .containsExactly(
                        "serai.systems.shop.quota.concurrent must be 0 or more",
                        "serai.systems.shop.quota.max-wait must not be negative");
    }

    @Test
    void aQuotaIsAsTheVendorHasItUnlessTheConfigurationSaysOtherwise() {
        assertThat(limit()).isEqualTo(Limit.none());
        assertThat(limit("vendor", "hubspot")).isEqualTo(Limit.window(100, Duration.ofSeconds(10)));
        assertThat(limit("vendor", "smartico", "requests", "0").concurrent()).isEqualTo(12);
        assertThat(limit(
                        "vendor",
                        "hubspot",
                        "requests",
                        "200",
                        "per",
                        "PT10S",
                        "reserve-live",
                        "0.5",
                        "max-wait",
                        "PT1S"))
                .isEqualTo(Limit.window(200, Duration.ofSeconds(10))
                        .reserve(0.5, 0.1)
                        .maxWait(Duration.ofSeconds(1)));
        assertThat(limit("requests", "2", "per", "PT1S", "burst", "40"))
                .isEqualTo(Limit.bucket(2, Duration.ofSeconds(1), 40));
    }

    private static Limit limit(String... options) {
        Systems systems = quota(options);
        assertThat(systems.problems()).isEmpty();
        return systems.find("shop").orElseThrow().quota().limit();
    }

    private static Systems quota(String... options) {
        List<String> all = new ArrayList<>(List.of(
                "shop.kind", "magento", "shop.url", "https://x.example.com", "shop.auth", "bearer", "shop.token", "t"));
        for (int i = 0; i < options.length; i += 2) Collections.addAll(all, "shop.quota." + options[i], options[i + 1]);
        return TestSystems.of(all.toArray(new String[0]));
    }
}
