package io.serai.connect;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Ends the start when a system's configuration is not complete, with everything that is missing in one message. */
@ApplicationScoped
class SystemsAtStart {
    void check(@Observes @Priority(100) StartupEvent start, Systems systems) {
        systems.requireValid();
    }
}
