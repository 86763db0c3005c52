package io.serai.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.flow.FlowState;
import io.serai.flow.Flows;
import io.serai.flow.Reload;
import io.serai.message.Json;
import jakarta.inject.Singleton;

/** What runs, and what became of the last changes of files. */
@Singleton
class FlowsResource {
    private final Flows flows;

    FlowsResource(Flows flows) {
        this.flows = flows;
    }

    Object list(Ask ask) {
        ask.allow();
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.put("degraded", !flows.failures().isEmpty());
        ArrayNode running = answer.putArray("flows");
        flows.all().forEach(flow -> running.add(view(flow)));
        ArrayNode reloads = answer.putArray("reloads");
        flows.reloads().forEach(reload -> reloads.add(view(reload)));
        return answer;
    }

    private static JsonNode view(FlowState flow) {
        ObjectNode view = Json.MAPPER
                .createObjectNode()
                .put("route", flow.route())
                .put("status", flow.status())
                .put("file", flow.file())
                .put("kind", flow.kind())
                .put("revision", flow.revision());
        if (flow.reason() != null) view.put("reason", flow.reason());
        if (flow.lastReload() != null) view.set("lastReload", view(flow.lastReload()));
        return view;
    }

    private static ObjectNode view(Reload reload) {
        ObjectNode view = Json.MAPPER
                .createObjectNode()
                .put("file", reload.file())
                .put("kind", reload.kind())
                .put("ok", reload.ok())
                .put("at", reload.at().toString())
                .put("milliseconds", reload.duration().toMillis());
        if (reload.from() != null) view.put("from", reload.from());
        if (reload.to() != null) view.put("to", reload.to());
        ArrayNode findings = view.putArray("findings");
        reload.findings().forEach(finding -> findings.add(finding.toString()));
        return view;
    }
}
