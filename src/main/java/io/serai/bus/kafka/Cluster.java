package io.serai.bus.kafka;

import io.serai.bus.broker.BrokerException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;

/**
 * The cluster as its administration sees it. The client is opened when first needed, so that a start waits for no Kafka. Thread-safe.
 */
final class Cluster implements AutoCloseable {
    private static final int CALL_TIMEOUT_MS = 5_000;
    private static final int REQUEST_TIMEOUT_MS = 3_000;
    private static final long FRESH = Duration.ofSeconds(2).toNanos();

    private final Supplier<ClientSettings> settings;
    private final Map<String, Object> defaults;
    private final Object client = new Object();
    private Admin admin;
    private ClientSettings madeWith;
    private volatile boolean refused;
    private volatile boolean connected;
    private boolean asking;
    private long asked = System.nanoTime() - FRESH;

    Cluster(Supplier<ClientSettings> settings, String bootstrapServers) {
        this.settings = settings;
        this.defaults = defaults(bootstrapServers);
    }

    /** What its client is made with where the operator says nothing. */
    static Map<String, Object> defaults(String bootstrapServers) {
        return Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    }

    /** @throws BrokerException whose cause is what Kafka answered */
    <T> T ask(String question, Function<Admin, KafkaFuture<T>> call) {
        try {
            T answer = call.apply(admin()).get(2L * CALL_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            connected = true;
            return answer;
        } catch (ExecutionException e) {
            note(e.getCause());
            throw failed(question, e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw failed(question, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(question, e);
        }
    }

    /** Whether a broker answered the last time; waits for none, but asks again when that was some seconds ago. */
    boolean connected() {
        if (itIsTime()) look();
        return connected;
    }

    private synchronized boolean itIsTime() {
        if (asking || System.nanoTime() - asked < FRESH) return false;
        asking = true;
        return true;
    }

    private void look() {
        try {
            admin().describeCluster().nodes().whenComplete((nodes, failure) -> {
                note(failure);
                seen(failure == null);
            });
        } catch (KafkaException e) { // a name that cannot be resolved
            seen(false);
        }
    }

    private synchronized void seen(boolean answered) {
        connected = answered;
        asking = false;
        asked = System.nanoTime();
    }

    /** A client that was not let in would ask for minutes by what it remembers of that, also when the login is mended. */
    private void note(Throwable failure) {
        if (failure instanceof AuthenticationException) refused = true;
    }

    private Admin admin() {
        synchronized (client) {
            ClientSettings now = settings.get();
            if (admin != null && (refused || !now.equals(madeWith))) closeClient();
            if (admin == null) {
                refused = false;
                admin = Admin.create(now.over(defaults));
                madeWith = now;
            }
            return admin;
        }
    }

    private static BrokerException failed(String question, Throwable cause) {
        return new BrokerException(
                "Kafka did not answer (" + question + "): " + cause.getClass().getSimpleName() + ": "
                        + cause.getMessage(),
                cause);
    }

    @Override
    public void close() {
        synchronized (client) {
            if (admin != null) closeClient();
        }
    }

    private void closeClient() {
        admin.close(Duration.ofSeconds(1));
        admin = null;
    }
}
