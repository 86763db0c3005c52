package io.serai.hub;

import io.serai.message.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads from a model file what merging must know: match fields, owners, references. What types mean is not its business. */
final class ModelReader {
    private final String file;
    private final List<Finding> findings;

    ModelReader(String file, List<Finding> findings) {
        this.file = file;
        this.findings = findings;
    }

    /** Null, with findings, when the file is no model. */
    Model read(String yaml) {
        try {
            Optional<Node> root =
                    new Compose(LoadSettings.builder().setLabel(file).build()).composeString(yaml);
            if (root.isPresent()) return model(root.get());
            error(null, "the file is empty; expected entity, match and fields");
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().orElse(null);
            int line = mark == null ? 1 : mark.getLine() + 1;
            int column = mark == null ? 1 : mark.getColumn() + 1;
            findings.add(Finding.error(file, line, column, "not valid YAML: " + e.getProblem()));
        }
        return null;
    }

    private Model model(Node root) {
        Map<String, Node> top = map(root);
        Node entity = top.get("entity");
        if (!(entity instanceof ScalarNode name) || name.getValue().isBlank()) {
            error(entity == null ? root : entity, "entity must be the name of the entity, such as customer");
            return null;
        }
        Map<String, Field> fields = fields(top.get("fields"), Ownership.BY_TIME);
        return new Model(
                name.getValue(),
                match(top.get("match"), fields),
                duplicates(top.get("duplicates"), fields),
                new Field(false, Ownership.BY_TIME, true, fields));
    }

    private List<List<String>> duplicates(Node node, Map<String, Field> fields) {
        List<List<String>> rules = new ArrayList<>();
        if (node instanceof SequenceNode list) list.getValue().forEach(rule -> rules.add(rule(rule, fields)));
        else if (node != null) error(node, "duplicates must be a list of rules, each a list of fields");
        return rules;
    }

    private List<String> rule(Node node, Map<String, Field> fields) {
        List<String> rule = words(node, "a rule of duplicates");
        if (rule.isEmpty()) error(node, "a rule of duplicates names no field");
        for (String path : rule) {
            if (!known(path, fields)) error(node, "duplicates names " + path + ", which is not among the fields");
        }
        return rule;
    }

    private static boolean known(String path, Map<String, Field> fields) {
        Map<String, Field> at = fields;
        for (String name : path.split("\\.")) {
            if (!at.containsKey(name)) return false;
            at = at.get(name).fields();
        }
        return true;
    }

    private List<Match> match(Node node, Map<String, Field> fields) {
        List<Match> match = new ArrayList<>();
        if (node instanceof SequenceNode list) for (Node entry : list.getValue()) match(entry, fields, match);
        else if (node != null) match(node, fields, match);
        return match;
    }

    private void match(Node node, Map<String, Field> fields, List<Match> match) {
        Map<String, Node> options = node instanceof MappingNode ? map(node) : Map.of("field", node);
        String field = word(options.get("field"));
        Node rule = options.get("unite");
        Optional<Match.Unite> unite = rule == null ? Optional.of(Match.Unite.SYSTEMS) : Match.Unite.of(word(rule));
        if (field == null || !fields.containsKey(field))
            error(node, "match names " + field + ", which is not among the fields");
        else if (unite.isEmpty()) error(rule, "unite: expected never, systems or always");
        else if (options.keySet().stream()
                .anyMatch(option -> !Set.of("field", "unite").contains(option)))
            error(node, "an entry of match is a field, or has the options field and unite");
        else match.add(new Match(field, unite.get()));
    }

    private static String word(Node node) {
        return node instanceof ScalarNode word ? word.getValue() : null;
    }

    private Map<String, Field> fields(Node node, Ownership inherited) {
        Map<String, Field> fields = new HashMap<>();
        if (node != null) map(node).forEach((name, field) -> fields.put(name, field(field, inherited)));
        return fields;
    }

    private Field field(Node node, Ownership inherited) {
        Map<String, Node> options = map(node);
        Node master = options.get("master");
        Ownership ownership = inherited;
        if (master != null) {
            List<String> masters = words(master, "master");
            if (masters.isEmpty())
                error(master, "master names nobody; expected latest, a system, or a list of systems");
            else ownership = new Ownership(masters);
            decision(master, ownership, options);
        }
        boolean reference = options.get("type") instanceof ScalarNode type
                && type.getValue().equals("reference");
        boolean array = options.get("type") instanceof ScalarNode type
                && type.getValue().equals("array");
        Node nested = options.get("fields");
        return new Field(reference, ownership, !array && owned(nested), fields(nested, ownership));
    }

    /** A decision has a form of its own, and stays whole. */
    private void decision(Node master, Ownership ownership, Map<String, Node> options) {
        if (!ownership.masters().contains(Ownership.DECISION)) return;
        Node fields = options.get("fields");
        if (!ownership.decides()) error(master, "master: decision cannot be combined with systems");
        else if (fields == null || owned(fields) || !map(fields).keySet().contains(Decision.STATUS))
            error(master, "master: decision is for an object with the fields status, at and source");
    }

    /** True when a field in there has an owner of its own. */
    private boolean owned(Node fields) {
        return fields instanceof MappingNode mapping
                && mapping.getValue().stream()
                        .map(NodeTuple::getValueNode)
                        .filter(MappingNode.class::isInstance)
                        .map(MappingNode.class::cast)
                        .anyMatch(field -> field.getValue().stream()
                                .anyMatch(option -> option.getKeyNode() instanceof ScalarNode key
                                        && (key.getValue().equals("master")
                                                || key.getValue().equals("fields") && owned(option.getValueNode()))));
    }

    private Map<String, Node> map(Node node) {
        Map<String, Node> entries = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue())
                if (tuple.getKeyNode() instanceof ScalarNode key) entries.put(key.getValue(), tuple.getValueNode());
        } else {
            error(node, "expected a map here");
        }
        return entries;
    }

    /** One word or a list of words; none when the node is missing. */
    private List<String> words(Node node, String option) {
        List<String> words = new ArrayList<>();
        if (node instanceof ScalarNode word) words.add(word.getValue());
        else if (node instanceof SequenceNode list)
            for (Node element : list.getValue()) {
                if (element instanceof ScalarNode word) words.add(word.getValue());
                else error(element, option + " is a list of names");
            }
        else if (node != null) error(node, option + " must be a name or a list of names");
        return words;
    }

    private void error(Node node, String message) {
        Mark mark = node == null ? null : node.getStartMark().orElse(null);
        int line = mark == null ? 1 : mark.getLine() + 1;
        int column = mark == null ? 1 : mark.getColumn() + 1;
        findings.add(Finding.error(file, line, column, message));
    }
}
