package io.serai.connect.broker;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.component.kafka.KafkaProducer;
import org.apache.camel.util.ObjectHelper;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * camel-kafka's producer with another client when the password has changed, or when the last one was not let in: an idempotent client
 * then gives up for good. Thread-safe.
 */
final class RenewedProducer extends KafkaProducer {
    /** For whoever took the former client just before, and for what is under way by it. */
    private static final long GRACE_SECONDS = 30;

    /** However many messages fail meanwhile. */
    private static final long BETWEEN_ATTEMPTS = TimeUnit.SECONDS.toNanos(5);

    private final KafkaClients clients;
    private volatile String madeWith;
    private volatile boolean refused;
    private volatile long made;

    RenewedProducer(KafkaEndpoint endpoint, KafkaClients clients) {
        super(endpoint);
        this.clients = clients;
    }

    @Override
    protected void doStart() throws Exception {
        made = System.nanoTime();
        madeWith = clients.login();
        super.doStart();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        renewIfOutdated();
        try {
            super.process(exchange);
        } catch (Exception e) {
            note(e);
            throw e;
        }
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        renewIfOutdated();
        return super.process(exchange, doneSync -> {
            note(exchange.getException());
            callback.done(doneSync);
        });
    }

    private void note(Exception failure) {
        if (ObjectHelper.getException(AuthenticationException.class, failure) != null
                || ObjectHelper.getException(AuthorizationException.class, failure) != null) refused = true;
    }

    private void renewIfOutdated() {
        if (isOutdated()) renew();
    }

    /** A client with transactions of its own cannot be replaced between two steps. */
    private boolean isOutdated() {
        if (getEndpoint().getConfiguration().isTransacted()
                || getEndpoint().getConfiguration().getTransactionalId() != null) return false;
        return refused && System.nanoTime() - made >= BETWEEN_ATTEMPTS
                || !clients.login().equals(madeWith);
    }

    private synchronized void renew() {
        if (!isOutdated()) return;
        Producer<?, ?> former = getKafkaProducer();
        refused = false;
        made = System.nanoTime();
        madeWith = clients.login();
        setKafkaProducer(clients.getProducer(properties()));
        CompletableFuture.delayedExecutor(GRACE_SECONDS, TimeUnit.SECONDS)
                .execute(() -> former.close(Duration.ofSeconds(GRACE_SECONDS)));
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
}
