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
import org.apache.kafka.common.errors.TimeoutException;

/**
 * camel-kafka's producer with another client when the password has changed, or when the last one was not let in: an idempotent client
 * then sends nothing any more, also when the login is mended. Thread-safe.
 */
final class RenewedProducer extends KafkaProducer {
    /** For whoever took the former client just before, and for what is under way by it. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** Of a client that was not let in, what is under way has no hope; at the next call it is tried by another one. */
    private static final Duration GRACE_OF_REFUSED = Duration.ofSeconds(2);

    private final KafkaClients clients;
    private volatile String madeWith;
    private volatile boolean refused;

    RenewedProducer(KafkaEndpoint endpoint, KafkaClients clients) {
        super(endpoint);
        this.clients = clients;
    }

    @Override
    protected void doStart() throws Exception {
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

    /** It may time out, too, as a client that was refused waits for ever for what it lost then. */
    private void note(Exception failure) {
        if (ObjectHelper.getException(AuthenticationException.class, failure) != null
                || ObjectHelper.getException(AuthorizationException.class, failure) != null
                || ObjectHelper.getException(TimeoutException.class, failure) != null) refused = true;
    }

    private void renewIfOutdated() {
        if (isOutdated()) renew();
    }

    /** A client with transactions of its own cannot be replaced between two steps. */
    private boolean isOutdated() {
        if (getEndpoint().getConfiguration().isTransacted()
                || getEndpoint().getConfiguration().getTransactionalId() != null) return false;
        return refused || !clients.login().equals(madeWith);
    }

    private synchronized void renew() {
        if (!isOutdated()) return;
        Producer<?, ?> former = getKafkaProducer();
        boolean hopeless = refused;
        refused = false;
        madeWith = clients.login();
        setKafkaProducer(clients.getProducer(properties()));
        Duration grace = hopeless ? GRACE_OF_REFUSED : GRACE;
        CompletableFuture.delayedExecutor(grace.toSeconds(), TimeUnit.SECONDS)
                .execute(() -> former.close(hopeless ? Duration.ZERO : GRACE));
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
