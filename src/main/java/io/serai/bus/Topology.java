package io.serai.bus;

import io.serai.bus.broker.Broker;
import io.serai.bus.broker.BrokerException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

    private final Groups groups;
    private final Broker broker;
    private final Set<Group> declared = new HashSet<>();
    private Set<String> lacking = Set.of();
    private final Set<Group> told = new HashSet<>();

    Topology(Groups groups, Broker broker) {
        this.groups = groups;
        this.broker = broker;
    }

    /**
     * Declares what the topics lack, and a few other groups, after a lost connection all over again. A group that the broker refuses is
     * told once and tried again the next time.
     *
     * @throws BrokerException when the broker cannot be reached
     */
    void complete(Collection<String> topics) {
        if (!broker.connected()) declared.clear();
        List<Group> missing = groups.all().stream()
                .filter(group -> !group.name().equals(Groups.NOBODY))
                .filter(group -> !declared.contains(group))
                .toList();
        missing.stream().filter(group -> topics.contains(group.topic())).forEach(this::declare);
        missing.stream()
                .filter(group -> !topics.contains(group.topic()))
                .filter(this::declare)
                .limit(topics.isEmpty() ? OTHERS : 1)
                .forEach(group -> LOG.debugf("Group %s of topic %s has its place", group.name(), group.topic()));
        lacking = missing.stream()
                .filter(group -> !declared.contains(group))
                .map(Group::topic)
                .collect(Collectors.toSet());
    }

    private boolean declare(Group group) {
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
}
