package io.serai.connect.broker;

import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionListener;

/** Declares the topology of all flows that read from one RabbitMQ, with each connection anew. Thread-safe. */
final class Declarations implements ConnectionListener {
    private static final Logger LOG = Logger.getLogger(Declarations.class);

    private final String system;
    private final Map<List<String>, Topology> topologies = new ConcurrentHashMap<>();

    Declarations(String system) {
        this.system = system;
    }

    /** Declares it now, or when the broker is there. */
    void add(Topology topology, ConnectionFactory factory) {
        topologies.put(topology.queues(), topology);
        try {
            declare(topology, factory.createConnection());
        } catch (AmqpException e) {
            LOG.warnf("%s cannot be reached and will be tried again: %s", system, e.getMessage());
        }
    }

    @Override
    public void onShutDown(ShutdownSignalException signal) {
        if (!signal.isInitiatedByApplication()) LOG.warnf("%s: the connection is lost and will be made again", system);
    }

    @Override
    public void onCreate(Connection connection) {
        LOG.infof("%s: connected", system);
        topologies.values().forEach(topology -> declare(topology, connection));
    }

    private void declare(Topology topology, Connection connection) {
        try {
            topology.declare(connection);
        } catch (IOException | AmqpException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.warnf(
                    "%s: exchange %s and queues %s could not be declared: %s",
                    system, topology.exchange(), topology.queues(), cause.getMessage());
        }
    }
}
