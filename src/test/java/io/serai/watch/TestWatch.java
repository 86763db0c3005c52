package io.serai.watch;

import io.serai.bus.Backlogs;
import io.serai.store.SqlStore;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.util.Map;

/** The room without Quarkus, for tests of rooms above it; counts at every look. */
public final class TestWatch {
    private TestWatch() {}

    public static BusWatch bus(Backlogs backlogs) {
        WatchConfig config = new SmallRyeConfigBuilder()
                .withMapping(WatchConfig.class)
                .withDefaultValues(Map.of("serai.watch.every", "PT0S", "serai.watch.store-timeout", "PT2S"))
                .build()
                .getConfigMapping(WatchConfig.class);
        return new BusWatch(backlogs, config, Clock.systemUTC());
    }

    public static Audit audit(SqlStore store) {
        return new Audit(store, Clock.systemUTC());
    }
}
