package io.serai.bus;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.bus.broker.Broker;
import io.serai.message.FailureClassifier;
import io.serai.message.Handled;
import io.serai.message.Ids;
import io.serai.message.Item;
import io.serai.message.Message;
import io.serai.message.Tracing;
import io.serai.message.Waiting;
import io.serai.store.SqlStore;
import io.serai.store.TestStore;
import io.serai.store.cluster.Leases;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;

/** A process with the bus, for tests of whole flows: its Camel context takes the other components and the routes. */
public final class BusProcess implements AutoCloseable {
    private final BusFixture bus;
    private final Ids ids = new Ids();

    /** On the store of the folder, which outlives it. */
    public BusProcess(Path folder, FailureClassifier failures, Tracing tracing) throws Exception {
        this(folder, null, failures, tracing);
    }

    /** @param broker that messages travel through; null for the embedded transport */
    public BusProcess(Path folder, Broker broker, FailureClassifier failures, Tracing tracing) throws Exception {
        bus = new BusFixture(TestStore.open(folder), Map.of(), broker, Leases.sole(), failures, tracing);
    }

    public DefaultCamelContext camel() {
        return bus.camel;
    }

    public SqlStore store() {
        return bus.store;
    }

    public Waiting waiting() {
        return bus.parking;
    }

    public List<Delayed> delayed() {
        return bus.backlogs.delayed();
    }

    public List<Backlog> backlogs() {
        return bus.backlogs.count();
    }

    /** Outcomes that are durable, in the order of settlement. */
    public List<Handled> handled() {
        return bus.handled;
    }

    /** Dead letters once more; returns how many. */
    public int replay(DeadLetterQuery query) {
        return bus.dead.replay(query);
    }

    /** As if a system had told it now. */
    public void publish(String topic, String source, String subject, JsonNode data) {
        String id = ids.next();
        bus.bus.publish(topic, List.of(Item.of(new Message(id, topic, source, subject, Instant.now(), id, data), 1)));
    }

    @Override
    public void close() {
        bus.close();
    }
}
