package io.serai.bus.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * The client that camel-kafka polls. camel-kafka commits what it has processed, with the poll's last offset or one by one on the polling
 * thread; it knows no acknowledgement that comes later and from elsewhere, and no limit to what is under way. So both are here,
 * at the one place that camel-kafka always goes through: before each poll the client commits what has been acknowledged
 * meanwhile, and pauses its partitions while the window is full. It goes on polling then, so the group never takes it for dead.
 *
 * <p>Used by the polling thread only, as every client.
 */
final class AcknowledgingConsumer extends KafkaConsumer<byte[], byte[]> {
    private static final Logger LOG = Logger.getLogger(AcknowledgingConsumer.class);
    private static final Duration WHILE_OPEN = Duration.ofMillis(50);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final long COMMIT_EVERY = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long A_MOMENT = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long HANDBACK = TimeUnit.SECONDS.toNanos(3);
    private static final long AFTER_FAILURE = TimeUnit.SECONDS.toNanos(1);

    private final Progress progress;
    private final BooleanSupplier connected;
    private final BooleanSupplier outdated;
    private long lastCommit = System.nanoTime() - COMMIT_EVERY;
    private boolean committing;

    /**
     * @param progress of this client only, as long as it lives
     * @param connected whether it is worth waiting for an answer
     * @param outdated whether another client is to take its place, as its settings are no longer those of the operator
     */
    AcknowledgingConsumer(
            Properties properties, Progress progress, BooleanSupplier connected, BooleanSupplier outdated) {
        super(properties);
        this.progress = progress;
        this.connected = connected;
        this.outdated = outdated;
        progress.forgetAll();
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new Handback(listener));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        if (progress.closing()) { // Camel is about to stop this
            LockSupport.parkNanos(A_MOMENT);
            return ConsumerRecords.empty();
        }
        if (outdated.getAsBoolean()) // Camel closes this one, which hands back what is under way, and makes another
        throw new KafkaException("the client settings have changed");
        Map<TopicPartition, OffsetAndMetadata> settled = progress.settled(assignment());
        commit(settled);
        hold(assignment());
        try {
            return super.poll(progress.open() == 0 && settled.isEmpty() ? timeout : WHILE_OPEN);
        } catch (WakeupException e) {
            if (progress.closing()) return ConsumerRecords.empty();
            throw e;
        } catch (InterruptException e) {
            throw e;
        } catch (AuthenticationException | AuthorizationException e) {
            // Camel would give this group up for good; rights and passwords are mended while we run
            LOG.warnf("Kafka refuses %s: %s", groupMetadata().groupId(), e.getMessage());
            LockSupport.parkNanos(AFTER_FAILURE);
            return ConsumerRecords.empty();
        } catch (KafkaException e) {
            LockSupport.parkNanos(AFTER_FAILURE); // Camel makes a new client at once
            throw e;
        }
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> settled) {
        long now = System.nanoTime();
        if (settled.isEmpty() || committing || now - lastCommit < COMMIT_EVERY) return;
        lastCommit = now;
        committing = true;
        commitAsync(settled, (offsets, failure) -> {
            committing = false;
            if (failure == null) progress.committed(offsets);
            else LOG.debugf("Not committed, tried again or redelivered: %s", failure.getMessage());
        });
    }

    private void hold(Collection<TopicPartition> partitions) {
        if (progress.room()) resume(paused());
        else pause(partitions);
    }

    @Override
    public void close() {
        super.close(CloseOptions.timeout(atMost(CLOSE_TIMEOUT)));
    }

    private Duration atMost(Duration timeout) {
        return connected.getAsBoolean() ? timeout : Duration.ZERO;
    }

    /** Leaves a partition with what is acknowledged committed, and takes no part in its rest. */
    private final class Handback implements ConsumerRebalanceListener {
        private final ConsumerRebalanceListener camel;

        private Handback(ConsumerRebalanceListener camel) {
            this.camel = camel;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            hold(partitions);
            camel.onPartitionsAssigned(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            awaitAcknowledgements(partitions);
            boolean interrupted = Thread.interrupted(); // of a context that stops: the commit is still made
            try {
                commitNow(progress.settled(partitions));
            } catch (KafkaException e) {
                LOG.debugf("Not committed, will be redelivered: %s", e.getMessage());
            } finally {
                if (interrupted) Thread.currentThread().interrupt();
            }
            progress.forget(partitions);
            camel.onPartitionsRevoked(partitions);
        }

        /** What is being handled here is not handled by the next owner too, if it ends soon; the group waits that long. */
        private void awaitAcknowledgements(Collection<TopicPartition> partitions) {
            long until = System.nanoTime() + HANDBACK;
            while (progress.open(partitions) > 0
                    && !progress.closing()
                    && !Thread.currentThread().isInterrupted()
                    && System.nanoTime() < until) LockSupport.parkNanos(A_MOMENT);
        }

        private void commitNow(Map<TopicPartition, OffsetAndMetadata> settled) {
            if (settled.isEmpty()) return;
            try {
                commitSync(settled, atMost(COMMIT_TIMEOUT));
            } catch (WakeupException e) { // it was meant for a poll, and is thrown once
                commitSync(settled, atMost(COMMIT_TIMEOUT));
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            progress.forget(partitions);
            camel.onPartitionsLost(partitions);
        }
    }
}
