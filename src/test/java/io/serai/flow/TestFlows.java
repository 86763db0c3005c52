package io.serai.flow;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.message.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** No flows, but reloads, for tests of rooms that show them. */
public final class TestFlows {
    private final ReloadLog log = new ReloadLog(new SimpleMeterRegistry());
    private final CamelContext context = new DefaultCamelContext();

    public CamelContext context() {
        return context;
    }

    public Flows flows() {
        return new Flows(context, new Reloader(null, null, null, null, log), log);
    }

    public void refused(String file, String why) {
        List<Finding> findings = List.of(Finding.error(file, 3, 7, why));
        log.add(new Reload(
                file, "yaml", "aaaaaaaaaaaa", "bbbbbbbbbbbb", false, findings, Instant.now(), Duration.ofMillis(5)));
    }
}
