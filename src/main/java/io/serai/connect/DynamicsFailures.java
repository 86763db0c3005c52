package io.serai.connect;

import io.serai.message.Failure;
import java.util.Set;

/** Dataverse: what HTTP says; the code of an error tells which limit it was, or what was wrong. */
final class DynamicsFailures implements VendorRules {
    /** Requests, execution time and concurrent requests: within a batch, where there is no status of the whole, they mean the same. */
    private static final Set<String> LIMITS = Set.of("0x80072322", "0x80072321", "0x80072326");

    @Override
    public Failure judge(HttpAnswer answer, Failure usual) {
        String code = answer.json().path("error").path("code").asText("");
        if (!code.matches("0x[0-9a-fA-F]{1,8}")) return usual;
        return new Failure(usual.transientFailure(), usual.code(), usual.detail() + ": " + code, usual.retryAfter());
    }

    @Override
    public boolean down(String code) {
        return code != null && LIMITS.contains(code);
    }
}
