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
        Secret header = login.password().map(password -> "Basic " + encoded(login.username() + ":" + password));
        return new FixedHeader(new Credentials.Header(HttpHeaders.AUTHORIZATION, header));
    }

    private static String encoded(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
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
