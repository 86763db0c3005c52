package io.serai.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Json;

/** An answer other than success, as a problem document (RFC 9457). Its detail says what was expected. */
final class Problem extends RuntimeException {
    static final String MEDIA_TYPE = "application/problem+json";

    private final int status;
    private final String title;

    Problem(int status, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
    }

    static Problem badRequest(String detail) {
        return new Problem(400, "Bad request", detail);
    }

    static Problem notFound(String detail) {
        return new Problem(404, "Not found", detail);
    }

    int status() {
        return status;
    }

    ObjectNode document() {
        return Json.MAPPER
                .createObjectNode()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", getMessage());
    }
}
