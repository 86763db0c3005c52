package io.serai.bus.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaClientFactory;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.component.kafka.PollOnError;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Endpoints of camel-kafka with the settings that the bus's promises need; of a component of their own, so that routes keep theirs. */
final class Endpoints {
    /** Bytes of the largest message: more than an inbound request may have. */
    static final int LARGEST = 20 * 1024 * 1024;

    /**
     * With more, the idempotent producer keeps the order only where the broker knows it already: of the first two batches to a partition
     * that has just been made or has just moved, the first may be refused and the second taken, and then the first is refused for ever.
     */
    private static final int IN_FLIGHT = 1;

    private static final int BATCH = 64 * 1024;
    private static final int DELIVERY_TIMEOUT_MS = 30_000;
    private static final int REQUEST_TIMEOUT_MS = 10_000;
    private static final int MAX_BLOCK_MS = 10_000;
    private static final int BUFFER = 2 * LARGEST;
    private static final int CLOSE_TIMEOUT_MS = 20_000;
    private static final long POLL_MS = 500;
    private static final int METADATA_AGE_MS = 30_000;
    /** What is fetched ahead stays small, as there are many groups; a larger message still comes through. */
    private static final int FETCH = 1024 * 1024;

    private static final int FETCH_OF_PARTITION = 256 * 1024;
    private static final int MOST_AT_ONCE = 500;

    private final KafkaComponent component;
    private final String bootstrapServers;
    private final Supplier<ClientSettings> settings;

    Endpoints(CamelContext camel, String bootstrapServers, Supplier<ClientSettings> settings) {
        this.component = new KafkaComponent(camel);
        this.bootstrapServers = bootstrapServers;
        this.settings = settings;
        ServiceHelper.startService(component);
    }

    /** Sends in order and waits for the confirms of all in-sync replicas. */
    KafkaEndpoint sending() {
        KafkaEndpoint endpoint = endpoint(forSending(bootstrapServers));
        endpoint.setKafkaClientFactory(new Producers(settings));
        return endpoint;
    }

    private static KafkaConfiguration forSending(String bootstrapServers) {
        KafkaConfiguration configuration = configuration(bootstrapServers, "serai", Map.of());
        configuration.setKeySerializer(StringSerializer.class.getName());
        configuration.setValueSerializer(ByteArraySerializer.class.getName());
        configuration.setRequestRequiredAcks("all");
        configuration.setEnableIdempotence(true);
        configuration.setMaxInFlightRequest(IN_FLIGHT);
        configuration.setProducerBatchSize(BATCH);
        configuration.setDeliveryTimeoutMs(DELIVERY_TIMEOUT_MS);
        configuration.setRequestTimeoutMs(REQUEST_TIMEOUT_MS);
        configuration.setMaxBlockMs(MAX_BLOCK_MS);
        configuration.setMaxRequestSize(LARGEST);
        configuration.setBufferMemorySize(BUFFER);
        configuration.setBatchWithIndividualHeaders(true);
        configuration.setRecordMetadata(false);
        return configuration;
    }

    /** @param window most messages that may be unacknowledged */
    KafkaEndpoint receiving(String topic, String group, int window, KafkaClientFactory clients) {
        KafkaEndpoint endpoint = endpoint(forReceiving(bootstrapServers, topic, group, window));
        endpoint.setKafkaClientFactory(clients);
        return endpoint;
    }

    private static KafkaConfiguration forReceiving(String bootstrapServers, String topic, String group, int window) {
        KafkaConfiguration configuration =
                configuration(bootstrapServers, topic, Map.of(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false));
        configuration.setGroupId(group);
        configuration.setAutoCommitEnable(false);
        configuration.setAutoOffsetReset("earliest");
        configuration.setPartitionAssignor(CooperativeStickyAssignor.class.getName());
        configuration.setKeyDeserializer(ByteArrayDeserializer.class.getName());
        configuration.setValueDeserializer(ByteArrayDeserializer.class.getName());
        configuration.setMaxPollRecords(atOnce(window));
        configuration.setMetadataMaxAgeMs(METADATA_AGE_MS);
        configuration.setPollTimeoutMs(POLL_MS);
        configuration.setFetchMaxBytes(FETCH);
        configuration.setMaxPartitionFetchBytes(FETCH_OF_PARTITION);
        configuration.setPollOnError(PollOnError.RECONNECT);
        configuration.setHeaderFilterStrategy(new NoHeaders());
        return configuration;
    }

    /** What a producer is made with where the operator says nothing. */
    static Properties producer(String bootstrapServers) {
        Properties properties = forSending(bootstrapServers).createProducerProperties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }

    /** What a consumer is made with where the operator says nothing. */
    static Properties consumer(String bootstrapServers) {
        Properties properties =
                forReceiving(bootstrapServers, "serai", "serai", 1).createConsumerProperties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, "serai");
        return properties;
    }

    /** Several polls fill a window, so that the next one need not wait until it is empty. */
    static int atOnce(int window) {
        return Math.max(1, Math.min(window / 4, MOST_AT_ONCE));
    }

    private static KafkaConfiguration configuration(String bootstrapServers, String topic, Map<String, Object> more) {
        KafkaConfiguration configuration = new KafkaConfiguration();
        configuration.setBrokers(bootstrapServers);
        configuration.setTopic(topic);
        configuration.setAdditionalProperties(new HashMap<>(more));
        configuration.setShutdownTimeout(CLOSE_TIMEOUT_MS);
        configuration.setPreValidateHostAndPort(false);
        return configuration;
    }

    private KafkaEndpoint endpoint(KafkaConfiguration configuration) {
        KafkaEndpoint endpoint = new KafkaEndpoint("kafka:" + configuration.getTopic(), component);
        endpoint.setConfiguration(configuration);
        return endpoint;
    }

    /** The operator's settings, as they are when the client is made, go before Camel's. */
    private static final class Producers extends DefaultKafkaClientFactory {
        private final Supplier<ClientSettings> settings;

        private Producers(Supplier<ClientSettings> settings) {
            this.settings = settings;
        }

        @Override
        public Producer<?, ?> getProducer(Properties properties) {
            return super.getProducer(settings.get().over(properties));
        }
    }

    /** Headers of records are read as Kafka has them, so none becomes one of Camel's. */
    private static final class NoHeaders implements HeaderFilterStrategy {
        @Override
        public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
            return true;
        }

        @Override
        public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
            return true;
        }
    }
}
