package io.serai.bus.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * The operator's file of client settings, which may be replaced while the process runs, as may the keystores that it names. It is read
 * again when it is asked for and was read more than a second ago. Another content is taken when it is read alike twice, so that no half
 * of it is used, and when clients can be made with it; until then the last one is used. Thread-safe.
 */
final class ClientFile implements Supplier<ClientSettings> {
    private static final Logger LOG = Logger.getLogger(ClientFile.class);
    private static final long FRESH = Duration.ofSeconds(1).toNanos();
    private static final long UNTIL_TRIED_AGAIN = Duration.ofSeconds(30).toNanos();

    private final Path file;
    private final Consumer<ClientSettings> trial;
    private final LongSupplier nanos;
    private volatile ClientSettings settings;
    private volatile long looked;
    private ClientSettings seen;
    private ClientSettings refused;
    private long tried;
    private boolean readable = true;

    /**
     * @param trial makes clients, and throws what is wrong with the settings
     * @param nanos as {@link System#nanoTime()}
     * @throws IllegalArgumentException when it cannot be used now
     */
    ClientFile(Path file, Consumer<ClientSettings> trial, LongSupplier nanos) {
        this.file = file;
        this.trial = trial;
        this.nanos = nanos;
        this.settings = ClientSettings.read(file);
        this.looked = nanos.getAsLong();
    }

    @Override
    public ClientSettings get() {
        if (isDue(nanos.getAsLong())) look();
        return settings;
    }

    private boolean isDue(long now) {
        return now - looked >= FRESH;
    }

    private synchronized void look() {
        long now = nanos.getAsLong();
        if (!isDue(now)) return;
        looked = now;
        try {
            consider(ClientSettings.read(file), now);
            readable = true;
        } catch (IllegalArgumentException e) {
            if (readable) LOG.warnf("%s; the settings that stood there before are used", e.getMessage());
            readable = false;
        }
    }

    private void consider(ClientSettings found, long now) {
        boolean alikeTwice = found.equals(seen);
        seen = found;
        if (found.equals(settings) || !alikeTwice) return;
        if (found.equals(refused) && now - tried < UNTIL_TRIED_AGAIN) return;
        tried = now;
        if (!works(found)) return;
        settings = found;
        LOG.infof("Kafka's client settings in %s have changed; its clients are made anew", file);
    }

    private boolean works(ClientSettings found) {
        try {
            trial.accept(found);
            return true;
        } catch (KafkaException | IllegalArgumentException e) {
            if (!found.equals(refused)) // by its class only: its text may repeat what stands there
            LOG.warnf(
                        "No client of Kafka can be made with what %s says now (%s); the settings before are used",
                        file, innermost(e).getClass().getSimpleName());
            refused = found;
            return false;
        }
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) cause = cause.getCause();
        return cause;
    }
}
