package io.serai.store.cluster;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Of a database that one process has for itself: always granted. */
final class SoleLeases implements Leases {
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    @Override
    public boolean take(String name) {
        held.add(name);
        return true;
    }

    @Override
    public void give(String name) {
        held.remove(name);
    }

    @Override
    public boolean holds(String name) {
        return held.contains(name);
    }

    @Override
    public Set<String> held(String prefix) {
        return held.stream().filter(name -> name.startsWith(prefix)).collect(Collectors.toSet());
    }
}
