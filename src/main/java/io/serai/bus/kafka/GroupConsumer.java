package io.serai.bus.kafka;

import io.serai.bus.broker.BrokerException;
import io.serai.bus.broker.NotAnEvent;
import io.serai.bus.broker.Received;
import io.serai.bus.broker.Subscription;
import io.serai.message.Message;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;
import org.jboss.logging.Logger;

/**
 * One group's consumer of camel-kafka. Closing it commits what is acknowledged and leaves the group; the rest of what was handed over
 * comes again, and acknowledging it then changes nothing.
 */
final class GroupConsumer implements Subscription, Processor {
    private static final Logger LOG = Logger.getLogger(GroupConsumer.class);
    private static final long UNTIL_ASKED_AGAIN = TimeUnit.MILLISECONDS.toNanos(200);

    private final String topic;
    private final Supplier<ClientSettings> settings;
    private final Cluster cluster;
    private final Topics topics;
    private final Consumer<Received> inbox;
    private final Progress progress;
    private final KafkaEndpoint endpoint;
    private final org.apache.camel.Consumer consumer;
    private volatile AcknowledgingConsumer client;

    GroupConsumer(
            Endpoints endpoints,
            Supplier<ClientSettings> settings,
            Cluster cluster,
            Topics topics,
            Names names,
            String topic,
            String group,
            int window,
            Consumer<Received> inbox) {
        this.topic = topic;
        this.settings = settings;
        this.cluster = cluster;
        this.topics = topics;
        this.inbox = inbox;
        this.progress = new Progress(window, Endpoints.atOnce(window));
        this.endpoint = endpoints.receiving(names.topic(topic), names.group(topic, group), window, new Clients());
        try {
            this.consumer = endpoint.createConsumer(this);
        } catch (Exception e) {
            throw new BrokerException("no consumer of Kafka for group " + names.group(topic, group), e);
        }
    }

    void start() {
        ServiceHelper.startService(endpoint, consumer);
    }

    /** On the polling thread, record after record. */
    @Override
    public void process(Exchange exchange) {
        org.apache.camel.Message record = exchange.getMessage();
        TopicPartition partition = new TopicPartition(
                record.getHeader(KafkaConstants.TOPIC, String.class),
                record.getHeader(KafkaConstants.PARTITION, Integer.class));
        long offset = record.getHeader(KafkaConstants.OFFSET, Long.class);
        synchronized (progress) {
            if (progress.closing()) return;
            PartitionProgress here = progress.of(partition);
            here.handOver(offset);
            inbox.accept(received(
                    record,
                    partition + "@" + offset,
                    () -> here.acknowledge(offset),
                    () -> progress.has(partition, here)));
        }
    }

    private Received received(
            org.apache.camel.Message record, String place, Runnable acknowledge, BooleanSupplier ours) {
        Headers headers = record.getHeader(KafkaConstants.HEADERS, Headers.class);
        byte[] value = record.getBody(byte[].class);
        Instant published = Instant.ofEpochMilli(record.getHeader(KafkaConstants.TIMESTAMP, Long.class));
        try {
            return new Received(Records.read(topic, headers, value, published), published, acknowledge, null, ours);
        } catch (NotAnEvent e) {
            Message remains = Records.remains(topic, place, headers, value, published);
            return new Received(remains, published, acknowledge, e.getMessage(), ours);
        }
    }

    @Override
    public void close() {
        synchronized (progress) {
            progress.close();
        }
        AcknowledgingConsumer polling = client;
        if (polling != null) polling.wakeup();
        ServiceHelper.stopAndShutdownServices(consumer, endpoint);
    }

    /** Makes the client once its topic is there; until then the polling thread waits here. */
    private final class Clients extends DefaultKafkaClientFactory {
        private String told;

        @Override
        public org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> getConsumer(Properties properties) {
            while (!isTopicThere()
                    && !progress.closing()
                    && !Thread.currentThread().isInterrupted()) LockSupport.parkNanos(UNTIL_ASKED_AGAIN);
            ClientSettings now = settings.get();
            client = new AcknowledgingConsumer(
                    now.over(properties),
                    progress,
                    cluster::connected,
                    () -> !settings.get().equals(now));
            return client;
        }

        private boolean isTopicThere() {
            if (!cluster.connected()) return false;
            try {
                topics.need(topic);
                return true;
            } catch (BrokerException e) {
                tell(e);
                return false;
            }
        }

        /** Once; that Kafka is away for a while is told by the one who sends. */
        private void tell(BrokerException failure) {
            if (failure.getCause() instanceof RetriableException
                    || failure.getMessage().equals(told)) return;
            LOG.warnf("Topic %s is not read yet: %s", topic, failure.getMessage());
            told = failure.getMessage();
        }
    }
}
