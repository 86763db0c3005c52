package io.serai.connect.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * {@code process: {ref: salesforceBulkResults}}: of the records that were uploaded (the body) and what the job says of them (variables
 * {@value #SUCCESSFUL} and {@value #FAILED}, both CSV), one result for each record, in order. A job gives its results in any order, so they are
 * found by the key field that the header {@value #KEY} names. What the job says nothing of it has not come to. Thread-safe.
 */
public final class BulkResults implements Processor {
    static final String KEY = "SeraiBulkKey";
    static final String SUCCESSFUL = "salesforce-successful";
    static final String FAILED = "salesforce-failed";

    private static final CSVFormat CSV = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreHeaderCase(true)
            .get();

    @Override
    public void process(Exchange exchange) throws IOException, InvalidPayloadException {
        String key = exchange.getMessage().getHeader(KEY, String.class);
        JsonNode records = exchange.getMessage().getMandatoryBody(JsonNode.class);
        Map<String, ObjectNode> told = new HashMap<>();
        try (CSVParser rows = parse(exchange, SUCCESSFUL)) {
            for (CSVRecord row : rows) told.put(row.get(key), taken(row));
        }
        try (CSVParser rows = parse(exchange, FAILED)) {
            for (CSVRecord row : rows)
                told.put(row.get(key), BulkError.of(row, rows.getHeaderNames()).result());
        }
        ArrayNode results = JsonNodeFactory.instance.arrayNode(records.size());
        for (JsonNode record : records)
            results.add(told.getOrDefault(record.path(key).asText(), unprocessed()));
        exchange.getMessage().setBody(results);
    }

    private static CSVParser parse(Exchange exchange, String variable) throws IOException {
        return CSV.parse(new StringReader(exchange.getVariable(variable, "", String.class)));
    }

    private static ObjectNode taken(CSVRecord row) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ok", true)
                .put("id", row.get("sf__Id"))
                .put("created", Boolean.parseBoolean(row.get("sf__Created")));
    }

    private static ObjectNode unprocessed() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("ok", false)
                .put("code", "unprocessed")
                .put("message", "the job ended before it came to this record")
                .put("retry", true);
    }
}
