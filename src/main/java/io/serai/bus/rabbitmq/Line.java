package io.serai.bus.rabbitmq;

import com.rabbitmq.client.Channel;
import io.serai.bus.broker.BrokerException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/** One connection to the broker, opened when it is needed, and again after it was lost. Thread-safe. */
final class Line {
    /** How long a broker may take to answer. */
    static final int ANSWER_MILLIS = 15_000;

    private static final Logger LOG = Logger.getLogger(Line.class);

    private final CachingConnectionFactory factory;
    private final Sockets sockets;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "bus-rabbitmq-silence");
        thread.setDaemon(true);
        return thread;
    });

    Line(CachingConnectionFactory factory, Sockets sockets) {
        this.factory = factory;
        this.sockets = sockets;
    }

    /** What containers read by. */
    CachingConnectionFactory factory() {
        return factory;
    }

    Channel channel() {
        try {
            return factory.createConnection().createChannel(false);
        } catch (AmqpException | UncheckedIOException e) {
            throw new BrokerException("RabbitMQ cannot be reached: " + Connections.reason(e), e);
        }
    }

    /**
     * Does what waits for the broker. If it takes longer than the broker may be silent, the connection is cut, and it fails.
     *
     * @param longest of the work itself
     */
    <T> T patiently(Duration longest, Callable<T> work) throws Exception {
        Future<?> cut = clock.schedule(this::cut, longest.toMillis() + ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        try {
            return work.call();
        } finally {
            cut.cancel(false);
        }
    }

    /**
     * Ends the connection; who needs one gets a new one. For a broker that does not answer on a channel: it may go on sending heartbeats for
     * ever, and whoever closes the channel waits as long.
     */
    void cut() {
        LOG.warn("RabbitMQ did not answer in time; it is connected anew");
        sockets.cut();
    }

    void close() {
        factory.destroy();
        clock.shutdownNow();
    }
}
