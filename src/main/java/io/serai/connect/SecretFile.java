package io.serai.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * A secret in a file that may be replaced while the process runs, as Kubernetes does with a mounted Secret. The file is read again
 * when it is asked for and was read more than a second ago. While it cannot be read, or is empty, the last text is used.
 */
final class SecretFile implements SecretSource {
    private static final Logger LOG = Logger.getLogger(SecretFile.class);
    private static final Duration FRESH = Duration.ofSeconds(1);

    /**
     * @param former what stood there before; null for nothing
     * @param changed when that was found out, in milliseconds
     * @param readable false when the last reading failed
     */
    private record Content(String text, String former, long changed, long read, boolean readable) {}

    private final Path file;
    private final Duration formerFor;
    private final InstantSource clock;
    private volatile Content content;

    /**
     * @param formerFor how long the text before is accepted after a change
     * @throws IOException when it cannot be read now
     */
    SecretFile(Path file, Duration formerFor, InstantSource clock) throws IOException {
        this.file = file;
        this.formerFor = formerFor;
        this.clock = clock;
        this.content = new Content(Files.readString(file).strip(), null, 0, clock.millis(), true);
    }

    @Override
    public String now() {
        return content().text();
    }

    @Override
    public List<String> accepted() {
        Content now = content();
        boolean both = now.former() != null && clock.millis() - now.changed() < formerFor.toMillis();
        return both ? List.of(now.text(), now.former()) : List.of(now.text());
    }

    private Content content() {
        Content known = content;
        if (clock.millis() - known.read() < FRESH.toMillis()) return known;
        return readAgain();
    }

    private synchronized Content readAgain() {
        long now = clock.millis();
        Content known = content;
        if (now - known.read() >= FRESH.toMillis()) content = next(known, now);
        return content;
    }

    private Content next(Content known, long now) {
        String text;
        try {
            text = Files.readString(file).strip();
        } catch (IOException e) {
            return keep(known, now, "cannot be read");
        }
        if (text.isEmpty()) return keep(known, now, "is empty");
        if (text.equals(known.text())) return new Content(text, known.former(), known.changed(), now, true);
        LOG.infof("The secret in %s has changed and is used from now on", file);
        return new Content(text, known.text(), now, now, true);
    }

    private Content keep(Content known, long now, String why) {
        if (known.readable()) LOG.warnf("%s %s; the secret that stood there before is used", file, why);
        return new Content(known.text(), known.former(), known.changed(), now, false);
    }
}
