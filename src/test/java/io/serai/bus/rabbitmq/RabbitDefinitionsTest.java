package io.serai.bus.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Holds what operators import, where Serai itself declares nothing, to what the shipped flows read. */
class RabbitDefinitionsTest {
    private static final Path FILE = Path.of("deploy/rabbitmq/definitions.json");
    /** Groups for each system are those of the shops that the documentation names. */
    private static final List<String> SHOPS = List.of("magento-de", "magento-pl");

    private static final Pattern XML = Pattern.compile("<from uri=\"bus:([^?\"]+)\\?(?:[^\"]*[&;])?group=([^&\"]+)");

    @Test
    void theDefinitionsAreThoseOfTheShippedFlows() throws Exception {
        JsonNode expected = definitions(groups());
        if (Boolean.getBoolean("serai.write-definitions"))
            Files.writeString(
                    FILE, Json.MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(expected) + "\n");
        assertThat(Json.read(Files.readAllBytes(FILE)))
                .as("%s does not fit the flows in routes; write it anew: deploy/README.md tells how", FILE)
                .isEqualTo(expected);
    }

    private static ObjectNode definitions(List<String[]> groups) {
        Names names = new Names("serai", 1);
        ObjectNode all = Json.MAPPER.createObjectNode();
        ArrayNode exchanges = all.putArray("exchanges");
        ArrayNode queues = all.putArray("queues");
        ArrayNode bindings = all.putArray("bindings");
        named(exchanges, names.exchange())
                .put("type", "topic")
                .put("internal", false)
                .putObject("arguments");
        for (String[] group : groups) {
            String queue = names.queue(group[0], group[1], 0);
            named(queues, queue).set("arguments", Json.MAPPER.valueToTree(new TreeMap<>(Declarations.ARGUMENTS)));
            for (String key : names.bindings(group[0], 0))
                bindings.addObject()
                        .put("source", names.exchange())
                        .put("vhost", "/")
                        .put("destination", queue)
                        .put("destination_type", "queue")
                        .put("routing_key", key)
                        .putObject("arguments");
        }
        return (ObjectNode) Json.read(Json.write(all));
    }

    private static ObjectNode named(ArrayNode array, String name) {
        return array.addObject()
                .put("name", name)
                .put("vhost", "/")
                .put("durable", true)
                .put("auto_delete", false);
    }

    /** Topic and group of every consumer, sorted. */
    private static List<String[]> groups() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        try (var files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                if (file.toString().endsWith(".xml")) inXml(text, found);
                if (file.toString().endsWith(".camel.yaml"))
                    inYaml(new Yaml(new SafeConstructor(new LoaderOptions())).load(text), found);
            }
        }
        List<String[]> groups = new ArrayList<>();
        for (String one : found)
            for (String shop : one.contains("{system}") ? SHOPS : List.of(""))
                groups.add(one.replace("{system}", shop).split(" "));
        assertThat(groups).isNotEmpty();
        return groups;
    }

    private static void inXml(String text, TreeSet<String> found) {
        Matcher matcher = XML.matcher(text);
        while (matcher.find()) found.add(matcher.group(1) + ' ' + matcher.group(2));
    }

    private static void inYaml(Object node, TreeSet<String> found) {
        if (node instanceof List<?> list) list.forEach(one -> inYaml(one, found));
        if (!(node instanceof Map<?, ?> map)) return;
        if (map.get("from") instanceof Map<?, ?> from
                && String.valueOf(from.get("uri")).startsWith("bus:")) {
            String uri = String.valueOf(from.get("uri")).substring("bus:".length());
            Matcher inUri = Pattern.compile("([^?]+)\\?.*group=([^&]+).*").matcher(uri);
            if (inUri.matches()) found.add(inUri.group(1) + ' ' + inUri.group(2));
            else if (from.get("parameters") instanceof Map<?, ?> parameters)
                found.add(uri + ' ' + parameters.get("group"));
        }
        map.values().forEach(one -> inYaml(one, found));
    }
}
