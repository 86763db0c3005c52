package io.serai.bus;

import io.serai.bus.broker.Broker;
import io.serai.bus.broker.BrokerException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Sees to it that the broker has a place for every group that the store knows, those of other replicas and those whose flow is stopped
 * included, before anything is sent to their topic. Of one thread, but for what is forgotten.
 */
class Topology {
    private static final Logger LOG = Logger.getLogger(Topology.class);

    /** A queue may take a broker a second; what waits to be sent must not wait for all others. */
    private static final int OTHERS = 10;

    private final Groups groups;
    private final Broker broker;
    private final Places places;
    private final Set<Group> declared = ConcurrentHashMap.newKeySet();
    private Set<String> lacking = Set.of();
    private final Set<Group> told = new HashSet<>();

    Topology(Groups groups, Broker broker, Places places) {
        this.groups = groups;
        this.broker = broker;
        this.places = places;
    }

    /**
     * Declares what the topics lack, and a few other groups, after a lost connection all over again. A group that the broker refuses is
     * told once and tried again the next time, and so are all while somebody else makes or removes places.
     *
     * @throws BrokerException when the broker cannot be reached
     */
    void complete(Collection<String> topics) {
        if (!broker.connected()) declared.clear();
        List<Group> missing = missing();
        // Read again: what was read before may have been removed since.
        if (!missing.isEmpty() && places.ifFree(() -> declare(missing(), topics))) missing = missing();
        lacking = missing.stream().map(Group::topic).collect(Collectors.toSet());
    }

    private List<Group> missing() {
        List<Group> all = groups.all();
        declared.retainAll(Set.copyOf(all));
        return all.stream()
                .filter(group -> !group.name().equals(Groups.NOBODY))
                .filter(group -> !declared.contains(group))
                .toList();
    }

    private void declare(List<Group> missing, Collection<String> topics) {
        missing.stream().filter(group -> topics.contains(group.topic())).forEach(this::declare);
        missing.stream()
                .filter(group -> !topics.contains(group.topic()))
                .filter(this::declare)
                .limit(topics.isEmpty() ? OTHERS : 1)
                .forEach(group -> LOG.debugf("Group %s of topic %s has its place", group.name(), group.topic()));
    }

    private boolean declare(Group group) {
        if (!places.still()) return false;
        try {
            broker.declare(group.topic(), group.name());
            declared.add(group);
            told.remove(group);
            return true;
        } catch (BrokerException e) {
            if (!broker.connected()) throw e;
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

    boolean isComplete() {
        return lacking.isEmpty();
    }

    /** The broker may have lost what was declared: all of it is declared again. */
    void forget() {
        declared.clear();
    }

    /** The group's place may be gone: it is made again if the store still knows the group then. From any thread. */
    void forget(Group group) {
        declared.remove(group);
    }
}
