package io.serai.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * A secret in a file that may be replaced while the process runs, as Kubernetes does with a mounted Secret. The file is read again
 * when it is asked for and was read more than a second ago. While it cannot be read, or is empty, the last text is used; also while
 * it may still be being written: another text is taken when the file has not changed for a second, or is read alike a second later.
 */
final class SecretFile implements SecretSource {
    private static final Logger LOG = Logger.getLogger(SecretFile.class);
    private static final Duration FRESH = Duration.ofSeconds(1);

    /**
     * @param former what stood there before; null for nothing
     * @param changed when that was found out, in nanoseconds
     * @param seen another text that was read last and may be a part of one; null for none
     * @param readable false when the last reading failed
     */
    private record Content(String text, String former, long changed, long read, String seen, boolean readable) {}

    private final Path file;
    private final Duration formerFor;
    private final LongSupplier nanos;
    private final InstantSource clock;
    private volatile Content content;

    /**
     * @param formerFor how long the text before is accepted after a change
     * @param nanos as {@link System#nanoTime()}: how much time has passed, however the clock is set
     * @param clock that of the file's times
     * @throws IOException when it cannot be read now
     */
    SecretFile(Path file, Duration formerFor, LongSupplier nanos, InstantSource clock) throws IOException {
        this.file = file;
        this.formerFor = formerFor;
        this.nanos = nanos;
        this.clock = clock;
        this.content = new Content(Files.readString(file).strip(), null, 0, nanos.getAsLong(), null, true);
    }

    @Override
    public String now() {
        return content().text();
    }

    @Override
    public List<String> accepted() {
        Content now = content();
        boolean both = now.former() != null && nanos.getAsLong() - now.changed() < formerFor.toNanos();
        return both ? List.of(now.text(), now.former()) : List.of(now.text());
    }

    private Content content() {
        Content known = content;
        return isDue(known, nanos.getAsLong()) ? readAgain() : known;
    }

    private static boolean isDue(Content known, long now) {
        return now - known.read() >= FRESH.toNanos();
    }

    private synchronized Content readAgain() {
        long now = nanos.getAsLong();
        if (isDue(content, now)) content = next(content, now);
        return content;
    }

    private Content next(Content known, long now) {
        String text;
        boolean quiet;
        try {
            text = Files.readString(file).strip();
            quiet = isQuiet(); // after the reading, so that whoever began to write before it is noticed
        } catch (IOException e) {
            return keep(known, now, "cannot be read");
        }
        if (text.isEmpty()) return keep(known, now, "is empty");
        if (text.equals(known.text())) return new Content(text, known.former(), known.changed(), now, null, true);
        if (!quiet && !text.equals(known.seen()))
            return new Content(known.text(), known.former(), known.changed(), now, text, true);
        LOG.infof("The secret in %s has changed and is used from now on", file);
        return new Content(text, known.text(), now, now, null, true);
    }

    private boolean isQuiet() throws IOException {
        long age = clock.millis() - Files.getLastModifiedTime(file).toMillis();
        return age >= FRESH.toMillis();
    }

    private Content keep(Content known, long now, String why) {
        if (known.readable()) LOG.warnf("%s %s; the secret that stood there before is used", file, why);
        return new Content(known.text(), known.former(), known.changed(), now, null, false);
    }
}
