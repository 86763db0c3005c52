package io.serai.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.message.Links;
import java.util.ArrayList;
import java.util.List;

/** Maps a body outside of a batch: all of it, or an exception with every error. */
final class BodyMapping {
    private final Plan plan;
    private final Links links;
    private final About about;
    private final List<FieldError> errors = new ArrayList<>();

    BodyMapping(Plan plan, Links links, String system) {
        this.plan = plan;
        this.links = links;
        this.about = About.system(system);
    }

    /** Null when the table's condition leaves the object out; of a list, such elements are dropped. */
    JsonNode map(JsonNode body) throws MappingException {
        JsonNode mapped = body.isArray() ? list(body) : one(body, "");
        if (errors.isEmpty()) return mapped;
        throw new MappingException(new Mapped.Failed(errors).detail(), errors);
    }

    private ArrayNode list(JsonNode body) throws MappingException {
        ArrayNode list = JsonNodeFactory.instance.arrayNode(body.size());
        for (int i = 0; i < body.size(); i++) {
            JsonNode mapped = one(body.get(i), "[" + i + "].");
            if (mapped != null) list.add(mapped);
        }
        return list;
    }

    private JsonNode one(JsonNode record, String prefix) throws MappingException {
        Mapped mapped = plan.map(record, about, links);
        if (mapped instanceof Mapped.Done done) return done.body();
        if (mapped instanceof Mapped.Waits waiting)
            throw new MappingException(
                    plan.name() + ": the target does not have " + waiting.link() + " yet", List.of());
        if (mapped instanceof Mapped.Failed failed)
            failed.errors()
                    .forEach(error -> errors.add(
                            new FieldError(error.mapping(), prefix + error.field(), error.value(), error.expected())));
        return null;
    }
}
