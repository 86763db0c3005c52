package io.serai.store;

import io.agroal.api.AgroalDataSource;
import java.util.ArrayList;
import java.util.List;

/** Pools of connections, closed when the store that uses them, which does not own them, has been closed. */
final class TestPools {
    private record Opened(SqlStore store, List<AgroalDataSource> pools) {}

    private final List<Opened> opened = new ArrayList<>();

    /** Closes what is left of stores that were closed before. */
    synchronized SqlStore add(SqlStore store, AgroalDataSource... pools) {
        for (Opened each : List.copyOf(opened)) {
            if (each.store().alive()) continue;
            each.pools().forEach(AgroalDataSource::close);
            opened.remove(each);
        }
        opened.add(new Opened(store, List.of(pools)));
        return store;
    }
}
