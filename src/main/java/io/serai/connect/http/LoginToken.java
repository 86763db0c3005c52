package io.serai.connect.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.serai.message.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * Logs in and keeps the token until it expires or is refused. However many calls need one at the same time, one of them fetches it
 * and the others wait.
 */
abstract class LoginToken implements Authorizer {
    private static final int LONGEST_ANSWER = 16_384;

    /** @param until when it is no longer used */
    record Token(String authorization, Instant until) {}

    private final ReentrantLock login = new ReentrantLock();
    private final Clock clock;
    private volatile Token token;

    LoginToken(Clock clock) {
        this.clock = clock;
    }

    /** Fetches a token; one caller at a time. */
    abstract Token login(Exchanger exchanger) throws IOException, HttpException;

    @Override
    public final String authorize(ClassicHttpRequest request, Exchanger exchanger) throws IOException, HttpException {
        Token known = token;
        if (valid(known)) return known.authorization();
        login.lock();
        try {
            if (!valid(token)) token = login(exchanger);
            return token.authorization();
        } finally {
            login.unlock();
        }
    }

    @Override
    public final boolean refused(String authorization) {
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

    /** What a login was answered, if that was 200; missing when it was not JSON: its text may hold the token. */
    static JsonNode json(ClassicHttpResponse response) throws IOException, HttpException {
        String answer = EntityUtils.toString(response.getEntity(), LONGEST_ANSWER);
        if (response.getCode() != 200) throw new LoginFailedException(response.getCode());
        try {
            JsonNode json = Json.MAPPER.readTree(answer);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
