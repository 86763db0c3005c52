package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What became of one row; errors mean that nothing was written. */
record WriteResult(String id, boolean created, List<SError> errors) {
    static WriteResult failed(SError... errors) {
        return new WriteResult(null, false, List.of(errors));
    }

    boolean ok() {
        return errors.isEmpty();
    }

    /** As in a list of results, where a failed row has no id. */
    ObjectNode toJson(boolean upsert) {
        ObjectNode json = Json.object();
        if (ok()) {
            json.put("id", id);
        }
        json.put("success", ok());
        if (upsert && ok()) {
            json.put("created", created);
        }
        var list = json.putArray("errors");
        errors.forEach(error -> list.add(error.toJson("statusCode")));
        return json;
    }
}
