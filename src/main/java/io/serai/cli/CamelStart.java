package io.serai.cli;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.camel.quarkus.core.CamelRuntime;

/**
 * Starts Camel, which leaves that to a program with a main of its own. As an observer it does so in tests as well, and before the
 * ports are open; flows are loaded after it.
 */
@ApplicationScoped
class CamelStart {
    private static final int BEFORE_FLOWS = 2_550;

    private final CamelRuntime camel;

    CamelStart(CamelRuntime camel) {
        this.camel = camel;
    }

    void start(@Observes @Priority(BEFORE_FLOWS) StartupEvent start) {
        camel.start(new String[0]);
    }
}
