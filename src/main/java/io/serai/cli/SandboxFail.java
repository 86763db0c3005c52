package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "fail", description = "Has a vendor's double fail; without options shows what is ordered.")
class SandboxFail implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    SandboxTarget target;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "status, html, timeout-after-commit, rows, drop, slow or session.")
    String kind;

    @Option(names = "--rate", paramLabel = "SHARE", description = "Share of calls that it hits, 0 to 1; else all.")
    Double rate;

    @Option(names = "--status", paramLabel = "CODE", description = "HTTP status to answer, such as 503 or 429.")
    Integer status;

    @Option(names = "--latency", paramLabel = "MS", description = "Wait before the answer, in milliseconds.")
    Long latency;

    @Option(names = "--seconds", paramLabel = "N", description = "For so long; else until --clear.")
    Double seconds;

    @Option(names = "--times", paramLabel = "N", description = "At most so often.")
    Integer times;

    @Option(names = "--path", paramLabel = "TEXT", description = "Only calls whose path has this in it.")
    String path;

    @Option(names = "--code", paramLabel = "CODE", description = "Error of a row, such as UNABLE_TO_LOCK_ROW.")
    String code;

    @Option(names = "--outage", paramLabel = "SECONDS", description = "Down for so long.")
    Double outage;

    @Option(names = "--clear", description = "Work again.")
    boolean clear;

    @Override
    public Integer call() {
        ObjectNode order = Json.MAPPER.createObjectNode();
        if (kind != null) order.put("kind", kind);
        if (rate != null) order.put("rate", rate);
        if (status != null) order.put("status", status);
        if (latency != null) order.put("latencyMs", latency);
        if (seconds != null) order.put("seconds", seconds);
        if (times != null) order.put("times", times);
        if (path != null) order.put("path", path);
        if (code != null) order.put("code", code);
        if (outage != null) order.put("outage", outage);
        output.print(answer(order));
        return Exit.OK;
    }

    private JsonNode answer(ObjectNode order) {
        String path = target.path("fail");
        if (clear) return target.remote().send("DELETE", path, Map.of(), null);
        if (order.isEmpty()) return target.remote().get(path, Map.of());
        return target.remote().send("POST", path, Map.of(), order);
    }
}
