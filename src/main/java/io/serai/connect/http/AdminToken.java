package io.serai.connect.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.connect.Credentials;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/** Magento: the token of an administrator. */
final class AdminToken extends LoginToken {
    private final Credentials.Admin credentials;
    private final URI url;
    private final Clock clock;

    AdminToken(Credentials.Admin credentials, URI systemUrl, Clock clock) {
        super(clock);
        this.credentials = credentials;
        this.url = URI.create(systemUrl + "/rest/all/V1/integration/admin/token");
        this.clock = clock;
    }

    @Override
    Token login(Exchanger exchanger) throws IOException, HttpException {
        Instant asked = clock.instant();
        try (ClassicHttpResponse response = exchanger.send(request())) {
            JsonNode token = json(response);
            if (!token.isTextual() || token.textValue().isBlank()) throw new LoginFailedException(200);
            return new Token("Bearer " + token.textValue(), asked.plus(credentials.lifetime()));
        }
    }

    private ClassicHttpRequest request() {
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
}
