package io.serai.connect.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.CallMeter;
import io.serai.connect.SystemComponents;
import io.serai.connect.TestSystems;
import io.serai.connect.VendorDouble;
import io.serai.connect.VendorDouble.Answer;
import io.serai.connect.VendorFailures;
import io.serai.connect.quota.Limiters;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpSystemTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private DefaultCamelContext context;
    private VendorDouble vendor;

    @AfterEach
    void stop() {
        context.stop();
        vendor.close();
    }

    @Test
    void everyRetryIsSignedWithAnotherNonce() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        vendor = new VendorDouble(
                request -> Answer.json(answers.incrementAndGet() < 3 ? 503 : 200, "{\"total_count\":0}"));
        start(oauth());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(0));
                from("direct:retried").to("shop:/rest/all/V1/orders/1");
            }
        });

        String body = context.createProducerTemplate().requestBody("direct:retried", null, String.class);

        assertThat(body).isEqualTo("{\"total_count\":0}");
        assertThat(vendor.requests())
                .hasSize(3)
                .extracting(request -> request.header("Authorization").replaceAll(".*oauth_nonce=\"([^\"]+)\".*", "$1"))
                .doesNotHaveDuplicates();
        assertThat(calls("503")).isEqualTo(2);
        assertThat(calls("200")).isEqualTo(1);
        assertThat(meters.get("serai_connect_call_seconds")
                        .tag("system", "shop")
                        .timer()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void aRefusedSignatureIsNotSentAgain() {
        vendor = new VendorDouble(request -> Answer.json(401, "{\"message\":\"The signature is invalid.\"}"));
        start(oauth());

        assertThatThrownBy(() -> get("shop:/rest/all/V1/orders/1"))
                .hasCauseInstanceOf(HttpOperationFailedException.class);
        assertThat(vendor.requests()).hasSize(1);
    }

    @Test
    void anAdministratorLogsInOnceForAllCallsAtTheSameTime() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        vendor = new VendorDouble(request -> {
            if (!isLogin(request)) return Answer.json(200, "{}");
            await(asked);
            return Answer.json(200, "\"token-1\"");
        });
        start(admin());

        List<CompletableFuture<String>> calls = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> get("shop:/rest/all/V1/orders/" + i)))
                .toList();
        asked.countDown();

        for (CompletableFuture<String> call : calls)
            assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo("{}");
        assertThat(vendor.requests("/base/rest/all/V1/integration/admin/token")).hasSize(1);
        assertThat(vendor.requests())
                .filteredOn(request -> !isLogin(request))
                .hasSize(6)
                .allSatisfy(
                        request -> assertThat(request.header("Authorization")).isEqualTo("Bearer token-1"));
    }

    @Test
    void anExpiredTokenIsReplacedAndTheCallRepeatedWithItsBody() {
        AtomicInteger logins = new AtomicInteger();
        vendor = new VendorDouble(request -> {
            if (isLogin(request)) return Answer.json(200, "\"token-" + logins.incrementAndGet() + "\"");
            boolean current = "Bearer token-2".equals(request.header("Authorization"));
            return current ? Answer.json(200, "{\"id\":7}") : Answer.json(401, "{\"message\":\"expired\"}");
        });
        start(admin());

        String body = context.createProducerTemplate()
                .requestBody("shop:/rest/all/V1/customers?httpMethod=POST", "{\"customer\":{}}", String.class);

        assertThat(body).isEqualTo("{\"id\":7}");
        assertThat(vendor.requests("/base/rest/all/V1/customers"))
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.body()).isEqualTo("{\"customer\":{}}"));
        assertThat(vendor.requests("/base/rest/all/V1/integration/admin/token"))
                .hasSize(2)
                .allSatisfy(request ->
                        assertThat(request.body()).isEqualTo("{\"username\":\"hub\",\"password\":\"p\\\"1\"}"));
    }

    @Test
    void aTokenThatIsRefusedAgainIsTheAnswer() {
        vendor = new VendorDouble(request -> isLogin(request) ? Answer.json(200, "\"t\"") : Answer.json(401, "{}"));
        start(admin());

        assertThatThrownBy(() -> get("shop:/rest/all/V1/orders/1"))
                .cause()
                .isInstanceOfSatisfying(
                        HttpOperationFailedException.class,
                        failure -> assertThat(failure.getStatusCode()).isEqualTo(401));
        assertThat(vendor.requests("/base/rest/all/V1/orders/1")).hasSize(2);
    }

    @Test
    void aFailedLoginIsTransientAndShowsNoSecret() {
        vendor = new VendorDouble(request -> Answer.json(401, "{\"message\":\"p\\\"1 is wrong\"}"));
        start(admin());

        assertThatThrownBy(() -> get("shop:/rest/all/V1/orders/1")).satisfies(failure -> {
            assertThat(new VendorFailures().classify(failure))
                    .satisfies(known -> assertThat(known.transientFailure()).isTrue())
                    .satisfies(known -> assertThat(known.code()).isEqualTo("login-failed"));
            assertThat(failure.getCause().getMessage()).doesNotContain("p\"1");
        });
    }

    @Test
    void internalHeadersDoNotReachTheVendorNorItsHeadersTheRoute() {
        vendor = new VendorDouble(
                request -> Answer.json(200, "{}").with("Set-Cookie", "a=b").with("X-Powered-By", "PHP"));
        start(bearer());

        var answer = context.createProducerTemplate()
                .request(
                        "shop:/rest/all/V1/orders/1",
                        exchange -> exchange.getMessage()
                                .setHeaders(new java.util.HashMap<>(Map.of(
                                        "SeraiKey", "msg_1",
                                        "webhook-signature", "v1,x",
                                        "Sforce-Limit-Info", "api-usage=1/2",
                                        "X-Forwarded-For", "10.1.1.1",
                                        "Accept", "application/json"))));

        assertThat(vendor.requests().get(0).headers().keySet())
                .containsExactlyInAnyOrder(
                        "Accept", "Authorization", "Host", "Connection", "User-agent", "Accept-encoding");
        assertThat(answer.getMessage().getHeaders()).doesNotContainKeys("Set-Cookie", "X-Powered-By");
        assertThat(vendor.requests().get(0).header("Authorization")).isEqualTo("Bearer token-9");
    }

    @Test
    void aRedirectIsNotFollowedWithTheToken() {
        vendor = new VendorDouble(request -> Answer.json(302, "").with("Location", "/elsewhere"));
        start(bearer());

        assertThatThrownBy(() -> get("shop:/rest/all/V1/orders/1")).isInstanceOf(CamelExecutionException.class);
        assertThat(vendor.requests()).hasSize(1);
    }

    @Test
    void aVendorThatDoesNotAnswerInTimeIsATimeout() {
        CountDownLatch never = new CountDownLatch(1);
        vendor = new VendorDouble(request -> {
            await(never);
            return Answer.json(200, "{}");
        });
        start("bearer", "token", "t", "response-timeout", "PT0.2S");

        assertThatThrownBy(() -> get("shop:/rest/all/V1/orders/1"))
                .satisfies(failure -> assertThat(
                                new VendorFailures().classify(failure).code())
                        .isEqualTo("timeout"));
        never.countDown();
        assertThat(calls("timeout")).isEqualTo(1);
    }

    @Test
    void aRouteMayUseItsOwnUrlWithTheSystemsAuthorization() {
        vendor = new VendorDouble(request -> Answer.json(200, "{}"));
        start(bearer());

        get(vendor.url() + "/other?httpClientConfigurer=#shop");

        assertThat(vendor.requests("/other").get(0).header("Authorization")).isEqualTo("Bearer token-9");
    }

    private String get(String uri) {
        return context.createProducerTemplate().requestBody(uri, null, String.class);
    }

    private double calls(String status) {
        return meters.get("serai_connect_calls_total")
                .tags("system", "shop", "status", status)
                .counter()
                .count();
    }

    private static String[] oauth() {
        return new String[] {
            "oauth1", "consumer-key", "ck", "consumer-secret", "cs", "access-token", "at", "access-token-secret", "ats"
        };
    }

    private static String[] bearer() {
        return new String[] {"bearer", "token", "token-9"};
    }

    private static String[] admin() {
        return new String[] {"admin", "username", "hub", "password", "p\"1"};
    }

    @Test
    void aRestSystemIsAuthorizedByAHeaderOfItsChoiceOrByBasicOrNotAtAll() {
        vendor = new VendorDouble(request -> Answer.json(200, "{}"));
        startRest("header", "header", "X-Shop-Key", "token", "key-1");
        get("shop:/api/users/1");
        context.stop();
        startRest("basic", "username", "hub", "password", "pä:ss");
        get("shop:/api/users/1");
        context.stop();
        startRest("none");
        get("shop:/api/users/1");

        assertThat(vendor.requests().get(0).header("X-Shop-Key")).isEqualTo("key-1");
        assertThat(vendor.requests().get(0).header("Authorization")).isNull();
        assertThat(vendor.requests().get(1).header("Authorization"))
                .isEqualTo("Basic " + java.util.Base64.getEncoder().encodeToString("hub:pä:ss".getBytes(UTF_8)));
        assertThat(vendor.requests().get(2).header("Authorization")).isNull();
        assertThat(vendor.requests())
                .extracting(request -> request.uri().getPath())
                .containsOnly("/base/api/users/1");
    }

    @Test
    void aTokenIsFetchedFromAnotherHostAndAgainWhenItIsRefused() {
        AtomicInteger logins = new AtomicInteger();
        try (VendorDouble login = new VendorDouble(request ->
                Answer.json(200, "{\"access_token\":\"t" + logins.incrementAndGet() + "\",\"expires_in\":3600}"))) {
            vendor = new VendorDouble(request ->
                    Answer.json("Bearer t2".equals(request.header("Authorization")) ? 200 : 401, "{\"id\":1}"));
            startRest(
                    "client-credentials",
                    "token-url",
                    login.url() + "/token",
                    "client-id",
                    "hub",
                    "client-secret",
                    "s&1",
                    "scope",
                    "all of it");

            assertThat(get("shop:/api/users/1")).isEqualTo("{\"id\":1}");
            assertThat(get("shop:/api/users/2")).isEqualTo("{\"id\":1}");

            assertThat(login.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.body())
                            .isEqualTo(
                                    "grant_type=client_credentials&client_id=hub&client_secret=s%261&scope=all+of+it"));
            assertThat(vendor.requests()).hasSize(3);
        }
    }

    @Test
    void aLoginThatFailsIsToldAsOneAndMayPass() {
        try (VendorDouble login = new VendorDouble(request -> Answer.json(400, "{\"error\":\"invalid_client\"}"))) {
            vendor = new VendorDouble(request -> Answer.json(200, "{}"));
            startRest("client-credentials", "token-url", login.url(), "client-id", "hub", "client-secret", "secret-1");

            assertThatThrownBy(() -> get("shop:/api/users/1")).satisfies(failure -> {
                assertThat(new VendorFailures().classify(failure))
                        .isEqualTo(
                                new io.serai.message.Failure(true, "login-failed", "the login was answered 400", null));
                assertThat(failure).hasStackTraceContaining("answered 400");
            });
            assertThat(vendor.requests()).isEmpty();
        }
    }

    /** @param options the kind of login, then pairs of an option and its value */
    private void startRest(String... options) {
        start("rest", options);
    }

    private void start(String... auth) {
        start("magento", auth);
    }

    private void start(String kind, String[] auth) {
        String[] options = new String[auth.length + 5];
        System.arraycopy(
                new String[] {"shop.kind", kind, "shop.url", vendor.url() + "/base", "shop.auth"}, 0, options, 0, 5);
        for (int i = 0; i < auth.length; i++) options[5 + i] = i % 2 == 1 ? "shop." + auth[i] : auth[i];
        context = new DefaultCamelContext();
        new SystemComponents(
                        TestSystems.of(options), new CallMeter(meters), Limiters.alone(meters, new CallMeter(meters)))
                .configure(context);
        context.start();
    }

    private static boolean isLogin(VendorDouble.Request request) {
        return request.uri().getPath().endsWith("/integration/admin/token");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
