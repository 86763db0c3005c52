package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** One ingest job of the Bulk API 2.0. Not thread-safe. */
final class SalesforceJob {
    /** A row as it was uploaded, and what became of it; null as long as nothing did. */
    record Row(List<String> cells, WriteResult result) {}

    final String id;
    final STable table;
    final int keyPlace;
    final String user;
    final long createdAt;
    final List<String> columns = new ArrayList<>();
    final List<Row> rows = new ArrayList<>();
    String state = "Open";
    String error;
    boolean uploaded;
    /** How often it will still say that it is under way, though its rows are written. */
    int asks;

    SalesforceJob(String id, STable table, int keyPlace, String user, long createdAt) {
        this.id = id;
        this.table = table;
        this.keyPlace = keyPlace;
        this.user = user;
        this.createdAt = createdAt;
    }

    String key() {
        return table.type.field(keyPlace).name();
    }

    /** What it says of itself; counts as an ask. */
    ObjectNode ask(String version) {
        if (asks > 0) {
            asks--;
            return json(version, "InProgress");
        }
        return json(version, state);
    }

    ObjectNode json(String version, String told) {
        ObjectNode json = Json.object().put("id", id).put("operation", "upsert");
        json.put("object", table.type.name).put("createdById", user).put("createdDate", SalesforceTime.text(createdAt));
        json.put("systemModstamp", SalesforceTime.text(createdAt)).put("state", told);
        json.put("externalIdFieldName", key())
                .put("concurrencyMode", "Parallel")
                .put("contentType", "CSV");
        json.put("apiVersion", Double.parseDouble(version.substring(1))).put("jobType", "V2Ingest");
        json.put("contentUrl", "services/data/" + version + "/jobs/ingest/" + id + "/batches");
        json.put("lineEnding", "LF").put("columnDelimiter", "COMMA");
        if (error != null) {
            json.put("errorMessage", error);
        }
        return json;
    }

    long processed() {
        return rows.stream().filter(row -> row.result() != null).count();
    }

    long failed() {
        return rows.stream()
                .filter(row -> row.result() != null && !row.result().ok())
                .count();
    }
}
