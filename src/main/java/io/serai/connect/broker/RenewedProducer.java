package io.serai.connect.broker;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.component.kafka.KafkaProducer;
import org.apache.camel.util.ObjectHelper;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * camel-kafka's producer with another client when the password has changed, or when the last one was not let in: an idempotent client
 * then sends nothing any more, also when the login is mended. While no client can be made, exchanges fail. Thread-safe.
 */
final class RenewedProducer extends KafkaProducer {
    /** For what is under way by a former client once its time for delivery is over. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** Of a client that was not let in, what is under way has no hope; at the next call it is tried by another one. */
    private static final Duration GRACE_OF_REFUSED = Duration.ofSeconds(2);

    /** What an idempotent client does not recover from. A topic that may not be written is refused, and the client goes on with others. */
    private static final List<Class<? extends Throwable>> FATAL = List.of(
            AuthenticationException.class,
            ClusterAuthorizationException.class,
            InvalidPidMappingException.class,
            UnsupportedVersionException.class);

    private final Supplier<String> login;
    private volatile Client current;

    /** @param login what clients of the endpoint's factory log in with; another text when it has changed */
    RenewedProducer(KafkaEndpoint endpoint, Supplier<String> login) {
        super(endpoint);
        this.login = login;
    }

    @Override
    protected void doStart() throws Exception {
        String now = login.get();
        super.doStart();
        current = new Client(getKafkaProducer(), now);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Client used = upToDate();
        try {
            super.process(exchange);
        } catch (Exception e) {
            used.note(e);
            throw e;
        }
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Client used;
        try {
            used = upToDate();
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        return super.process(exchange, doneSync -> {
            used.note(exchange.getException());
            callback.done(doneSync);
        });
    }

    private Client upToDate() {
        Client now = current;
        return isOutdated(now) ? renewed() : now;
    }

    /** A client with transactions of its own cannot be replaced between two steps. */
    private boolean isOutdated(Client client) {
        KafkaConfiguration configuration = getEndpoint().getConfiguration();
        if (configuration.isTransacted() || configuration.getTransactionalId() != null) return false;
        return client.refused || client.silent || !login.get().equals(client.login);
    }

    /** Others wait for it here, and do not use a client that was refused. */
    private synchronized Client renewed() {
        Client former = current;
        if (!isOutdated(former)) return former;
        String now = login.get();
        Client next = new Client(getEndpoint().getKafkaClientFactory().getProducer(properties()), now);
        setKafkaProducer(next.producer);
        current = next; // last: who sees it sees what Camel has
        giveUp(former);
        return next;
    }

    private void giveUp(Client former) {
        Duration wait = former.refused
                ? GRACE_OF_REFUSED
                : Duration.ofMillis(getEndpoint().getConfiguration().getDeliveryTimeoutMs());
        CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> former.producer.close(former.refused ? Duration.ZERO : GRACE));
    }

    /** As camel-kafka makes them. */
    private Properties properties() {
        Properties properties = getEndpoint().getConfiguration().createProducerProperties();
        getEndpoint().updateClassProperties(properties);
        properties.put(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                getEndpoint().getConfiguration().getBrokers());
        return properties;
    }

    /** Failures are the client's that was used, also when they come after another one took its place. */
    private static final class Client {
        private final Producer<?, ?> producer;
        private final String login;
        private volatile boolean refused;
        private volatile boolean silent;

        private Client(Producer<?, ?> producer, String login) {
            this.producer = producer;
            this.login = login;
        }

        /** One that was refused may say that it timed out, as it waits for ever for what it lost then; but so does a healthy one. */
        private void note(Exception failure) {
            if (FATAL.stream().anyMatch(fatal -> ObjectHelper.getException(fatal, failure) != null)) refused = true;
            if (ObjectHelper.getException(TimeoutException.class, failure) != null) silent = true;
        }
    }
}
