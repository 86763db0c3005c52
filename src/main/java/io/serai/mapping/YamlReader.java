package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML 1.2 and keeps the place of everything. Numbers are exact: never a double. */
final class YamlReader {
    private final String file;
    private final Findings findings;

    private YamlReader(String file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** The file's content; null, with a finding, when it is no YAML or empty. */
    static Yaml read(String file, String text, Findings findings) {
        return new YamlReader(file, findings).read(text);
    }

    private Yaml read(String text) {
        Place top = new Place(file, 1, 1);
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(file).build();
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isPresent()) return yaml(root.get());
            findings.error(top, "the file is empty");
        } catch (MarkedYamlEngineException e) {
            Place at = e.getProblemMark().map(this::place).orElse(top);
            findings.error(at, "not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            findings.error(top, "not valid YAML: " + e.getMessage());
        }
        return null;
    }

    private Yaml yaml(Node node) {
        Place at = place(node);
        if (node instanceof MappingNode mapping) return mapping(at, mapping);
        if (node instanceof SequenceNode sequence)
            return new Yaml.Items(
                    at, sequence.getValue().stream().map(this::yaml).toList());
        ScalarNode scalar = (ScalarNode) node;
        return new Yaml.Scalar(at, scalar.getValue(), json(scalar));
    }

    private Yaml.Mapping mapping(Place at, MappingNode node) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Place keyAt = place(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                findings.error(keyAt, "a key must be a word, not a list or map");
                continue;
            }
            Yaml.Entry entry = new Yaml.Entry(keyAt, yaml(tuple.getValueNode()));
            if (entries.putIfAbsent(key.getValue(), entry) != null)
                findings.error(keyAt, "'" + key.getValue() + "' is given twice");
        }
        return new Yaml.Mapping(at, entries);
    }

    private static JsonNode json(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (Tag.NULL.equals(tag)) return NullNode.instance;
        if (Tag.BOOL.equals(tag)) return BooleanNode.valueOf(Boolean.parseBoolean(text));
        if (Tag.INT.equals(tag)) return integer(new BigInteger(text));
        if (Tag.FLOAT.equals(tag) && text.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?"))
            return DecimalNode.valueOf(new BigDecimal(text));
        return TextNode.valueOf(text);
    }

    private static JsonNode integer(BigInteger value) {
        if (value.bitLength() < 32) return IntNode.valueOf(value.intValue());
        return value.bitLength() < 64 ? LongNode.valueOf(value.longValue()) : BigIntegerNode.valueOf(value);
    }

    private Place place(Node node) {
        return node.getStartMark().map(this::place).orElseGet(() -> new Place(file, 1, 1));
    }

    private Place place(Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
