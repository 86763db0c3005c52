package io.serai.bus.kafka;

import io.serai.bus.broker.BrokerException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/**
 * The cluster as its administration sees it. The client is opened when first needed, so that a start waits for no Kafka. Thread-safe.
 */
final class Cluster implements AutoCloseable {
    private static final int CALL_TIMEOUT_MS = 5_000;
    private static final int REQUEST_TIMEOUT_MS = 3_000;
    private static final long FRESH = Duration.ofSeconds(2).toNanos();

    private final Map<String, Object> properties;
    private Admin admin;
    private volatile boolean connected;
    private boolean asking;
    private long asked = System.nanoTime() - FRESH;

    Cluster(Map<String, Object> clientProperties, String bootstrapServers) {
        properties = new HashMap<>(clientProperties);
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MS);
        properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    }

    /** @throws BrokerException whose cause is what Kafka answered */
    <T> T ask(String question, Function<Admin, KafkaFuture<T>> call) {
        try {
            T answer = call.apply(admin()).get(2L * CALL_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            connected = true;
            return answer;
        } catch (ExecutionException e) {
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
            admin().describeCluster().nodes().whenComplete((nodes, failure) -> seen(failure == null));
        } catch (KafkaException e) { // a name that cannot be resolved
            seen(false);
        }
    }

    private synchronized void seen(boolean answered) {
        connected = answered;
        asking = false;
        asked = System.nanoTime();
    }

    private Admin admin() {
        synchronized (properties) {
            if (admin == null) admin = Admin.create(properties);
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
        synchronized (properties) {
            if (admin != null) admin.close(Duration.ofSeconds(1));
        }
    }
}
