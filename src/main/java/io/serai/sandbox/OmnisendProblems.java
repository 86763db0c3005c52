package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;

/** Omnisend's errors: problem documents (RFC 9457). */
final class OmnisendProblems {
    private static final Map<Integer, String> TITLES = Map.of(
            400, "Validation failed",
            401, "Unauthorized",
            403, "Forbidden",
            404, "Not found",
            409, "Conflict",
            410, "API version retired",
            429, "Too many requests");

    private OmnisendProblems() {}

    static Reply of(int status, String detail) {
        return Reply.json(status, Json.write(problem(status, detail)));
    }

    /** 400 with what is wrong with one field. */
    static Refusal field(String field, String code, String message) {
        ObjectNode problem = problem(400, "Request contains invalid or missing fields");
        problem.putArray("errors")
                .addObject()
                .put("field", field)
                .put("code", code)
                .put("message", message);
        return new Refusal(Reply.json(400, problem));
    }

    static Refusal refusal(int status, String detail) {
        return new Refusal(of(status, detail));
    }

    /** No header tells it: the body does. */
    static Reply tooMany(long retryAfterSeconds) {
        return Reply.json(429, problem(429, "Rate limit exceeded").put("retryAfter", retryAfterSeconds));
    }

    private static ObjectNode problem(int status, String detail) {
        String type = status == 400 ? "validation-failed" : status == 429 ? "rate-limit-exceeded" : "problem";
        return Json.object()
                .put("type", "https://problems.omnisend.com/" + type)
                .put("title", TITLES.getOrDefault(status, "Unexpected error"))
                .put("status", status)
                .put("detail", detail)
                .put("instance", "urn:omnisend:request:" + UUID.randomUUID());
    }
}
