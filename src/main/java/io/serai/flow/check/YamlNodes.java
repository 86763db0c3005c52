package io.serai.flow.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Helps with SnakeYAML's nodes, which know their places. */
final class YamlNodes {
    static final LoadSettings SETTINGS =
            LoadSettings.builder().setParseComments(false).build();

    private YamlNodes() {}

    /** The root node; empty for an empty file. */
    static Optional<Node> compose(String text) {
        return new Compose(SETTINGS).composeString(text);
    }

    /** The key of the first entry of a mapping, or null. */
    static String firstKey(Node node) {
        if (!(node instanceof MappingNode mapping) || mapping.getValue().isEmpty()) return null;
        return text(mapping.getValue().get(0).getKeyNode());
    }

    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }

    /** The value at a path of keys, or null. */
    static Node at(Node node, String... path) {
        Node here = node;
        for (String key : path) {
            if (!(here instanceof MappingNode mapping)) return null;
            here = mapping.getValue().stream()
                    .filter(tuple -> key.equals(text(tuple.getKeyNode())))
                    .map(NodeTuple::getValueNode)
                    .findFirst()
                    .orElse(null);
        }
        return here;
    }

    static List<Node> elements(Node node) {
        return node instanceof SequenceNode sequence ? new ArrayList<>(sequence.getValue()) : List.of();
    }

    static List<NodeTuple> entries(Node node) {
        return node instanceof MappingNode mapping ? new ArrayList<>(mapping.getValue()) : List.of();
    }

    static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    static int column(Node node) {
        return node.getStartMark().map(Mark::getColumn).orElse(0) + 1;
    }

    /** The lines that the node covers, without blank lines and the comments behind it. */
    static String slice(String content, Node node) {
        String[] lines = content.split("\n", -1);
        int end = node.getEndMark().map(YamlNodes::lastLine).orElse(lines.length);
        while (end > line(node)
                && (lines[end - 1].isBlank() || lines[end - 1].strip().startsWith("#"))) end--;
        StringBuilder text = new StringBuilder();
        for (int i = line(node) - 1; i < end; i++)
            if (!lines[i].isBlank()) text.append(lines[i].stripTrailing()).append('\n');
        return text.toString();
    }

    /** A block ends where the next thing begins, at the start of a line. */
    private static int lastLine(Mark end) {
        return end.getColumn() == 0 ? end.getLine() : end.getLine() + 1;
    }

    /**
     * Removes the innermost-named entry or step that the error is about, so that what follows it can be looked at too.
     *
     * @return the node whose place is to be told, or empty when nothing could be removed
     */
    static Optional<Node> cut(Node root, MarkedYamlEngineException error) {
        Optional<Mark> mark = error.getProblemMark();
        if (mark.isEmpty()) return Optional.empty();
        return Optional.ofNullable(cut(root, mark.get().getIndex(), named(error)));
    }

    /** The field or step that Camel's message names, or null. */
    static String named(MarkedYamlEngineException error) {
        String problem = error.getProblem();
        return problem != null && problem.matches("(Unsupported field|Unknown node id): .*")
                ? problem.substring(problem.indexOf(": ") + 2)
                : null;
    }

    private static Node cut(Node node, int index, String name) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : List.copyOf(mapping.getValue())) {
                boolean here = starts(tuple.getValueNode(), index) || starts(tuple.getKeyNode(), index);
                boolean asNamed = name == null || name.equals(text(tuple.getKeyNode()));
                if (here && asNamed) {
                    mapping.getValue().remove(tuple);
                    return tuple.getKeyNode();
                }
                Node found = cut(tuple.getValueNode(), index, name);
                if (found == null) continue;
                if (isEmpty(tuple.getValueNode())) mapping.getValue().remove(tuple);
                return found;
            }
        } else if (node instanceof SequenceNode sequence) {
            for (Node element : List.copyOf(sequence.getValue())) {
                Node found = cut(element, index, name);
                if (found == null && starts(element, index)) found = element;
                if (found == null) continue;
                if (isEmpty(element) || found == element) sequence.getValue().remove(element);
                return found;
            }
        }
        return null;
    }

    private static boolean starts(Node node, int index) {
        return node.getStartMark().map(mark -> mark.getIndex() == index).orElse(false);
    }

    private static boolean isEmpty(Node node) {
        return node instanceof MappingNode mapping && mapping.getValue().isEmpty();
    }
}
