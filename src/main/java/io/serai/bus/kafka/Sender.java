package io.serai.bus.kafka;

import io.serai.bus.broker.BrokerException;
import io.serai.message.Json;
import io.serai.message.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.component.kafka.KafkaProducer;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.ObjectHelper;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Sends batches; confirmed by all in-sync replicas, in order per key, without doubles of its own retries. Thread-safe. */
final class Sender implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    /**
     * After one of these an idempotent client sends nothing any more, also when the login is mended; one that lost its state by them may say
     * no more than that it timed out. A topic that may not be written is refused, and the client goes on with others.
     */
    private static final List<Class<? extends Throwable>> FATAL = List.of(
            AuthenticationException.class,
            ClusterAuthorizationException.class,
            InvalidPidMappingException.class,
            UnsupportedVersionException.class,
            TimeoutException.class);

    private final KafkaEndpoint endpoint;
    private final Supplier<ClientSettings> settings;
    private final Topics topics;
    private final Names names;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private KafkaProducer producer;
    private ClientSettings madeWith;
    private boolean refused;

    Sender(KafkaEndpoint endpoint, Supplier<ClientSettings> settings, Topics topics, Names names) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.topics = topics;
        this.names = names;
    }

    /** @throws BrokerException when any was not confirmed; nothing of the batch is under way any more then */
    void send(List<Message> messages) {
        if (messages.isEmpty()) return;
        messages.stream().map(Message::type).distinct().forEach(topics::need);
        Exchange batch = endpoint.createExchange();
        batch.getMessage().setBody(messages.stream().map(this::record).toList());
        renewIfOutdated();
        use.readLock().lock();
        try {
            producer().process(batch);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unconfirmed(messages, e);
        } catch (Exception e) {
            settle(e);
            throw unconfirmed(messages, e.getCause() == null ? e : e.getCause());
        } finally {
            use.readLock().unlock();
        }
    }

    /** While nobody sends, so that nothing is under way: what the next client sends does not overtake it. */
    private void renewIfOutdated() {
        if (!isOutdated()) return;
        use.writeLock().lock();
        try {
            if (isOutdated()) discard();
        } finally {
            use.writeLock().unlock();
        }
    }

    private synchronized boolean isOutdated() {
        return producer != null && (refused || !settings.get().equals(madeWith));
    }

    private synchronized void discard() {
        producer.getKafkaProducer().close(CLOSE_TIMEOUT);
        ServiceHelper.stopAndShutdownService(producer);
        producer = null;
    }

    private org.apache.camel.Message record(Message message) {
        DefaultMessage record = new DefaultMessage(endpoint.getCamelContext());
        record.setHeader(KafkaConstants.OVERRIDE_TOPIC, names.topic(message.type()));
        record.setHeader(KafkaConstants.KEY, Records.key(message));
        Records.headers(message).forEach(record::setHeader);
        record.setBody(Json.write(message.data()));
        return record;
    }

    private synchronized KafkaProducer producer() throws Exception {
        if (producer == null) {
            refused = false;
            madeWith = settings.get();
            KafkaProducer made = (KafkaProducer) endpoint.createProducer();
            ServiceHelper.startService(endpoint, made);
            producer = made;
        }
        return producer;
    }

    /** Waits for what is still under way, so that it does not arrive after its repetition. */
    private synchronized void settle(Exception failure) {
        topics.forget();
        refused |= FATAL.stream().anyMatch(fatal -> ObjectHelper.getException(fatal, failure) != null);
        if (producer == null) return;
        try {
            producer.getKafkaProducer().flush();
        } catch (KafkaException e) {
            Thread.currentThread().interrupt(); // the only reason for which it ends early
        }
    }

    private static BrokerException unconfirmed(List<Message> messages, Throwable cause) {
        return new BrokerException(
                "Kafka did not confirm " + messages.size() + " messages: "
                        + cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                cause);
    }

    /** What is under way is given up soon: it was not confirmed, so it will be sent again. */
    @Override
    public synchronized void close() {
        if (producer != null) producer.getKafkaProducer().close(CLOSE_TIMEOUT);
        ServiceHelper.stopAndShutdownServices(producer, endpoint);
        producer = null;
    }
}
