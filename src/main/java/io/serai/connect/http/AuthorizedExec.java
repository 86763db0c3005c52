package io.serai.connect.http;

import java.io.IOException;
import java.util.Map;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * Stands in the client where every attempt passes: authorizes it anew, and repeats it once after a 401 when a new login may help.
 */
final class AuthorizedExec implements ExecChainHandler {
    private final Authorizer authorizer;
    private final Attempt attempts;
    private final Map<String, String> headers;

    /** @param headers that go with every attempt */
    AuthorizedExec(Authorizer authorizer, Attempt attempts, Map<String, String> headers) {
        this.authorizer = authorizer;
        this.attempts = attempts;
        this.headers = Map.copyOf(headers);
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Exchanger exchanger = attempt -> attempts.send(attempt, scope, chain);
        String authorization = authorizer.authorize(request, exchanger);
        ClassicHttpResponse response = send(request, authorization, exchanger);
        boolean again = response.getCode() == HttpStatus.SC_UNAUTHORIZED
                && (request.getEntity() == null || request.getEntity().isRepeatable())
                && authorizer.refused(authorization);
        if (!again) return response;
        EntityUtils.consumeQuietly(response.getEntity());
        response.close();
        return send(request, authorizer.authorize(request, exchanger), exchanger);
    }

    private ClassicHttpResponse send(ClassicHttpRequest request, String authorization, Exchanger exchanger)
            throws IOException, HttpException {
        ClassicHttpRequest attempt = ClassicRequestBuilder.copy(request).build(); // the client adds headers of its own
        headers.forEach(attempt::setHeader);
        if (authorization != null) attempt.setHeader(authorizer.header(), authorization);
        return exchanger.send(attempt);
    }
}
