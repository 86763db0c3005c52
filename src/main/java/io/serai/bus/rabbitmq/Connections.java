package io.serai.bus.rabbitmq;

import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.SocketConfigurators;
import com.rabbitmq.client.impl.CredentialsProvider;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;

/**
 * One connection for reading and one for sending, as the broker stops reading from senders while it is short of memory, and
 * acknowledgements must not wait behind them. Each is opened when it is needed, and again after it was lost. Thread-safe.
 */
final class Connections {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int HEARTBEAT_SECONDS = 15;

    private final Line reading;
    private final Line sending;
    private final Queue<Connection> open = new ConcurrentLinkedQueue<>();
    private final Queue<Connection> blocked = new ConcurrentLinkedQueue<>();

    /** Connects to nothing yet. */
    Connections(RabbitConfig config) {
        reading = line(config);
        sending = line(config);
    }

    private Line line(RabbitConfig config) {
        com.rabbitmq.client.ConnectionFactory client = new com.rabbitmq.client.ConnectionFactory();
        client.setVirtualHost(config.virtualHost());
        client.setCredentialsProvider(new Credentials(config));
        client.setConnectionTimeout(CONNECT_MILLIS);
        client.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        client.setChannelRpcTimeout(
                Line.ANSWER_MILLIS); // else a broker that comes up and does not answer yet holds a caller for minutes
        client.setAutomaticRecoveryEnabled(false); // Spring's containers and the relay come back by themselves
        Sockets sockets = new Sockets();
        client.setSocketConfigurator(SocketConfigurators.defaultConfigurator().andThen(sockets::opened));
        Tls.apply(config, client);
        CachingConnectionFactory factory = new CachingConnectionFactory(client);
        factory.setAddresses(addresses(config));
        factory.setConnectionNameStrategy(any -> "serai");
        factory.addConnectionListener(this::opened);
        factory.setCloseExceptionLogger((log, text, cause) -> log.debug(text, cause));
        return new Line(factory, sockets);
    }

    /** A password in it would be told by every failure to connect. */
    private static String addresses(RabbitConfig config) {
        if (config.addresses().contains("@"))
            throw new ConfigurationException("serai.bus.rabbitmq.addresses must not hold a user or password;"
                    + " expected host:port,host:port, and serai.bus.rabbitmq.username and password-file");
        return config.addresses();
    }

    private void opened(Connection connection) {
        open.removeIf(other -> !other.isOpen());
        open.add(connection);
        blocked.remove(connection); // Spring's is the same object after it was opened again
        connection.addBlockedListener(new BlockedListener() {
            @Override
            public void handleBlocked(String reason) {
                blocked.add(connection);
            }

            @Override
            public void handleUnblocked() {
                blocked.remove(connection);
            }
        });
    }

    /** To read and declare by. */
    Line reading() {
        return reading;
    }

    /** To send by. */
    Line sending() {
        return sending;
    }

    /** The innermost text that says something. */
    static String reason(Throwable failure) {
        String text = failure.getMessage();
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause())
            if (cause.getMessage() != null) text = cause.getMessage();
        return text;
    }

    /** Whether the broker asked senders to wait, as it is short of memory or disk; a connection that is gone asks for nothing. */
    boolean blocked() {
        blocked.removeIf(connection -> !connection.isOpen());
        return !blocked.isEmpty();
    }

    boolean connected() {
        open.removeIf(connection -> !connection.isOpen());
        return !open.isEmpty();
    }

    void close() {
        reading.close();
        sending.close();
    }

    private record Credentials(RabbitConfig config) implements CredentialsProvider {
        @Override
        public String getUsername() {
            return config.username();
        }

        @Override
        public String getPassword() {
            return config.passwordFile()
                    .map(Credentials::read)
                    .or(config::password)
                    .orElse("guest");
        }

        private static String read(Path file) {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new UncheckedIOException("serai.bus.rabbitmq.password-file: cannot read " + file, e);
            }
        }
    }
}
