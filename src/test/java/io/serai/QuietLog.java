package io.serai;

import java.util.logging.Level;
import java.util.logging.LogManager;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Tests log what a runtime logs. Until Quarkus starts, which in most tests it never does, its log manager formats and keeps every record of
 * every library down to TRACE: a fifth of the tests' time.
 */
public final class QuietLog implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        LogManager.getLogManager().getLogger("").setLevel(Level.INFO);
    }
}
