package io.serai.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.serai.connect.Secret;
import io.serai.store.StoreException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Lets requests in, and turns answers and failures of resources into responses. */
final class Door {
    private static final Logger LOG = Logger.getLogger(Door.class);

    private final Optional<Secret> token;

    Door(Optional<Secret> token) {
        this.token = token;
    }

    /** First of all handlers: without the token nothing else is even read. */
    void guard(RoutingContext context) {
        if (token.isEmpty() || matches(context.request().getHeader("Authorization"))) {
            context.next();
            return;
        }
        context.response().putHeader("WWW-Authenticate", "Bearer");
        refuse(context, new Problem(401, "Unauthorized", "expected Authorization: Bearer with serai.console.token"));
    }

    private boolean matches(String header) {
        byte[] given = header == null ? new byte[0] : header.getBytes(StandardCharsets.UTF_8);
        String expected = "Bearer " + token.orElseThrow().reveal();
        return MessageDigest.isEqual(given, expected.getBytes(StandardCharsets.UTF_8));
    }

    void answer(RoutingContext context, Resource resource) {
        try {
            write(context, resource.answer(new Ask(context)));
        } catch (Problem problem) {
            refuse(context, problem);
        } catch (StoreException | JsonProcessingException e) {
            if (e instanceof JsonProcessingException json) json.clearLocation(); // which quotes what it read
            LOG.warnf(e, "The management API could not answer %s", context.normalizedPath());
            refuse(context, new Problem(503, "Unavailable", "the store did not answer; see the log"));
        }
    }

    /** What was refused or failed outside of a resource: no such path or method, a body that is too large, a defect. */
    void fail(RoutingContext context) {
        int status = context.statusCode() >= 400 ? context.statusCode() : 500;
        if (status >= 500)
            LOG.errorf(context.failure(), "The management API failed to answer %s", context.normalizedPath());
        refuse(
                context,
                switch (status) {
                    case 404 -> Problem.notFound("no such path: " + context.normalizedPath());
                    case 405 -> new Problem(405, "Method not allowed", "this path has another method");
                    case 413 -> new Problem(413, "Content too large", "expected a body of at most 64 KiB");
                    default -> new Problem(status, "Failed", "see the log of the runtime");
                });
    }

    private static void write(RoutingContext context, Object answer) throws JsonProcessingException {
        HttpServerResponse response = context.response().putHeader("Content-Type", "application/json");
        byte[] bytes = answer instanceof Raw raw ? raw.bytes() : Views.MAPPER.writeValueAsBytes(answer);
        response.end(Buffer.buffer(bytes));
    }

    private static void refuse(RoutingContext context, Problem problem) {
        if (context.response().ended()) return;
        context.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .end(problem.document().toString());
    }
}
