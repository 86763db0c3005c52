package io.serai.connect.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.TestSystems;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HookGateTest {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private int port;

    @BeforeEach
    void start() throws Exception {
        Router router = Router.router(vertx);
        new HookGate(
                        TestSystems.of(
                                "woo-pl.kind", "woocommerce",
                                "woo-pl.url", "http://localhost",
                                "woo-pl.auth", "consumer-key",
                                "woo-pl.consumer-key", "ck",
                                "woo-pl.consumer-secret", "cs",
                                "woo-pl.webhook.secret", "s",
                                "magento-pl.kind", "magento",
                                "magento-pl.url", "http://localhost",
                                "magento-pl.auth", "bearer",
                                "magento-pl.token", "t",
                                "magento-pl.webhook.secret", "s",
                                "adobe-pl.kind", "magento",
                                "adobe-pl.url", "http://localhost",
                                "adobe-pl.auth", "bearer",
                                "adobe-pl.token", "t",
                                "adobe-pl.webhook.scheme", "adobe-io",
                                "adobe-pl.webhook.client-id", "c"),
                        TestSystems.hooks(),
                        meters)
                .mount(router);
        router.post("/hooks/:system")
                .handler(context -> context.response().setStatusCode(299).end());
        port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void theChallengeOfAdobeIsRepeatedAsPlainText() throws Exception {
        HttpResponse<String> answer = get("adobe-pl?challenge=8ec8d794-e0ab-42df-9017-e3dada8e84f7");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("8ec8d794-e0ab-42df-9017-e3dada8e84f7");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "magento-pl?challenge=8ec8d794",
                "nobody?challenge=8ec8d794",
                "adobe-pl",
                "adobe-pl?challenge=",
                "adobe-pl?challenge=a&challenge=b",
                "adobe-pl?challenge=%3Cscript%3E"
            })
    void nobodyElseIsRepeatedAnything(String asked) throws Exception {
        HttpResponse<String> answer = get(asked);

        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(answer.body()).doesNotContain("8ec8d794", "script");
    }

    @Test
    void thePingOfAWoocommerceIsAnswered200WithoutASignature() throws Exception {
        assertThat(form("woo-pl", "webhook_id=17").statusCode()).isEqualTo(200);
        assertThat(meters.getMeters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook_id=", "webhook_id=abc", "webhook_id=1&x=2", "id=1", ""})
    void anyOtherFormIsRefused(String body) throws Exception {
        HttpResponse<String> answer = form("woo-pl", body);

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("urn:serai:problem:hook-type");
    }

    @Test
    void aLargeFormIsRefusedToo() throws Exception {
        assertThat(form("woo-pl", "webhook_id=" + "1".repeat(100_000)).statusCode())
                .isEqualTo(415);
    }

    @Test
    void otherKindsOfSystemsSendNoPing() throws Exception {
        assertThat(form("magento-pl", "webhook_id=17").statusCode()).isEqualTo(415);
        assertThat(form("nobody", "webhook_id=17").statusCode()).isEqualTo(415);
    }

    @Test
    void whatIsNoFormPasses() throws Exception {
        assertThat(send("woo-pl", "application/json", "{}").statusCode()).isEqualTo(299);
    }

    private HttpResponse<String> form(String system, String body) throws Exception {
        return send(system, "application/x-www-form-urlencoded; charset=UTF-8", body);
    }

    private HttpResponse<String> send(String system, String type, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/hooks/" + system))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String asked) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/hooks/" + asked))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        BodyHandlers.ofString());
    }
}
