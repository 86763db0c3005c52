package io.serai.bus;

import io.serai.bus.broker.Broker;
import io.serai.bus.broker.Received;
import io.serai.bus.broker.Receiver;
import io.serai.bus.broker.Subscription;
import io.serai.message.Message;
import io.serai.store.Store;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * The bus on a message broker. What is published goes through the outbox; what the broker hands over waits in an inbox for its worker and
 * is acknowledged after its outcome is durable (Invariant 2). Parked and dead messages are in the store, acknowledged like all others.
 *
 * <p>A message whose acknowledgement is lost comes again, as does one that was sent twice: effects are idempotent (Invariant 3), and
 * parking or burying it again finds the row that is there.
 */
class BrokerTransport implements Transport {
    private static final int SINGLES = 128;

    private record Open(Inbox inbox, Subscription subscription) {}

    private final String name;
    private final Broker broker;
    private final Groups groups;
    private final Outbox outbox;
    private final Signals signals;
    private final Pauses pauses;
    private final TransportChange change;
    private final Topology topology;
    private final Relay relay;
    private final Clerk clerk;
    private final Map<Group, Open> open = new ConcurrentHashMap<>();

    BrokerTransport(
            String name,
            Broker broker,
            Store store,
            Groups groups,
            Places places,
            Outbox outbox,
            Signals signals,
            DeadLetters dead,
            Pauses pauses,
            ConnectionMeter connection,
            BooleanSupplier relays,
            Duration pollInterval) {
        this.name = name;
        this.broker = broker;
        this.groups = groups;
        this.outbox = outbox;
        this.signals = signals;
        this.pauses = pauses;
        this.change = new TransportChange(store);
        this.topology = new Topology(groups, broker, places, System::nanoTime);
        this.relay = new Relay(outbox, broker, connection, topology, relays, pollInterval);
        this.clerk = new Clerk(store, dead);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        change.toBroker();
        relay.start();
    }

    @Override
    public void stop() {
        relay.finish();
        clerk.finish();
        broker.close();
    }

    @Override
    public void publish(Tx tx, List<Message> messages) throws SQLException {
        for (String topic : messages.stream().map(Message::type).distinct().toList()) groups.of(tx, topic);
        outbox.add(tx, messages);
        tx.afterCommit(relay::wake);
    }

    @Override
    public void open(Group group, int batch, int workers) {
        Inbox inbox = new Inbox(workers);
        int window = Math.max(2 * batch * workers, Math.min(SINGLES * workers, broker.prefetch()));
        open.compute(group, (key, already) -> {
            if (already != null)
                throw new IllegalStateException("bus:" + group.topic() + "?group=" + group.name()
                        + " is read by two routes; give each a group of its own");
            return new Open(inbox, broker.subscribe(group.topic(), group.name(), window, receiver(group, inbox)));
        });
        relay.wake();
    }

    private Receiver receiver(Group group, Inbox inbox) {
        return new Receiver() {
            @Override
            public void accept(Received received) {
                take(group, inbox, received);
            }

            @Override
            public boolean paused() {
                return pauses.since(group.topic(), group.name()).isPresent();
            }
        };
    }

    private void take(Group group, Inbox inbox, Received received) {
        if (received.flaw() != null) {
            clerk.bury(group, received);
            return;
        }
        inbox.add(received);
        signals.raise(group.topic());
    }

    @Override
    public void close(Group group) {
        Open closed = open.remove(group);
        if (closed == null) return;
        clerk.await();
        closed.subscription().close();
    }

    @Override
    public List<Delivery> fetch(Group group, Share share, int max) {
        Open here = open.get(group);
        return here == null ? List.of() : here.inbox().first(share.worker(), max);
    }

    @Override
    public void acknowledge(Tx tx, Group group, List<Delivery> deliveries) {
        Open here = open.get(group);
        if (here == null || deliveries.isEmpty()) return;
        tx.afterCommit(() -> clerk.acknowledge(here.inbox().settle(deliveries)));
    }

    @Override
    public long outsideTheStore(Group group) {
        return group.name().equals(Groups.NOBODY) ? 0 : broker.backlog(group.topic(), group.name());
    }

    @Override
    public Instant oldestOutsideTheStore(Group group) {
        Open here = open.get(group);
        return here == null ? null : here.inbox().oldest();
    }

    @Override
    public void drop(Group group) {
        if (group.name().equals(Groups.NOBODY)) return;
        groups.losesItsPlace(group); // first: if it then stays in the store, whoever sends to its topic makes it again
        broker.drop(group.topic(), group.name());
    }

    @Override
    public boolean connected() {
        return broker.connected();
    }
}
