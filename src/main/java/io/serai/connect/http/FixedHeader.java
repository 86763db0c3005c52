package io.serai.connect.http;

import io.serai.connect.Credentials;
import io.serai.connect.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHeaders;

/** The same header with every attempt. */
record FixedHeader(Credentials.Header credentials) implements Authorizer {

    static FixedHeader basic(Credentials.Basic login) {
        String pair = login.username() + ":" + login.password().reveal();
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return new FixedHeader(new Credentials.Header(HttpHeaders.AUTHORIZATION, new Secret("Basic " + encoded)));
    }

    @Override
    public String header() {
        return credentials.name();
    }

    @Override
    public String authorize(ClassicHttpRequest request, Exchanger exchanger) {
        return credentials.token().reveal();
    }
}
