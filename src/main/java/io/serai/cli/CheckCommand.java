package io.serai.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.flow.Check;
import io.serai.message.Finding;
import io.serai.message.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        description = {
            "Checks routes, kamelets and mapping tables with their tests, and tells all findings as file:line:column: message.",
            "Connects to nothing and starts nothing."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {"0:no errors; there may be warnings", Exit.FINDINGS_TEXT, Exit.USAGE_TEXT})
class CheckCommand implements Callable<Integer> {
    @Mixin
    Output output;

    @Option(
            names = "--routes",
            paramLabel = "DIR",
            defaultValue = "${env:SERAI_ROUTES:-routes}",
            description = "Folder of the routes; default is the variable SERAI_ROUTES, or routes.")
    Path routes;

    @Option(
            names = "--mappings",
            paramLabel = "DIR",
            defaultValue = "${env:SERAI_MAPPINGS:-mappings}",
            description = "Folder of the mapping tables; default is the variable SERAI_MAPPINGS, or mappings.")
    Path mappings;

    @Override
    public Integer call() {
        List<Finding> findings = Check.run(routes, mappings);
        long errors = findings.stream().filter(Finding::isError).count();
        output.show(json(findings, errors), out -> show(findings, errors, out));
        return errors == 0 ? Exit.OK : Exit.FOUND;
    }

    private void show(List<Finding> findings, long errors, PrintWriter out) {
        for (Finding finding : findings) out.println(line(finding));
        out.flush();
        output.err().println(summary(errors, findings.size() - errors));
    }

    private String summary(long errors, long warnings) {
        if (errors + warnings == 0) return "Nothing is wrong in " + routes + " and " + mappings + ".";
        return count(errors, "error") + ", " + count(warnings, "warning") + ".";
    }

    private static String line(Finding finding) {
        String place = finding.file() + ":" + finding.line() + ":" + finding.column() + ": ";
        return place + (finding.isError() ? "" : "warning: ") + finding.message();
    }

    private static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static JsonNode json(List<Finding> findings, long errors) {
        ObjectNode answer = Json.MAPPER.createObjectNode().put("ok", errors == 0);
        ArrayNode list = answer.putArray("findings");
        for (Finding finding : findings)
            list.addObject()
                    .put("file", finding.file())
                    .put("line", finding.line())
                    .put("column", finding.column())
                    .put("severity", finding.severity().name().toLowerCase(Locale.ROOT))
                    .put("message", finding.message());
        return answer;
    }
}
