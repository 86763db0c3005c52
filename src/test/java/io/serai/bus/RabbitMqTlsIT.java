package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.serai.Needs;
import io.serai.TestCertificates;
import io.serai.TlsContainers;
import io.serai.bus.broker.BrokerException;
import io.serai.bus.rabbitmq.RabbitBroker;
import io.serai.bus.rabbitmq.RabbitConfig;
import io.serai.store.cluster.Leases;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/** A RabbitMQ that listens by TLS only, and lets in only who shows a certificate. */
@Tag("jvm")
class RabbitMqTlsIT {
    @TempDir
    static Path folder;

    private static TestCertificates certificates;
    private static RabbitMQContainer rabbit;

    @BeforeAll
    static void startTheBroker() {
        Needs.docker();
        certificates = new TestCertificates(folder)
                .issue("broker", DockerClientFactory.instance().dockerHostIpAddress())
                .issue("serai", "serai.example");
        rabbit = TlsContainers.rabbitMq(certificates, "broker");
        rabbit.start();
    }

    @AfterAll
    static void stopTheBroker() {
        if (rabbit != null) rabbit.stop();
    }

    private static Map<String, String> settings() {
        return Map.of(
                "addresses", rabbit.getHost() + ':' + rabbit.getAmqpsPort(),
                "tls", "true",
                "tls-ca-file", certificates.authority().toString(),
                "tls-certificate-file", certificates.certificate("serai").toString(),
                "tls-key-file", certificates.key("serai").toString());
    }

    private static Map<String, String> settings(String other, String value) {
        Map<String, String> settings = new HashMap<>(settings());
        settings.put(other, value);
        return settings;
    }

    private static RabbitBroker broker(DefaultCamelContext camel, Map<String, String> settings) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().withMapping(RabbitConfig.class);
        settings.forEach((name, value) -> builder.withDefaultValue("serai.bus.rabbitmq." + name, value));
        return new RabbitBroker(camel, builder.build().getConfigMapping(RabbitConfig.class), Leases.sole());
    }

    @Test
    void messagesTravelByTlsAndTheBrokerKnowsOurCertificate() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        DefaultCamelContext camel = new DefaultCamelContext();
        try (BusFixture bus = new BusFixture(folder, Map.of(), broker(camel, settings()))) {
            bus.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from("bus:orders?group=crm").process(exchange -> seen.addAll(BusFixture.keys(exchange)));
                }
            });
            bus.publish("orders", "17");
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(seen).containsExactly("17"));
            assertThat(rabbit.execInContainer("rabbitmqctl", "-q", "list_connections", "ssl", "peer_cert_subject")
                            .getStdout())
                    .contains("true\tCN=serai")
                    .doesNotContain("false");
        }
    }

    @Test
    void aBrokerWhoseCertificateIsNotTrustedIsNotSpokenTo() {
        assertRefused(settings("tls-ca-file", certificates.certificate("serai").toString()), "certification path");
    }

    @Test
    void aBrokerThatIsNotWhoItShouldBeIsNotSpokenTo() throws Exception {
        assumeTrue(rabbit.getHost().equals("localhost"), "Docker is elsewhere: another name was not tried");
        assertRefused(settings("addresses", "127.0.0.1:" + rabbit.getAmqpsPort()), "127.0.0.1");
    }

    @Test
    void theBrokerRefusesWhoShowsNoCertificate() {
        Map<String, String> settings = new HashMap<>(settings());
        settings.keySet().removeAll(List.of("tls-certificate-file", "tls-key-file"));
        assertRefused(settings, "");
    }

    private static void assertRefused(Map<String, String> settings, String reason) {
        RabbitBroker broker = broker(new DefaultCamelContext(), settings);
        try {
            assertThatThrownBy(() -> broker.declare("orders", "crm"))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining(reason);
            assertThat(broker.connected()).isFalse();
        } finally {
            broker.close();
        }
    }

    @Test
    void aFileThatHoldsSomethingElseStopsTheStartAndIsNamed() {
        assertThatThrownBy(() -> broker(
                        new DefaultCamelContext(),
                        settings("tls-ca-file", certificates.key("serai").toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("serai.bus.rabbitmq.tls-ca-file")
                .hasMessageContaining("serai.key");
    }
}
