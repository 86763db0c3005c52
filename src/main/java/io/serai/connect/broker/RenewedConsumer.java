package io.serai.connect.broker;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * The client that camel-kafka polls. It makes way for another one when its password has changed, and waits for its rights where Camel
 * would end the consumer for good: passwords and rights are mended while we run. Between two polls nothing is under way.
 *
 * <p>Used by the polling thread only, as every client.
 */
final class RenewedConsumer extends KafkaConsumer<Object, Object> {
    private static final Logger LOG = Logger.getLogger(RenewedConsumer.class);
    private static final long A_WHILE = TimeUnit.SECONDS.toNanos(1);

    private final BooleanSupplier outdated;
    private boolean told;

    RenewedConsumer(Properties properties, BooleanSupplier outdated) {
        super(properties);
        this.outdated = outdated;
    }

    @Override
    public ConsumerRecords<Object, Object> poll(Duration timeout) {
        if (outdated.getAsBoolean()) throw new KafkaException("the password has changed"); // Camel makes another client
        try {
            ConsumerRecords<Object, Object> records = super.poll(timeout);
            told = false;
            return records;
        } catch (AuthenticationException | AuthorizationException e) {
            if (!told) LOG.warnf("Kafka refuses %s: %s", groupMetadata().groupId(), e.getMessage());
            told = true;
            LockSupport.parkNanos(A_WHILE);
            return ConsumerRecords.empty();
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LockSupport.parkNanos(A_WHILE); // Camel makes another client at once
            throw e;
        }
    }
}
