package io.serai.connect.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.Systems;
import io.serai.connect.TestSystems;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.CaseInsensitiveMap;
import org.junit.jupiter.api.Test;

/** A sender that signs the URL calls a proxy: what it signed is not what the proxy asks for here. */
class PublicUrlTest {
    private static final long NOW = 1_795_000_000_000L;
    private static final String SECRET = "client-secret";
    private static final String BODY = "[{\"eventId\":1,\"portalId\":3,\"occurredAt\":5,"
            + "\"subscriptionType\":\"contact.creation\",\"objectId\":9,\"attemptNumber\":0}]";

    @Test
    void whatWasSignedForThePublicUrlIsGoodWhereThatIsConfigured() {
        String signature = signed("https://hooks.example.com/hooks/hubspot");

        assertThat(answered(Optional.of("https://hooks.example.com/"), signature)
                        .isRouteStop())
                .isFalse();
        assertThat(answered(Optional.of("https://hooks.example.com"), signature)
                        .getMessage()
                        .getHeader("SeraiEntity"))
                .isEqualTo("contact.changed");
    }

    @Test
    void elsewhereTheUrlOfTheRequestCountsAndItsHeadersSayNothing() {
        String outside = signed("https://hooks.example.com/hooks/hubspot");
        String inside = signed("http://serai.internal:8080/hooks/hubspot");

        assertThat(answered(Optional.empty(), outside).getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE))
                .isEqualTo(401);
        assertThat(answered(Optional.empty(), inside).isRouteStop()).isFalse();
        assertThat(answered(Optional.of("https://hooks.example.com"), inside)
                        .getMessage()
                        .getHeader(Exchange.HTTP_RESPONSE_CODE))
                .isEqualTo(401);
    }

    private static Exchange answered(Optional<String> publicUrl, String signature) {
        Systems systems = TestSystems.of(
                "hubspot.kind", "hubspot",
                "hubspot.url", "http://localhost",
                "hubspot.auth", "bearer",
                "hubspot.token", "t",
                "hubspot.webhook.secret", SECRET);
        HooksConfig config =
                publicUrl.map(url -> TestSystems.hooks("public-url", url)).orElseGet(TestSystems::hooks);
        VerifyWebhook verify = new VerifyWebhook(
                new HookVerifier(systems, config, Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC)),
                new Refusals(systems, new SimpleMeterRegistry()));
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeaders(new CaseInsensitiveMap());
        exchange.getMessage().setHeader("system", "hubspot");
        exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "POST");
        exchange.getMessage().setHeader(Exchange.HTTP_URL, "http://serai.internal:8080/hooks/hubspot");
        exchange.getMessage().setHeader(Exchange.HTTP_URI, "/hooks/hubspot");
        exchange.getMessage().setHeader("X-Forwarded-Host", "hooks.example.com");
        exchange.getMessage().setHeader("X-Forwarded-Proto", "https");
        exchange.getMessage().setHeader("X-HubSpot-Signature-v3", signature);
        exchange.getMessage().setHeader("X-HubSpot-Request-Timestamp", Long.toString(NOW));
        exchange.getMessage().setBody(BODY.getBytes(StandardCharsets.UTF_8));
        verify.process(exchange);
        return exchange;
    }

    /** As HubSpot does: method, URL, body and time. */
    private static String signed(String url) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(("POST" + url + BODY + NOW).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
