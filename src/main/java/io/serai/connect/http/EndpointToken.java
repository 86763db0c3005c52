package io.serai.connect.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.Credentials;
import io.serai.connect.VendorSystem;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.message.BasicNameValuePair;

/**
 * OAuth 2.0 client credentials (RFC 6749 section 4.4), or a refresh token (section 6), with id and secret in the form. The endpoint may be on another host than the
 * API, so each login has a client of its own: there is one in an hour.
 */
final class EndpointToken extends LoginToken {
    /** What RFC 6749 leaves open: taken when the answer does not say how long its token lives. */
    private static final long USUAL_SECONDS = 3600;

    private static final Duration MARGIN = Duration.ofSeconds(60);

    private final Credentials.TokenEndpoint credentials;
    private final VendorSystem system;
    private final Clock clock;

    EndpointToken(Credentials.TokenEndpoint credentials, VendorSystem system, Clock clock) {
        super(clock);
        this.credentials = credentials;
        this.system = system;
        this.clock = clock;
    }

    @Override
    Token login(Exchanger exchanger) throws IOException {
        Instant asked = clock.instant();
        try (CloseableHttpClient client = HttpClients.custom()
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .setDefaultRequestConfig(HttpSystem.timeouts(system))
                .build()) {
            JsonNode answer = client.execute(request(), LoginToken::json);
            String token = answer.path("access_token").asText("");
            if (token.isBlank()) throw new LoginFailedException(200);
            Duration life = Duration.ofSeconds(answer.path("expires_in").asLong(USUAL_SECONDS));
            Duration used = life.compareTo(MARGIN.multipliedBy(2)) > 0 ? life.minus(MARGIN) : life.dividedBy(2);
            return new Token("Bearer " + token, asked.plus(used));
        }
    }

    private ClassicHttpRequest request() {
        List<NameValuePair> form = new ArrayList<>();
        boolean refresh = credentials.refreshToken() != null;
        form.add(new BasicNameValuePair("grant_type", refresh ? "refresh_token" : "client_credentials"));
        form.add(new BasicNameValuePair("client_id", credentials.clientId()));
        form.add(new BasicNameValuePair(
                "client_secret", credentials.clientSecret().reveal()));
        if (refresh)
            form.add(new BasicNameValuePair(
                    "refresh_token", credentials.refreshToken().reveal()));
        if (credentials.scope() != null) form.add(new BasicNameValuePair("scope", credentials.scope()));
        return ClassicRequestBuilder.post(credentials.tokenUrl())
                .setHeader("Accept", "application/json")
                .addParameters(form.toArray(NameValuePair[]::new))
                .build();
    }
}
