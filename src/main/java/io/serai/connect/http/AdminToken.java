package io.serai.connect.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.connect.Credentials;
import io.serai.message.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * Logs an administrator in and keeps the token until it expires or is refused. However many calls need one at the same time, one
 * of them fetches it and the others wait.
 */
final class AdminToken implements Authorizer {
    private static final int LONGEST_ANSWER = 16_384;

    private record Token(String authorization, Instant until) {}

    private final ReentrantLock login = new ReentrantLock();
    private final Credentials.Admin credentials;
    private final URI url;
    private final Clock clock;
    private volatile Token token;

    AdminToken(Credentials.Admin credentials, URI systemUrl, Clock clock) {
        this.credentials = credentials;
        this.url = URI.create(systemUrl + "/rest/all/V1/integration/admin/token");
        this.clock = clock;
    }

    @Override
    public String authorize(ClassicHttpRequest request, Exchanger exchanger) throws IOException, HttpException {
        Token known = token;
        if (valid(known)) return known.authorization();
        login.lock();
        try {
            if (!valid(token)) token = fetch(exchanger);
            return token.authorization();
        } finally {
            login.unlock();
        }
    }

    @Override
    public boolean refused(String authorization) {
        login.lock();
        try {
            if (token != null && token.authorization().equals(authorization)) token = null;
            return true;
        } finally {
            login.unlock();
        }
    }

    private boolean valid(Token known) {
        return known != null && clock.instant().isBefore(known.until());
    }

    private Token fetch(Exchanger exchanger) throws IOException, HttpException {
        Instant asked = clock.instant();
        try (ClassicHttpResponse response = exchanger.send(loginRequest())) {
            String answer = EntityUtils.toString(response.getEntity(), LONGEST_ANSWER);
            if (response.getCode() != 200) throw new LoginFailedException(response.getCode());
            return new Token("Bearer " + text(answer), asked.plus(credentials.lifetime()));
        }
    }

    private ClassicHttpRequest loginRequest() {
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("username", credentials.username())
                .put("password", credentials.password().reveal())
                .toString();
        return ClassicRequestBuilder.post(url)
                .setHeader("Accept", "application/json")
                .setEntity(new StringEntity(body, ContentType.APPLICATION_JSON))
                .build();
    }

    private static String text(String answer) throws LoginFailedException {
        try {
            JsonNode token = Json.MAPPER.readTree(answer);
            if (token != null && token.isTextual() && !token.textValue().isBlank()) return token.textValue();
        } catch (JsonProcessingException e) {
            // told below, without the answer: it may hold the token
        }
        throw new LoginFailedException(200);
    }
}
