package io.serai.bus.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Makes one client of each sort that the bus has, as Kafka checks much where a client is made only, and gives it up at once. Such a client
 * may begin to connect; nobody waits for that.
 */
final class Trial implements Consumer<ClientSettings> {
    /** Not the operator's {@code client.id}: the metrics by that name are of clients in use. */
    private static final String NAME = "serai-trial";

    private final String bootstrapServers;

    Trial(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** @throws org.apache.kafka.common.KafkaException when one cannot be made */
    @Override
    public void accept(ClientSettings settings) {
        Admin.create(with(settings, Cluster.defaults(bootstrapServers))).close(Duration.ZERO);
        new KafkaProducer<>(with(settings, Endpoints.producer(bootstrapServers))).close(Duration.ZERO);
        new KafkaConsumer<>(with(settings, Endpoints.consumer(bootstrapServers)))
                .close(CloseOptions.timeout(Duration.ZERO));
    }

    private static Properties with(ClientSettings settings, Map<?, ?> defaults) {
        Properties all = settings.over(defaults);
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, NAME);
        return all;
    }
}
