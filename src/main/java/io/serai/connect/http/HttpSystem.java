package io.serai.connect.http;

import io.serai.connect.CallMeter;
import io.serai.connect.Credentials;
import io.serai.connect.Kind;
import io.serai.connect.VendorSystem;
import io.serai.connect.quota.Limiter;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.util.Timeout;

/**
 * Prepares the HTTP clients of one system. They do not retry, follow redirects (which would carry the authorization to another
 * host) or keep cookies: waiting and trying again is the bus's.
 */
public final class HttpSystem implements HttpClientConfigurer {
    private final VendorSystem system;
    private final AuthorizedExec exec;

    public HttpSystem(VendorSystem system, CallMeter meter, Limiter limiter) {
        this(system, authorizer(system, Clock.systemUTC()), meter, limiter);
    }

    HttpSystem(VendorSystem system, Authorizer authorizer, CallMeter meter, Limiter limiter) {
        this.system = system;
        this.exec = new AuthorizedExec(authorizer, new Attempt(system.name(), meter, limiter), version(system));
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries().disableRedirectHandling().disableCookieManagement();
        client.setDefaultRequestConfig(timeouts(system));
        client.addExecInterceptorBefore(ChainElement.PROTOCOL.name(), "serai-authorization", exec);
    }

    @SuppressWarnings("deprecation") // the successor is on the connection manager, which is Camel's here
    static RequestConfig timeouts(VendorSystem system) {
        return RequestConfig.custom()
                .setConnectTimeout(Timeout.of(system.connectTimeout()))
                .setConnectionRequestTimeout(Timeout.of(system.connectTimeout()))
                .setResponseTimeout(Timeout.of(system.responseTimeout()))
                .build();
    }

    private static Authorizer authorizer(VendorSystem system, Clock clock) {
        Credentials credentials = system.credentials();
        if (credentials instanceof Credentials.Bearer bearer) return new Bearer(bearer);
        if (credentials instanceof Credentials.OAuth1 oauth)
            return new OAuth1(oauth, system.url(), system.signingUrl(), clock, nonces());
        if (credentials instanceof Credentials.Admin admin) return new AdminToken(admin, system.url(), clock);
        if (credentials instanceof Credentials.TokenEndpoint endpoint)
            return new EndpointToken(endpoint, system, clock);
        if (credentials instanceof Credentials.Header header) return new FixedHeader(header);
        if (credentials instanceof Credentials.Basic basic) return FixedHeader.basic(basic);
        if (credentials instanceof Credentials.None) return (request, exchanger) -> null;
        throw new IllegalArgumentException(system.name() + " cannot be reached by HTTP with " + credentials);
    }

    /** Omnisend wants the version of its API with every call; those before the dated ones have it in the path. */
    private static Map<String, String> version(VendorSystem system) {
        boolean told = system.kind() == Kind.OMNISEND && !system.apiVersion().startsWith("v");
        return told ? Map.of("Omnisend-Version", system.apiVersion()) : Map.of();
    }

    /** Its source is made while it runs: one made with a native executable would begin the same in each of its processes. */
    private static Supplier<String> nonces() {
        SecureRandom random = new SecureRandom();
        return () -> new BigInteger(128, random).toString(36);
    }
}
