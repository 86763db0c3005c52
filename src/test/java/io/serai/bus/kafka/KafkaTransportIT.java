package io.serai.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.bus.broker.BrokerException;
import io.serai.bus.broker.Subscription;
import io.serai.message.Json;
import io.serai.message.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kafka's own clients on one side, Serai's on the other, a real broker between them. Every test has a topic of its own. */
@Tag("jvm")
class KafkaTransportIT {
    private static final String GROUP = "salesforce";
    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static KafkaServer server;

    private final String topic = "orders" + TOPICS.incrementAndGet();
    private final Replicas replicas = new Replicas(server);

    @BeforeAll
    static void start() {
        server = KafkaServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) server.close();
    }

    @AfterEach
    void close() {
        replicas.close();
    }

    @Test
    void aPlainClientReadsCloudEventsInBinaryMode() {
        Message message = Replicas.message(topic, "17", 1);
        replicas.one().send(List.of(message));

        ConsumerRecord<String, String> record = readOne();

        assertThat(record.key()).isEqualTo("17");
        assertThat(record.value()).isEqualTo("{\"n\":1}");
        assertThat(headers(record))
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", message.id())
                .containsEntry("ce_source", "magento-pl")
                .containsEntry("ce_type", topic)
                .containsEntry("ce_subject", "17")
                .containsEntry("ce_time", message.time().toString())
                .containsEntry("ce_correlation", "journey")
                .containsEntry("content-type", "application/json")
                .hasSize(8);
    }

    @Test
    void whatAPlainClientWritesIsHandedOver() throws Exception {
        replicas.one().declare(topic, GROUP);
        write(
                "1",
                "{\"total\":10.10}",
                Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        "e-1",
                        "ce_source",
                        "erp",
                        "ce_type",
                        "com.example.sold",
                        "ce_subject",
                        "1"));
        write(
                "2",
                "{\"specversion\":\"1.0\",\"id\":\"e-2\",\"source\":\"erp\",\"type\":\"x\",\"data\":{\"total\":2}}",
                Map.of("content-type", "application/cloudevents+json"));
        write(null, "<order/>", Map.of());
        Handed handed = new Handed();

        replicas.one().subscribe(topic, GROUP, 100, handed);

        await().until(() -> handed.size() == 3);
        assertThat(handed.by("e-1").message().data()).isEqualTo(Json.read("{\"total\":10.10}".getBytes()));
        assertThat(handed.by("e-1").flaw()).isNull();
        assertThat(handed.by("e-2").message().source()).isEqualTo("erp");
        assertThat(handed.all())
                .filteredOn(one -> one.flaw() != null)
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.flaw()).contains("specversion");
                    assertThat(one.message().data().asText()).isEqualTo("<order/>");
                    assertThat(one.message().id()).startsWith("serai." + topic + "-");
                });
        handed.acknowledgeAll();
        await().until(() -> replicas.one().backlog(topic, GROUP) == 0);
    }

    @Test
    void aNewTopicHasTheConfiguredPartitionsAndTakesLargeMessages() throws Exception {
        KafkaBroker broker = replicas.with(Map.of("serai.bus.kafka.partitions", "5"));
        Handed handed = new Handed();
        String large = "x".repeat(5_000_000);
        Message message = new Message(
                "1",
                topic,
                "s",
                "1",
                Replicas.message(topic, "1", 1).time(),
                "c",
                Json.MAPPER.getNodeFactory().textNode(large));

        broker.send(List.of(message));
        broker.subscribe(topic, GROUP, 10, handed);

        await().until(() -> handed.size() == 1);
        assertThat(handed.all().get(0).message().data().asText()).hasSize(large.length());
        try (Admin admin = server.admin()) {
            String name = "serai." + topic;
            assertThat(admin.describeTopics(List.of(name))
                            .allTopicNames()
                            .get()
                            .get(name)
                            .partitions())
                    .hasSize(5);
        }
    }

    @Test
    void aNewGroupGetsWhatWasPublishedBeforeIt() {
        replicas.one().send(Replicas.messages(topic, 20, 1));
        Handed first = new Handed();
        Handed second = new Handed();

        replicas.one().subscribe(topic, GROUP, 100, first);
        replicas.one().subscribe(topic, "hubspot", 100, second);

        await().until(() -> first.size() == 20 && second.size() == 20);
    }

    @Test
    void whatIsNotAcknowledgedComesAgainAndWhatIsDoesNot() {
        Handed first = new Handed();
        replicas.one().send(Replicas.messages(topic, 1, 10)); // one key, so one partition
        replicas.one().subscribe(topic, GROUP, 100, first);
        await().until(() -> first.size() == 10);

        first.all().get(0).acknowledge().run();
        first.all().get(1).acknowledge().run();
        first.all().get(5).acknowledge().run(); // waits for those before it
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(2));
        replicas.one().close();
        Handed second = new Handed();
        replicas.another().subscribe(topic, GROUP, 100, second);

        await().until(() -> second.size() == 8);
        assertThat(second.numbers()).containsExactly(3, 4, 5, 6, 7, 8, 9, 10);
        first.acknowledgeAll(); // too late: they belong to the other one now
        second.all().get(0).acknowledge().run();
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(3));
    }

    @Test
    void closingCommitsWhatIsAcknowledged() {
        Handed first = new Handed();
        replicas.one().send(Replicas.messages(topic, 1, 10));
        Subscription subscription = replicas.one().subscribe(topic, GROUP, 100, first);
        await().until(() -> first.size() == 10);

        first.all().subList(0, 4).forEach(one -> one.acknowledge().run());
        subscription.close();
        Handed second = new Handed();
        replicas.one().subscribe(topic, GROUP, 100, second);

        await().until(() -> second.size() == 6);
        assertThat(second.numbers()).containsExactly(5, 6, 7, 8, 9, 10);
    }

    @Test
    void aGroupIsRemovedOnceNobodyReadsIt() throws Exception {
        Handed handed = new Handed();
        replicas.one().send(Replicas.messages(topic, 1, 3));
        Subscription subscription = replicas.one().subscribe(topic, GROUP, 100, handed);
        await().until(() -> handed.size() == 3);
        handed.acknowledgeAll();
        await().untilAsserted(() -> assertThat(committed()).isEqualTo(3));

        assertThatThrownBy(() -> replicas.one().drop(topic, GROUP)).isInstanceOf(BrokerException.class);
        subscription.close();
        replicas.one().drop(topic, GROUP);
        assertThat(committed()).isZero();

        replicas.one().drop(topic, GROUP); // nothing is there any more
        Handed again = new Handed();
        replicas.one().subscribe(topic, GROUP, 100, again);
        await().until(() -> again.size() == 3);
    }

    @Test
    void aBacklogIsHandedOverWithinTheWindow() {
        int window = 100;
        for (int i = 0; i < 20; i++) sendUntilConfirmed(replicas.one(), Replicas.messages(topic, 50, 20));
        Handed handed = new Handed();
        replicas.one().subscribe(topic, GROUP, window, handed);
        await().until(() -> handed.size() > window / 2);
        await().untilAsserted(
                        () -> assertThat(replicas.one().backlog(topic, GROUP)).isEqualTo(20_000));

        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            handed.acknowledgeAll();
            return handed.size() >= 20_000;
        });
        handed.acknowledgeAll();
        await().until(() -> replicas.one().backlog(topic, GROUP) == 0);
        assertThat(handed.ids()).hasSize(20_000);
        assertThat(handed.mostOpen()).isLessThanOrEqualTo(window);
    }

    @Test
    void twoReplicasShareAGroupAndNothingIsLostWhenOneComesAndOneGoes() throws Exception {
        Handed first = new Handed().acknowledging();
        Handed second = new Handed().acknowledging();
        replicas.one().send(Replicas.messages(topic, 40, 5));
        replicas.one().subscribe(topic, GROUP, 50, first);
        await().until(() -> first.size() > 100);
        KafkaBroker other = replicas.another();
        other.subscribe(topic, GROUP, 50, second);
        AtomicInteger sent = new AtomicInteger(5);
        await().until(() -> {
            replicas.one().send(Replicas.messages(topic, 40, sent.incrementAndGet(), 1));
            return second.size() > 0;
        });
        KafkaBroker third = replicas.another();
        replicas.one().close();
        third.send(Replicas.messages(topic, 40, sent.get() + 1, 5));
        int each = sent.get() + 5;

        await().until(() -> Handed.subjectsWithAll(each, first, second) == 40);
        await().until(() -> other.backlog(topic, GROUP) == 0);
        first.assertOrderPerSubject();
        second.assertOrderPerSubject();
    }

    @Test
    void aKilledBrokerLosesNothingAndTrafficGoesOn() throws Exception {
        Handed handed = new Handed().acknowledging();
        KafkaBroker broker = replicas.one();
        broker.subscribe(topic, GROUP, 200, handed);
        broker.send(Replicas.messages(topic, 20, 5));
        await().until(() -> handed.size() >= 50);
        await().until(broker::connected);

        server.kill();
        for (int number = 6; number <= 30; number++)
            sendUntilConfirmed(broker, Replicas.messages(topic, 20, number, 1));

        await().until(() -> Handed.subjectsWithAll(30, handed) == 20);
        handed.assertOrderPerSubject();
        await().until(() -> broker.backlog(topic, GROUP) == 0);
        await().until(broker::connected);
    }

    @Test
    void topicsThatAreLeftToTheOperatorAreMissedByName() throws Exception {
        KafkaBroker broker = replicas.with(Map.of("serai.bus.kafka.declare", "false"));
        Handed handed = new Handed();
        broker.subscribe(topic, GROUP, 10, handed);

        assertThatThrownBy(() -> broker.declare(topic, GROUP))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("'serai." + topic + "'")
                .hasMessageContaining("serai.bus.kafka.declare=false");
        assertThatThrownBy(() -> broker.send(Replicas.messages(topic, 1, 1))).isInstanceOf(BrokerException.class);

        try (Admin admin = server.admin()) {
            admin.createTopics(List.of(new NewTopic("serai." + topic, Optional.of(2), Optional.empty())))
                    .all()
                    .get();
        }
        sendUntilConfirmed(broker, Replicas.messages(topic, 1, 1));
        await().until(() -> handed.size() == 1);
    }

    @Test
    void whenThereIsNoKafkaEverythingButSubscribingSaysSo() {
        KafkaBroker broker = replicas.with(Map.of("serai.bus.kafka.bootstrap-servers", "localhost:1"));
        Handed handed = new Handed();

        Subscription subscription = broker.subscribe(topic, GROUP, 10, handed);

        assertThatThrownBy(() -> broker.send(Replicas.messages(topic, 1, 1))).isInstanceOf(BrokerException.class);
        assertThat(broker.backlog(topic, GROUP)).isNegative();
        assertThat(broker.connected()).isFalse();
        subscription.close();
    }

    private void sendUntilConfirmed(KafkaBroker broker, List<Message> messages) {
        await().ignoreExceptionsInstanceOf(BrokerException.class).until(() -> {
            broker.send(messages);
            return true;
        });
    }

    /** The sum over all partitions, of which one holds messages. */
    private long committed() throws InterruptedException, ExecutionException {
        try (Admin admin = server.admin()) {
            return admin
                    .listConsumerGroupOffsets("serai." + topic + "." + GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .stream()
                    .mapToLong(offset -> offset == null ? 0 : offset.offset())
                    .sum();
        }
    }

    private ConsumerRecord<String, String> readOne() {
        Map<String, Object> properties = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, server.bootstrapServers());
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, 12)
                    .mapToObj(partition -> new TopicPartition("serai." + topic, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return await().until(() -> consumer.poll(Duration.ofSeconds(1)), records -> records.count() == 1)
                    .iterator()
                    .next();
        }
    }

    private static Map<String, String> headers(ConsumerRecord<String, String> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    private void write(String key, String value, Map<String, String> headers) throws Exception {
        Map<String, Object> properties = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, server.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> record = new ProducerRecord<>("serai." + topic, key, value);
            headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
            producer.send(record).get(1, TimeUnit.MINUTES);
        }
    }
}
