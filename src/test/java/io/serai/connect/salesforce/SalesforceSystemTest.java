package io.serai.connect.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.CallMeter;
import io.serai.connect.SystemComponents;
import io.serai.connect.Systems;
import io.serai.connect.TestSystems;
import io.serai.connect.VendorDouble;
import io.serai.connect.VendorDouble.Answer;
import io.serai.connect.VendorDouble.Request;
import io.serai.connect.VendorFailures;
import io.serai.connect.quota.Limiters;
import io.serai.message.Failure;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SalesforceSystemTest {
    private static final String TOKEN = "/services/oauth2/token";
    private static final String LIMITS = "/services/data/v67.0/limits";
    private static final String CALL = ":raw?format=JSON&rawMethod=PATCH&rawPath=/limits";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger logins = new AtomicInteger();
    private DefaultCamelContext context;
    private VendorDouble vendor;

    @AfterEach
    void stop() {
        context.stop();
        if (vendor != null) vendor.close();
    }

    @Test
    void nothingConnectsBeforeTheFirstCall() {
        start(clientCredentials("crm", "http://salesforce.invalid"));

        assertThat(context.getComponent("crm")).isInstanceOf(SalesforceSystemComponent.class);
        assertThat(context.getEndpoint("crm" + CALL)).isNotNull();
        assertThat(context.getStatus().isStarted()).isTrue();
    }

    @Test
    void itLogsInWithTheFirstCallAndCountsCallsAndQuota() {
        vendor(request ->
                Answer.json(200, "{\"ok\":true}").with("Sforce-Limit-Info", "api-usage=18/5000; per-app=1/2"));

        assertThat(call("first")).isEqualTo("{\"ok\":true}");
        assertThat(call("second")).isEqualTo("{\"ok\":true}");

        assertThat(vendor.requests(TOKEN))
                .singleElement()
                .satisfies(login -> assertThat(login.body())
                        .contains("grant_type=client_credentials", "client_id=client-1", "client_secret=secret-1"));
        assertThat(vendor.requests(LIMITS)).hasSize(2).allSatisfy(request -> {
            assertThat(request.header("Authorization")).isEqualTo("Bearer session-1");
            assertThat(request.header("Content-Type")).startsWith("application/json");
        });
        assertThat(calls("200")).isEqualTo(3);
        assertThat(meters.get("serai_connect_call_seconds")
                        .tag("system", "salesforce")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(meters.get("serai_connect_quota_used_ratio")
                        .tag("system", "salesforce")
                        .gauge()
                        .value())
                .isEqualTo(18.0 / 5000);
    }

    @Test
    void anEndedSessionIsRenewedOnceAndTheCallRepeatedWithItsBody() {
        vendor(request -> "Bearer session-2".equals(request.header("Authorization"))
                ? Answer.json(200, "[]")
                : Answer.json(401, error("INVALID_SESSION_ID", "Session expired or invalid")));

        assertThat(call("{\"records\":[]}")).isEqualTo("[]");

        assertThat(logins).hasValue(2);
        assertThat(vendor.requests(LIMITS))
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.body()).isEqualTo("{\"records\":[]}"));
        assertThat(calls("401")).isEqualTo(1);
    }

    @Test
    void aStopTellsTheVendorNothing() {
        vendor(request -> Answer.json(200, "{}"));
        call("{}");
        vendor.close();

        context.stop();

        assertThat(vendor.requests())
                .extracting(Request::uri)
                .hasSize(2)
                .noneMatch(uri -> uri.getPath().endsWith("/revoke"));
    }

    @Test
    void aSessionThatIsRefusedAgainIsTheAnswer() {
        vendor(request -> Answer.json(401, error("INVALID_SESSION_ID", "Session expired or invalid")));

        Failure failure = failureOf("{}");

        assertThat(failure.code()).isEqualTo("INVALID_SESSION_ID");
        assertThat(vendor.requests(LIMITS)).hasSize(2);
        assertThat(logins).hasValue(2);
    }

    @Test
    void anErrorKeepsCodeAndFieldsAndDropsTheVendorsText() {
        vendor(
                request -> Answer.json(
                        400,
                        "[{\"errorCode\":\"STRING_TOO_LONG\",\"message\":\"anna.berg@example.com is too long\",\"fields\":[\"Email\"]}]"));

        assertThatThrownBy(() -> call("{}")).satisfies(thrown -> {
            assertThat(stackTrace(thrown)).contains("STRING_TOO_LONG").doesNotContain("anna.berg");
            assertThat(new VendorFailures().classify(thrown))
                    .isEqualTo(new Failure(false, "STRING_TOO_LONG", "answered 400: STRING_TOO_LONG (Email)", null));
        });
    }

    @Test
    void aPageInsteadOfJsonIsToldByItsStatus() {
        vendor(request -> new Answer(503, "<html>down for anna</html>", java.util.Map.of()));

        Failure failure = failureOf("{}");

        assertThat(failure).isEqualTo(new Failure(true, "http-503", "answered 503", null));
    }

    @Test
    void aRefusedLoginEndsAtOnceAndIsTransient() {
        for (int status : new int[] {400, 401}) {
            vendor = new VendorDouble(request ->
                    Answer.json(status, "{\"error\":\"invalid_client\",\"error_description\":\"secret-1\"}"));
            start(clientCredentials("salesforce", vendor.url()));

            long before = System.nanoTime();
            Failure failure = failureOf("{}");

            assertThat(failure.code()).isEqualTo("login-failed");
            assertThat(failure.transientFailure()).isTrue();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before))
                    .isLessThan(15_000);
            stop();
        }
    }

    @Test
    void aVendorThatDoesNotAnswerInTimeIsATimeout() {
        CountDownLatch never = new CountDownLatch(1);
        vendor(request -> {
            try {
                never.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Answer.json(200, "{}");
        });

        Failure failure = failureOf("{}");
        never.countDown();

        assertThat(failure.code()).isEqualTo("timeout");
        assertThat(failure.transientFailure()).isTrue();
        assertThat(calls("timeout")).isEqualTo(1);
    }

    @Test
    void aVendorThatIsDownIsAConnectionFailure() {
        start(clientCredentials("salesforce", "http://localhost:1"));

        Failure failure = failureOf("{}");

        assertThat(failure.code()).isEqualTo("connection");
        assertThat(failure.transientFailure()).isTrue();
    }

    @Test
    void aJwtIsSignedWithTheKeyOfTheConfiguration() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        vendor = new VendorDouble(answering(request -> Answer.json(200, "{}")));
        start(TestSystems.of(
                "salesforce.kind", "salesforce",
                "salesforce.url", vendor.url(),
                "salesforce.auth", "jwt",
                "salesforce.client-id", "client-1",
                "salesforce.username", "hub@example.com",
                "salesforce.audience", "https://login.salesforce.com",
                "salesforce.private-key",
                        "-----BEGIN PRIVATE KEY-----\n"
                                + Base64.getEncoder()
                                        .encodeToString(pair.getPrivate().getEncoded())
                                + "\n-----END PRIVATE KEY-----"));

        assertThat(call("{}")).isEqualTo("{}");

        String form = java.net.URLDecoder.decode(vendor.requests(TOKEN).get(0).body(), StandardCharsets.UTF_8);
        assertThat(form).contains("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer");
        String[] parts = form.replaceAll("(?s).*assertion=([^&]+).*", "$1").split("\\.");
        Signature check = Signature.getInstance("SHA256withRSA");
        check.initVerify(pair.getPublic());
        check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(check.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .contains(
                        "\"iss\":\"client-1\"",
                        "\"sub\":\"hub@example.com\"",
                        "\"aud\":\"https://login.salesforce.com\"");
    }

    @Test
    void twoOrgsHaveTheirOwnSessions() {
        vendor = new VendorDouble(answering(request -> Answer.json(200, "1")));
        try (VendorDouble other =
                new VendorDouble(request -> request.uri().getPath().equals(TOKEN)
                        ? Answer.json(
                                200,
                                token(
                                        "other",
                                        "http://localhost:"
                                                + request.header("Host").replaceAll(".*:", "")))
                        : Answer.json(200, "2"))) {
            start(TestSystems.of(
                    "salesforce.kind", "salesforce",
                    "salesforce.url", vendor.url(),
                    "salesforce.auth", "client-credentials",
                    "salesforce.client-id", "client-1",
                    "salesforce.client-secret", "secret-1",
                    "salesforce-eu.kind", "salesforce",
                    "salesforce-eu.url", other.url(),
                    "salesforce-eu.auth", "client-credentials",
                    "salesforce-eu.client-id", "client-2",
                    "salesforce-eu.client-secret", "secret-2",
                    "salesforce-eu.api-version", "60.0"));

            assertThat(call("{}")).isEqualTo("1");
            assertThat(context.createProducerTemplate().requestBody("salesforce-eu" + CALL, "{}", String.class))
                    .isEqualTo("2");
            assertThat(other.requests("/services/data/v60.0/limits"))
                    .singleElement()
                    .satisfies(request ->
                            assertThat(request.header("Authorization")).isEqualTo("Bearer other"));
        }
    }

    private void vendor(Function<Request, Answer> behaviour) {
        vendor = new VendorDouble(answering(behaviour));
        start(clientCredentials("salesforce", vendor.url()));
    }

    private Function<Request, Answer> answering(Function<Request, Answer> behaviour) {
        return request -> switch (request.uri().getPath()) {
            case TOKEN -> Answer.json(200, token("session-" + logins.incrementAndGet(), vendor.url()));
            default -> behaviour.apply(request);
        };
    }

    private void start(Systems systems) {
        systems.requireValid();
        context = new DefaultCamelContext();
        new SystemComponents(systems, new CallMeter(meters), Limiters.alone(meters, new CallMeter(meters)))
                .configure(context);
        context.start();
    }

    private String call(String body) {
        return context.createProducerTemplate().requestBody("salesforce" + CALL, body, String.class);
    }

    private Failure failureOf(String body) {
        try {
            call(body);
        } catch (RuntimeException e) {
            return new VendorFailures().classify(e);
        }
        throw new AssertionError("the call should have failed");
    }

    private double calls(String status) {
        return meters.get("serai_connect_calls_total")
                .tags("system", "salesforce", "status", status)
                .counter()
                .count();
    }

    private static Systems clientCredentials(String name, String url) {
        return TestSystems.of(
                name + ".kind", "salesforce",
                name + ".url", url,
                name + ".auth", "client-credentials",
                name + ".client-id", "client-1",
                name + ".client-secret", "secret-1",
                name + ".response-timeout", "PT2S");
    }

    private static String token(String session, String url) {
        return "{\"access_token\":\"" + session + "\",\"instance_url\":\"" + url
                + "\",\"id\":\"https://login.salesforce.com/id/00D000000000000EAA/005000000000000AAA\","
                + "\"token_type\":\"Bearer\",\"issued_at\":\"1795000000000\",\"signature\":\"x\"}";
    }

    private static String error(String code, String message) {
        return "[{\"errorCode\":\"" + code + "\",\"message\":\"" + message + "\"}]";
    }

    private static String stackTrace(Throwable thrown) {
        java.io.StringWriter text = new java.io.StringWriter();
        thrown.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
