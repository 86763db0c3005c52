package io.serai.bus;

import io.serai.store.cluster.Leases;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Leases of several replicas in one process; those of a killed one are free at once. */
final class TestLeases {
    private final Map<String, String> owners = new ConcurrentHashMap<>();
    private final Set<String> paused = ConcurrentHashMap.newKeySet();

    Leases of(String replica) {
        return new Leases() {
            @Override
            public boolean take(String name) {
                return replica.equals(owners.computeIfAbsent(name, free -> replica));
            }

            @Override
            public void give(String name) {
                owners.remove(name, replica);
            }

            @Override
            public boolean holds(String name) {
                return !paused.contains(replica) && replica.equals(owners.get(name));
            }

            @Override
            public Set<String> held(String prefix) {
                return owners.keySet().stream()
                        .filter(name -> name.startsWith(prefix))
                        .collect(Collectors.toSet());
            }
        };
    }

    /** Its leases have ended, as it could not renew them; nobody else takes them. */
    void pause(String replica) {
        paused.add(replica);
    }

    /** It renews them after all. */
    void resume(String replica) {
        paused.remove(replica);
    }

    void kill(String replica) {
        owners.values().removeIf(replica::equals);
    }
}
