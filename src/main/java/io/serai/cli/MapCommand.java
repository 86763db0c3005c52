package io.serai.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.mapping.About;
import io.serai.mapping.FieldError;
import io.serai.mapping.Mapped;
import io.serai.mapping.Mappings;
import io.serai.mapping.Plan;
import io.serai.message.Finding;
import io.serai.message.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "map",
        description = {
            "Maps a record, or a list of records, from standard input with a mapping table, and prints the result.",
            "Connects to nothing; a link to another record becomes a text that names it."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {
            "0:mapped, or left out by the table's 'when'",
            "1:there are errors; all are told",
            Exit.USAGE_TEXT
        })
class MapCommand implements Callable<Integer> {
    @Mixin
    Output output;

    @Parameters(paramLabel = "NAME", description = "Name of the mapping table, such as magento-customer.")
    String name;

    @Option(
            names = "--system",
            paramLabel = "NAME",
            description = "System that the record comes from or goes to; default is the table's kind, such as magento.")
    String system;

    @Option(
            names = "--mappings",
            paramLabel = "DIR",
            defaultValue = "${env:SERAI_MAPPINGS:-mappings}",
            description = "Folder of the mapping tables; default is the variable SERAI_MAPPINGS, or mappings.")
    Path folder;

    private boolean failed;

    @Override
    public Integer call() {
        Plan plan = plan(Mappings.load(folder));
        JsonNode input = read(System.in);
        if (input.isArray()) {
            ArrayNode answers = Json.MAPPER.createArrayNode();
            for (int i = 0; i < input.size(); i++)
                map(plan, input.get(i), "[" + i + "].").ifPresent(answers::add);
            if (!failed || output.json) output.print(answers);
        } else map(plan, input, "").ifPresent(output::print);
        return failed ? Exit.FOUND : Exit.OK;
    }

    private Plan plan(Mappings mappings) {
        Optional<Plan> plan = mappings.find(name);
        if (plan.isPresent()) return plan.get();
        List<Finding> errors =
                mappings.findings().stream().filter(Finding::isError).toList();
        errors.forEach(error -> output.err().println(error));
        List<String> known = mappings.plans().stream().map(Plan::name).toList();
        String rest = known.isEmpty() ? "no table that works" : String.join(", ", known);
        throw new CommandFailed(
                Exit.USAGE, "there is no mapping table '" + name + "' that works in " + folder + "; there is " + rest);
    }

    private static JsonNode read(InputStream in) {
        try {
            JsonNode input = Json.MAPPER.readTree(in);
            if (input != null && input.isContainerNode()) return input;
            throw new CommandFailed(Exit.USAGE, "expected a JSON object or list on standard input");
        } catch (JsonProcessingException e) {
            String place = "line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr();
            throw new CommandFailed(
                    Exit.USAGE, "standard input is not JSON: " + e.getOriginalMessage() + " (" + place + ")");
        } catch (IOException e) {
            throw new CommandFailed(Exit.USAGE, "standard input cannot be read: " + e.getMessage());
        }
    }

    /** What is to be printed on standard output; what is wrong has been told on standard error otherwise. */
    private Optional<JsonNode> map(Plan plan, JsonNode record, String place) {
        About about = About.system(system == null ? plan.head().kind() : system);
        Mapped mapped = plan.map(record, about, link -> Optional.of(link.toString()));
        if (mapped instanceof Mapped.Done done) return Optional.of(output.json ? described(done) : done.body());
        if (mapped instanceof Mapped.Failed wrong) return failed(wrong, place);
        if (output.json) return Optional.of(Json.MAPPER.createObjectNode().put("outcome", "skipped-filtered"));
        output.err().println("serai: " + place + name + " leaves this record out: its 'when' is false");
        return Optional.empty();
    }

    private static JsonNode described(Mapped.Done done) {
        ObjectNode answer = Json.MAPPER.createObjectNode().put("outcome", "mapped");
        answer.set("body", done.body());
        if (done.externalId() != null) answer.put("externalId", done.externalId());
        if (done.time() != null) answer.put("time", done.time());
        return answer;
    }

    private Optional<JsonNode> failed(Mapped.Failed wrong, String place) {
        failed = true;
        if (!output.json) {
            wrong.errors().forEach(error -> output.err().println(place + error));
            return Optional.empty();
        }
        ObjectNode answer = Json.MAPPER.createObjectNode().put("outcome", "failed");
        ArrayNode errors = answer.putArray("errors");
        for (FieldError error : wrong.errors()) {
            ObjectNode one = errors.addObject().put("field", error.field()).put("expected", error.expected());
            if (error.value() != null) one.put("value", error.value());
        }
        return Optional.of(answer);
    }
}
