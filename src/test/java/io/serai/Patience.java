package io.serai;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long tests wait for what must come: long, as machines that build are slow and shared. A process that does not answer for a moment
 * is asked again.
 */
public final class Patience implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
        Awaitility.ignoreExceptionsByDefaultMatching(
                failure -> failure instanceof IOException || failure instanceof UncheckedIOException);
    }
}
