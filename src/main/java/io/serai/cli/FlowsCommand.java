package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "flows",
        description =
                "What runs: flows with their revisions, what became of changed files, and what waits in each group.",
        exitCodeList = {
            "0:done",
            "1:a changed file could not be used; what ran before runs on",
            Exit.USAGE_TEXT,
            Exit.UNREACHABLE_TEXT
        })
class FlowsCommand implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    RuntimeOptions runtime;

    @Override
    public Integer call() {
        Remote remote = runtime.remote();
        ObjectNode answer = (ObjectNode) remote.get("/serai/flows", Map.of());
        answer.set("groups", remote.get("/serai/bus", Map.of()).path("groups"));
        output.show(answer, out -> show(answer, out));
        return answer.path("degraded").asBoolean() ? Exit.FOUND : Exit.OK;
    }

    private static void show(JsonNode answer, PrintWriter out) {
        Table flows = new Table("FLOW", "STATUS", "REVISION", "FILE", "LAST CHANGE");
        for (JsonNode flow : answer.path("flows"))
            flows.row(
                    Text.of(flow, "route"),
                    Text.of(flow, "status"),
                    Text.of(flow, "revision"),
                    Text.of(flow, "file"),
                    change(flow.path("lastReload")));
        flows.print(out);
        off(answer.path("flows"), out);
        for (JsonNode reload : answer.path("reloads")) if (!reload.path("ok").asBoolean()) refused(reload, out);
        if (!answer.path("groups").isEmpty()) groups(answer.path("groups"), out);
    }

    private static void off(JsonNode flows, PrintWriter out) {
        Map<String, Long> reasons = new TreeMap<>();
        for (JsonNode flow : flows)
            if (flow.has("reason")) reasons.merge(flow.path("reason").asText(), 1L, Long::sum);
        if (!reasons.isEmpty()) out.println();
        reasons.forEach((reason, count) -> out.println(count + " off: " + reason));
    }

    private static String change(JsonNode reload) {
        if (reload.isMissingNode()) return null;
        return Text.time(reload, "at") + (reload.path("ok").asBoolean() ? " taken" : " REFUSED, see below");
    }

    private static void refused(JsonNode reload, PrintWriter out) {
        String old = reload.has("from") ? "; " + Text.of(reload, "from") + " runs on" : "";
        out.println();
        out.println("Refused " + Text.time(reload, "at") + ": " + Text.of(reload, "file") + old);
        for (JsonNode finding : reload.path("findings")) out.println("  " + finding.asText());
    }

    private static void groups(JsonNode groups, PrintWriter out) {
        out.println();
        GroupTable.of(groups).print(out);
    }
}
