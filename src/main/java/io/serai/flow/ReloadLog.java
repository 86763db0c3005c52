package io.serai.flow;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jboss.logging.Logger;

/** Tells results of reloads to the log and to metrics, and keeps the last one of each file. Thread-safe. */
final class ReloadLog {
    private static final Logger LOG = Logger.getLogger("io.serai.flow");

    private final MeterRegistry meters;
    private final Map<String, Reload> last = new ConcurrentSkipListMap<>();

    ReloadLog(MeterRegistry meters) {
        this.meters = meters;
    }

    /** A refusal of the very content that was refused before is not told again. */
    void add(Reload reload) {
        Reload before = last.put(reload.file(), reload);
        boolean told = before != null && !before.ok() && !reload.ok() && Objects.equals(before.to(), reload.to());
        if (told) return;
        meters.counter("serai_flow_reload", "kind", reload.kind(), "result", reload.ok() ? "ok" : "failed")
                .increment();
        if (reload.ok()) LOG.infof("Reloaded %s", reload.summary());
        else LOG.warnf("Not reloaded %s", reload.summary());
    }

    /** The file is again what runs, or never ran and is gone. */
    void forgetFailure(String file) {
        Reload before = last.get(file);
        if (before != null && !before.ok()) last.remove(file);
    }

    Optional<Reload> last(String file) {
        return Optional.ofNullable(last.get(file));
    }

    List<Reload> all() {
        return List.copyOf(last.values());
    }

    List<Reload> failures() {
        return last.values().stream().filter(reload -> !reload.ok()).toList();
    }
}
