package io.serai.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.Needs;
import io.serai.TestCertificates;
import io.serai.TlsContainers;
import io.serai.bus.broker.BrokerException;
import io.serai.connect.TestSystems;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** A Kafka that speaks TLS only, and only to who logs in. */
@Tag("jvm")
@Tag("long")
class KafkaSecurityIT {
    private static final String GROUP = "crm";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

    @TempDir
    static Path folder;

    private static TestCertificates certificates;
    private static KafkaContainer kafka;

    @BeforeAll
    static void startTheBroker() throws Exception {
        Needs.docker();
        certificates = new TestCertificates(folder)
                .issue("broker", DockerClientFactory.instance().dockerHostIpAddress());
        kafka = TlsContainers.kafka(certificates, "broker");
        kafka.start();
        addUser("serai", "scram-secret");
    }

    @AfterAll
    static void stopTheBroker() {
        if (kafka != null) kafka.stop();
    }

    private static void addUser(String name, String password) throws Exception {
        try (Admin admin = admin()) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4_096), password)))
                    .all()
                    .get();
        }
    }

    private static Admin admin() throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(login("PLAIN", PLAIN, "plain-secret")));
        properties.put("bootstrap.servers", kafka.getBootstrapServers());
        return Admin.create(properties);
    }

    /** Who reads as the group now: each client under a name that it keeps as long as it lives. */
    private static Set<String> members(String group) throws Exception {
        try (Admin admin = admin()) {
            return admin.describeConsumerGroups(List.of(group)).all().get().get(group).members().stream()
                    .map(MemberDescription::consumerId)
                    .collect(Collectors.toSet());
        }
    }

    /** Open connections stay logged in, so that what comes through does not show it. */
    private static void awaitAnotherMember(String group, Set<String> former) {
        await().untilAsserted(() -> assertThat(members(group)).hasSize(1).doesNotContainAnyElementsOf(former));
    }

    private static String login(String mechanism, String module, String password) {
        return """
                security.protocol=SASL_SSL
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                sasl.mechanism=%s
                sasl.jaas.config=%s required username="serai" password="%s";
                """.formatted(certificates.authority(), mechanism, module, password);
    }

    private static KafkaBroker broker(String properties) throws IOException {
        return open(Files.writeString(Files.createTempFile(folder, "client", ".properties"), properties));
    }

    private static KafkaBroker open(Path file) {
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.bus.kafka.bootstrap-servers", kafka.getBootstrapServers());
        settings.put("serai.bus.kafka.properties-file", file.toString());
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.start();
        return new KafkaBroker(
                camel,
                new SmallRyeConfigBuilder()
                        .withMapping(KafkaConfig.class)
                        .withDefaultValues(settings)
                        .build()
                        .getConfigMapping(KafkaConfig.class));
    }

    @Test
    void messagesTravelByTlsAfterALoginWithAPassword() throws Exception {
        assertPasses("plain", login("PLAIN", PLAIN, "plain-secret"));
    }

    @Test
    void messagesTravelByTlsAfterALoginThatDoesNotTellThePassword() throws Exception {
        assertPasses("scram", login("SCRAM-SHA-512", SCRAM, "scram-secret"));
    }

    /** Producer, consumer and administration each have a client of their own. */
    private static void assertPasses(String topic, String properties) throws Exception {
        KafkaBroker broker = broker(properties);
        Handed handed = new Handed().acknowledging();
        try (var reading = broker.subscribe(topic, GROUP, 10, handed)) {
            broker.declare(topic, GROUP);
            broker.send(List.of(Replicas.message(topic, "17", 1)));
            await().untilAsserted(() -> assertThat(handed.numbers()).containsExactly(1));
            await().untilAsserted(() -> assertThat(broker.backlog(topic, GROUP)).isZero());
        } finally {
            broker.close();
        }
    }

    /** Whichever is first, the file or the broker: until both know the new password nothing passes, and nothing is lost. */
    @Test
    void aPasswordIsChangedWithoutARestart() throws Exception {
        addUser("rotated", "one-secret");
        Path file = Files.writeString(folder.resolve("rotated.properties"), rotated("one-secret"));
        KafkaBroker broker = open(file);
        String group = new Names("serai.").group("rotated", GROUP);
        Handed handed = new Handed().acknowledging();
        try (var reading = broker.subscribe("rotated", GROUP, 10, handed)) {
            send(broker, 1);
            await().untilAsserted(() -> assertThat(handed.numbers()).contains(1));
            Set<String> first = members(group);

            Files.writeString(file, rotated("two-secret"));
            await().untilAsserted(() -> assertRefused(broker));
            addUser("rotated", "two-secret");
            awaitAnotherMember(group, first);
            Set<String> second = members(group);
            send(broker, 2);
            await().untilAsserted(() -> assertThat(handed.numbers()).contains(1, 2));

            addUser("rotated", "three-secret");
            Files.writeString(file, rotated("three-secret"));
            awaitAnotherMember(group, second);
            send(broker, 3);
            await().untilAsserted(() -> assertThat(handed.numbers()).contains(1, 2, 3));
            await().untilAsserted(
                            () -> assertThat(broker.backlog("rotated", GROUP)).isZero());
        } finally {
            broker.close();
        }
    }

    /** The same of a Kafka that routes read from and send to. */
    @Test
    void aSystemsPasswordIsChangedWithoutARestart() throws Exception {
        addUser("shop", "one-secret");
        Path password = Files.writeString(folder.resolve("shop-password"), "one-secret");
        DefaultCamelContext camel = TestSystems.camel(TestSystems.of(
                "shop-broker.kind", "kafka",
                "shop-broker.url", "kafkas://" + kafka.getBootstrapServers(),
                "shop-broker.auth", "scram-sha-512",
                "shop-broker.username", "shop",
                "shop-broker.password-file", password.toString()));
        String tls = "sslTruststoreType=PEM&sslTruststoreLocation=" + certificates.authority();
        List<String> read = new CopyOnWriteArrayList<>();
        try (camel) {
            camel.start();
            Sending sending = new Sending(camel.createProducerTemplate(), "shop-broker:shop.events?" + tls);
            tell(sending, "1");
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("shop-broker:shop.events?queues=serai&" + tls)
                            .process(exchange -> read.add(exchange.getMessage().getBody(String.class)));
                }
            });
            await().untilAsserted(() -> assertThat(read).contains("1"));
            Set<String> first = members("serai");

            Files.writeString(password, "two-secret");
            await().untilAsserted(() -> assertThat(told(sending, "1"))
                    .hasMessageNotContaining("secret")
                    .satisfiesAnyOf(
                            failure -> assertThat(failure).isInstanceOf(SaslAuthenticationException.class),
                            failure -> assertThat(failure).hasRootCauseInstanceOf(SaslAuthenticationException.class)));
            addUser("shop", "two-secret");
            awaitAnotherMember("serai", first);
            Set<String> second = members("serai");
            tell(sending, "2");
            await().untilAsserted(() -> assertThat(read).contains("2"));

            addUser("shop", "three-secret");
            Files.writeString(password, "three-secret");
            awaitAnotherMember("serai", second);
            tell(sending, "3");
            await().untilAsserted(() -> assertThat(read).contains("3"));
        }
    }

    private record Sending(ProducerTemplate template, String to) {}

    private static void tell(Sending sending, String text) {
        await().untilAsserted(() -> assertThat(told(sending, text)).isNull());
    }

    /** What went wrong; null for nothing. */
    private static Exception told(Sending sending, String text) {
        return sending.template
                .request(sending.to, exchange -> exchange.getMessage().setBody(text))
                .getException();
    }

    private static String rotated(String password) {
        return login("SCRAM-SHA-512", SCRAM, password).replace("\"serai\"", "\"rotated\"");
    }

    /** As the relay does: again until it is confirmed. */
    private static void send(KafkaBroker broker, int number) {
        await().ignoreExceptionsInstanceOf(BrokerException.class).until(() -> {
            broker.send(List.of(Replicas.message("rotated", "17", number)));
            return true;
        });
    }

    private static void assertRefused(KafkaBroker broker) {
        assertThatThrownBy(() -> broker.send(List.of(Replicas.message("rotated", "17", 0))))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("SaslAuthenticationException")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aWrongPasswordIsToldAndNotRepeated() throws Exception {
        assertRefused(login("PLAIN", PLAIN, "guessed-secret"), "SaslAuthenticationException");
    }

    @Test
    void aBrokerWhoseCertificateIsNotTrustedIsNotSpokenTo() throws Exception {
        String trustingNobodyElse =
                login("PLAIN", PLAIN, "plain-secret").replaceAll("(?m)^ssl.truststore.*$", ""); // but whom Java trusts
        assertRefused(trustingNobodyElse, "SslAuthenticationException");
    }

    private static void assertRefused(String properties, String reason) throws IOException {
        KafkaBroker broker = broker(properties);
        try {
            assertThatThrownBy(() -> broker.declare("refused", GROUP))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining(reason)
                    .hasMessageNotContaining("secret");
            assertThat(broker.connected()).isFalse();
        } finally {
            broker.close();
        }
    }
}
