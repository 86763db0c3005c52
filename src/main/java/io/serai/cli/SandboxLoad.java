package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "load",
        description = "Has a shop's customers register, order and change; without options shows what is under way.")
class SandboxLoad implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    SandboxTarget target;

    @Option(names = "--customers", paramLabel = "N", description = "New customers.")
    Integer customers;

    @Option(names = "--orders", paramLabel = "N", description = "New orders.")
    Integer orders;

    @Option(names = "--changes", paramLabel = "N", description = "Changes of what there is.")
    Integer changes;

    @Option(names = "--per-second", paramLabel = "N", description = "Together per second; at once without it.")
    Double perSecond;

    @Option(names = "--seconds", paramLabel = "N", description = "For so long, instead of counts.")
    Double seconds;

    @Option(names = "--guests", paramLabel = "SHARE", description = "Share of orders without an account, 0 to 1.")
    Double guests;

    @Option(names = "--b2b", paramLabel = "SHARE", description = "Share of customers and orders of companies, 0 to 1.")
    Double b2b;

    @Option(names = "--stop", description = "End what is under way.")
    boolean stop;

    @Override
    public Integer call() {
        ObjectNode plan = Json.MAPPER.createObjectNode();
        if (customers != null) plan.put("customers", customers);
        if (orders != null) plan.put("orders", orders);
        if (changes != null) plan.put("changes", changes);
        if (perSecond != null) plan.put("perSecond", perSecond);
        if (seconds != null) plan.put("seconds", seconds);
        if (guests != null) plan.put("guests", guests);
        if (b2b != null) plan.put("b2b", b2b);
        output.print(answer(plan));
        return Exit.OK;
    }

    private JsonNode answer(ObjectNode plan) {
        String path = target.path("load");
        if (stop) return target.remote().send("DELETE", path, Map.of(), null);
        if (plan.isEmpty()) return target.remote().get(path, Map.of());
        return target.remote().send("POST", path, Map.of(), plan);
    }
}
