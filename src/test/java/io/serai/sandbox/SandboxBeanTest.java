package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SandboxBeanTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void nothingIsMountedUnlessSwitchedOn() {
        Router router = Router.router(vertx);
        new SandboxBean(config(Map.of()), vertx).mount(router);

        assertThat(router.getRoutes()).isEmpty();
    }

    @Test
    void switchedOnItAnswersOnTheRuntimesOwnRouter() throws Exception {
        Router router = Router.router(vertx);
        SandboxBean bean = new SandboxBean(
                config(Map.of("serai.sandbox.enabled", "true", "serai.sandbox.fields.Contact", "Shoe__c double")),
                vertx);
        bean.mount(router);
        int port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
        Web web = new Web("http://localhost:" + port + "/sandbox/magento-pl", "Bearer sandbox-access-token", Map.of());

        assertThat(web.get("rest/V1/customers/search?searchCriteria=all")
                        .json()
                        .path("total_count")
                        .asInt())
                .isEqualTo(12);
        assertThat(web.get("rest/V1/orders?searchCriteria=all")
                        .json()
                        .path("total_count")
                        .asInt())
                .isEqualTo(8);
        bean.stop(null);
    }

    @Test
    void settingsReachTheOptions() {
        SandboxOptions options = config(Map.of(
                        "serai.sandbox.trickle", "30/m",
                        "serai.sandbox.webhook-url", "http://localhost/hooks/{system}",
                        "serai.sandbox.history", "true"))
                .options();

        assertThat(options.tricklePerSecond()).isEqualTo(0.5);
        assertThat(options.webhooks().url()).isEqualTo("http://localhost/hooks/{system}");
        assertThat(options.history()).isTrue();
        assertThat(config(Map.of()).options()).isEqualTo(SandboxOptions.defaults());
    }

    @Test
    void theCommandLineSetsPortAndContent() {
        SandboxArguments arguments = SandboxArguments.parse("--port", "0", "--trickle", "2/s", "--empty", "--history");

        assertThat(arguments.port()).isZero();
        assertThat(arguments.options().tricklePerSecond()).isEqualTo(2);
        assertThat(arguments.options().seed()).isEqualTo(SandboxOptions.Seed.NOTHING);
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> SandboxArguments.parse("--what"))
                .withMessageContaining("--webhook-url");
    }

    private static SandboxConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .withMapping(SandboxConfig.class)
                .build()
                .getConfigMapping(SandboxConfig.class);
    }
}
