package io.serai.bus;

import io.serai.bus.broker.Broker;
import io.serai.bus.broker.BrokerException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Sees to it that the broker has a place for every group that the store knows, those of other replicas and those whose flow is stopped
 * included, before anything is sent to their topic. Of one thread.
 */
class Topology {
    private static final Logger LOG = Logger.getLogger(Topology.class);

    /** A queue may take a broker a second; what waits to be sent must not wait for all others. */
    private static final int OTHERS = 10;
    /** How long what the broker refused is left alone: each attempt writes to the store, as one process at a time declares. */
    static final Duration AGAIN = Duration.ofSeconds(5);

    private final Groups groups;
    private final Broker broker;
    private final Places right;
    private final LongSupplier nanos;
    private final Set<Place> declared = new HashSet<>();
    private final Map<Place, Long> refused = new HashMap<>();
    private final Set<Group> told = new HashSet<>();
    private Set<String> lacking = Set.of();
    private long forgot;

    Topology(Groups groups, Broker broker, Places right, LongSupplier nanos) {
        this.groups = groups;
        this.broker = broker;
        this.right = right;
        this.nanos = nanos;
        this.forgot = nanos.getAsLong() - AGAIN.toNanos();
    }

    /**
     * Declares what the topics lack, and a few other groups, after a lost connection all over again. A group that the broker refuses is
     * told once and tried again seconds later, and so are all, the next time, while somebody else makes or removes places.
     *
     * @throws BrokerException when the broker cannot be reached
     */
    void complete(Collection<String> topics) {
        if (!broker.connected()) {
            declared.clear();
            refused.clear();
        }
        List<Place> missing = missing();
        if (missing.stream().anyMatch(this::due)) {
            broker.connect(); // before it has the right, which others with a connection could use meanwhile
            // Read again: what was read before may have been removed since.
            if (right.ifFree(() -> declare(missing(), topics))) missing = missing();
        }
        lacking = missing.stream().map(place -> place.group().topic()).collect(Collectors.toSet());
    }

    private List<Place> missing() {
        List<Place> all = groups.places();
        Set<Place> known = Set.copyOf(all);
        declared.retainAll(known);
        refused.keySet().retainAll(known);
        told.retainAll(all.stream().map(Place::group).collect(Collectors.toSet()));
        return all.stream().filter(place -> !declared.contains(place)).toList();
    }

    private boolean due(Place place) {
        Long since = refused.get(place);
        return since == null || nanos.getAsLong() - since >= AGAIN.toNanos();
    }

    private void declare(List<Place> missing, Collection<String> topics) {
        List<Place> due = missing.stream().filter(this::due).toList();
        due.stream().filter(place -> topics.contains(place.group().topic())).forEach(this::declare);
        due.stream()
                .filter(place -> !topics.contains(place.group().topic()))
                .filter(this::declare)
                .limit(topics.isEmpty() ? OTHERS : 1)
                .forEach(place -> LOG.debugf("%s has its place", place.group()));
    }

    private boolean declare(Place place) {
        if (!right.still()) return false;
        Group group = place.group();
        try {
            broker.declare(group.topic(), group.name());
            declared.add(place);
            refused.remove(place);
            told.remove(group);
            return true;
        } catch (BrokerException e) {
            if (!broker.connected()) throw e;
            refused.put(place, nanos.getAsLong());
            if (told.add(group))
                LOG.warnf(
                        "Group %s of topic %s has no place in the broker: %s",
                        group.name(), group.topic(), e.getMessage());
            return false;
        }
    }

    /** True when all groups of the topic have their place. */
    boolean has(String topic) {
        return !lacking.contains(topic);
    }

    /**
     * True when no group of the topics can have lost its place since {@link #complete}, unless it was removed wholly. Asked after sending:
     * who removes a place says so in the store before.
     */
    boolean kept(Collection<String> topics) {
        Map<Group, Long> now = groups.places().stream().collect(Collectors.toMap(Place::group, Place::removals));
        return declared.stream()
                .filter(place -> topics.contains(place.group().topic()))
                .allMatch(place -> now.getOrDefault(place.group(), place.removals()) == place.removals());
    }

    boolean isComplete() {
        return lacking.isEmpty();
    }

    /** The broker may have lost what the topics had: it is declared again, but not time and again while the broker refuses messages. */
    void forget(Collection<String> topics) {
        long now = nanos.getAsLong();
        if (now - forgot < AGAIN.toNanos()) return;
        forgot = now;
        declared.removeIf(place -> topics.contains(place.group().topic()));
    }
}
