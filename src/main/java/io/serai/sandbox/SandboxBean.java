package io.serai.sandbox;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;

/** Mounts the sandbox on the runtime's own server, if it is switched on; else nothing of it comes to life. */
@ApplicationScoped
class SandboxBean {
    private final SandboxConfig config;
    private final Vertx vertx;
    private Sandbox sandbox;

    SandboxBean(SandboxConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
    }

    void mount(@Observes Router router) {
        if (config.enabled()) {
            sandbox = new Sandbox(vertx, config.options());
            sandbox.mount(router);
            sandbox.start();
        }
    }

    void stop(@Observes Shutdown event) {
        if (sandbox != null) {
            sandbox.close();
        }
    }
}
