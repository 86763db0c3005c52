package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.Needs;
import io.serai.TestCertificates;
import io.serai.TlsContainers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.record.FileRecords;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/** The packaged runtime with its bus on a broker, and every connection to a server by TLS. */
@Tag("long")
class BusTransportsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String CLIENT = "client.properties";
    private static final List<String> CODECS = List.of("gzip", "snappy", "lz4", "zstd");

    @TempDir
    static Path folder;

    @TempDir
    Path home;

    private static TestCertificates certificates;

    @BeforeAll
    static void certificates() {
        Needs.docker();
        certificates = new TestCertificates(folder)
                .issue("server", DockerClientFactory.instance().dockerHostIpAddress())
                .issue("serai", "serai.example");
    }

    @Test
    void ordersGoThroughARabbitMqThatAsksForACertificateAndAPostgresql() throws Exception {
        try (RabbitMQContainer rabbit = TlsContainers.rabbitMq(certificates, "server");
                PostgreSQLContainer postgresql = TlsContainers.postgresql(certificates, "server");
                Site site = Site.in(home).withoutPolling()) {
            rabbit.start();
            postgresql.start();
            site.set("serai.store.kind", "postgresql")
                    .set("serai.store.url", url(postgresql))
                    .set("serai.store.username", postgresql.getUsername())
                    .set("serai.store.password", postgresql.getPassword())
                    .set("serai.bus.transport", "rabbitmq")
                    .set("serai.bus.rabbitmq.addresses", rabbit.getHost() + ':' + rabbit.getAmqpsPort())
                    .set("serai.bus.rabbitmq.tls", "true")
                    .set(
                            "serai.bus.rabbitmq.tls-ca-file",
                            certificates.authority().toString())
                    .set(
                            "serai.bus.rabbitmq.tls-certificate-file",
                            certificates.certificate("serai").toString())
                    .set(
                            "serai.bus.rabbitmq.tls-key-file",
                            certificates.key("serai").toString())
                    .start();

            orderArrives(site, "rabbitmq");

            assertThat(rabbit.execInContainer("rabbitmqctl", "-q", "list_connections", "ssl", "peer_cert_subject")
                            .getStdout())
                    .contains("true\tCN=serai")
                    .doesNotContain("false");
            assertThat(rabbit.execInContainer("rabbitmqctl", "-q", "list_queues", "name")
                            .getStdout())
                    .contains("magento.order")
                    .contains("order.changed");
        }
    }

    /** {@code verify-full}: a connection without TLS, or to somebody else, would fail. */
    private static String url(PostgreSQLContainer postgresql) {
        return "jdbc:postgresql://" + postgresql.getHost() + ":" + postgresql.getMappedPort(5432) + "/"
                + postgresql.getDatabaseName() + "?sslmode=verify-full&sslrootcert=" + certificates.authority();
    }

    @Test
    void ordersGoThroughAKafkaCompressedInEachWay() throws Exception {
        try (KafkaContainer kafka = TlsContainers.kafka(certificates, "server");
                Site site = Site.in(home).withoutPolling()) {
            kafka.start();
            Path client = client(CODECS.get(0));
            site.set("serai.bus.transport", "kafka")
                    .set("serai.bus.kafka.bootstrap-servers", kafka.getBootstrapServers())
                    .set("serai.bus.kafka.properties-file", client.toString())
                    .set("serai.bus.kafka.partitions", "1")
                    .start();

            for (String codec : CODECS) {
                if (!codec.equals(CODECS.get(0))) changeTo(codec, site);
                orderArrives(site, codec);
            }

            assertThat(codecs(kafka, "serai.magento.order")).containsAll(CODECS);
            assertThat(codecs(kafka, "serai.order.changed")).containsAll(CODECS);
        }
    }

    /** Clients are made anew when the file has changed, so that one process sends in all ways. */
    private void changeTo(String codec, Site site) throws IOException {
        int before = changes(site);
        client(codec);
        await("the new settings").atMost(PATIENCE).until(() -> changes(site) > before);
    }

    private static int changes(Site site) {
        return site.runtime().output().split("client settings in .* have changed", -1).length;
    }

    private Path client(String codec) throws IOException {
        return Files.writeString(home.resolve(CLIENT), """
                security.protocol=SASL_SSL
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="serai" password="plain-secret";
                compression.type=%s
                """.formatted(certificates.authority(), codec));
    }

    private static void orderArrives(Site site, String name) {
        JsonNode order = site.shop().guestOrder(name + "@example.com", "Greta", "Holm", "20");
        String number = order.get("increment_id").asText();
        await("the order of " + name)
                .atMost(PATIENCE)
                .until(() -> site.vendors().find("Shop_Order__c", "Order_Number__c", number), Objects::nonNull);
        await("its delivery")
                .atMost(PATIENCE)
                .until(
                        () -> Journey.of(
                                        site.runtime(),
                                        "magento.order",
                                        order.get("entity_id").asText())
                                .step("orders-to-salesforce", "delivered"),
                        Objects::nonNull);
    }

    /** Of the batches in the one partition of a topic, as they are on the broker's disk. */
    private Set<String> codecs(KafkaContainer kafka, String topic) throws Exception {
        Path copy = home.resolve(topic + ".log");
        kafka.copyFileFromContainer(directory(kafka) + "/" + topic + "-0/00000000000000000000.log", copy.toString());
        Set<String> codecs = new TreeSet<>();
        try (FileRecords records = FileRecords.open(copy.toFile(), false)) {
            records.batches().forEach(batch -> codecs.add(batch.compressionType().name));
        }
        return codecs;
    }

    private String directory(KafkaContainer kafka) throws Exception {
        Properties client = new Properties();
        try (var file = Files.newBufferedReader(home.resolve(CLIENT))) {
            client.load(file);
        }
        client.put("bootstrap.servers", kafka.getBootstrapServers());
        try (Admin admin = Admin.create(client)) {
            List<Integer> brokers =
                    admin.describeCluster().nodes().get().stream().map(Node::id).toList();
            return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                    .flatMap(directories -> directories.keySet().stream())
                    .findFirst()
                    .orElseThrow();
        }
    }
}
