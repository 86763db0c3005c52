package io.serai.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Shows what a vendor's double holds, or counts of it.")
class SandboxShow implements Callable<Integer> {
    @Mixin
    Output output;

    @Mixin
    SandboxTarget target;

    @Parameters(
            index = "1",
            paramLabel = "WHAT",
            defaultValue = "stats",
            description =
                    "stats (default); of a shop: customers, orders, companies, products; of Salesforce: an object.")
    String what;

    @Option(
            names = "--where",
            paramLabel = "FIELD=VALUE",
            description = "Only rows with this value, such as Email=anna@example.com.")
    Map<String, String> where = new LinkedHashMap<>();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
    Integer limit;

    @Override
    public Integer call() {
        Map<String, String> query = new LinkedHashMap<>(where);
        if (limit != null) query.put("limit", limit.toString());
        output.print(target.remote().get(target.path(Remote.segment(what)), query));
        return Exit.OK;
    }
}
