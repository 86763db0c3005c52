package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.serai.mapping.convert.Unfit;
import io.serai.message.Links;
import java.util.List;
import java.util.Map;

/** A compiled mapping table. Immutable; any number of threads may map with it at once. */
public final class Plan {
    static final String ID = "id";
    static final String TIME = "time";
    static final String HUMAN = "human";

    private final Head head;
    private final Jq jq;
    private final Map<String, Expr> lets;
    private final Expr when;
    private final List<Field> meta;
    private final List<Field> fields;

    /**
     * @param revision first 12 hex digits of the SHA-256 of the file
     * @param inbound whether it maps a vendor's record to the canonical entity, else the other way
     * @param kind kind of the vendor's system, such as {@code magento}
     * @param object the vendor's name for the record, such as {@code Contact}; may be null
     * @param key the vendor's field that takes the id of the hub's record, for outbound tables; may be null
     */
    public record Head(
            String name,
            String file,
            String revision,
            String entity,
            boolean inbound,
            String kind,
            String object,
            String key) {}

    Plan(Head head, Jq jq, Map<String, Expr> lets, Expr when, List<Field> meta, List<Field> fields) {
        this.head = head;
        this.jq = jq;
        this.lets = lets;
        this.when = when;
        this.meta = List.copyOf(meta);
        this.fields = List.copyOf(fields);
    }

    public Head head() {
        return head;
    }

    public String name() {
        return head.name();
    }

    /** As it is noted on messages: {@code name@revision}. */
    public String revisionedName() {
        return head.name() + "@" + head.revision();
    }

    String kind() {
        return head.kind();
    }

    /** The same for objects that their system has not saved yet: they have neither id nor time. */
    Plan ofUnsaved() {
        return new Plan(head, jq, lets, when, List.of(), fields);
    }

    Jq jq() {
        return jq;
    }

    /**
     * Maps one record; the input is not changed.
     *
     * @param links resolves {@code link} fields; used by outbound tables only
     */
    public Mapped map(JsonNode input, About about, Links links) {
        Frame frame = new Frame(this, about, links);
        if (!input.isObject()) {
            frame.error(true, input, "an object as the record");
            return new Mapped.Failed(frame.errors());
        }
        lets.forEach((name, expr) -> frame.define(name, eval("$" + name, expr, input, frame)));
        if (frame.errors().isEmpty() && !wanted(input, frame)) return new Mapped.Filtered();
        ObjectNode known = JsonNodeFactory.instance.objectNode();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        meta.forEach(field -> field.into(known, input, frame, ""));
        fields.forEach(field -> field.into(body, input, frame, ""));
        if (!frame.errors().isEmpty()) return new Mapped.Failed(List.copyOf(frame.errors()));
        if (frame.missing() != null) return new Mapped.Waits(frame.missing());
        if (head.key() != null && about.record() != null) body.set(head.key(), TextNode.valueOf(about.record()));
        return new Mapped.Done(
                body, text(known, ID), text(known, TIME), known.path(HUMAN).asBoolean(), frame.unsaid());
    }

    private boolean wanted(JsonNode input, Frame frame) {
        if (when == null) return true;
        JsonNode wanted = eval("when", when, input, frame);
        return !frame.errors().isEmpty() || wanted != null && (!wanted.isBoolean() || wanted.booleanValue());
    }

    private static JsonNode eval(String field, Expr expr, JsonNode input, Frame frame) {
        frame.enter(field);
        try {
            return expr.eval(input, frame);
        } catch (Unfit e) {
            frame.error(true, null, e.expected());
            return null;
        } finally {
            frame.leave();
        }
    }

    private static String text(ObjectNode object, String name) {
        return object.hasNonNull(name) ? object.get(name).asText() : null;
    }
}
