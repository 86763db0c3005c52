package io.serai.connect.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * {@code process: {ref: salesforceBulkUpload}}: an array of flat objects becomes what an ingest job of the Bulk API 2.0 takes, a column for
 * each member that any of them has. What a record does not have stays as it is there; null empties the field. Thread-safe.
 */
public final class BulkUpload implements Processor {
    /** Most bytes of one upload: Salesforce takes 150 MB in base64. */
    static final int MOST = 100_000_000;

    private static final String NULL = "#N/A";
    private static final CSVFormat CSV =
            CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

    /** @throws IllegalArgumentException when it is more than one job takes */
    @Override
    public void process(Exchange exchange) throws IOException, InvalidPayloadException {
        JsonNode records = exchange.getMessage().getMandatoryBody(JsonNode.class);
        byte[] upload = csv(records).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        if (upload.length > MOST)
            throw new IllegalArgumentException(
                    records.size() + " records are " + upload.length + " bytes; a job takes at most " + MOST);
        exchange.getMessage().setBody(upload);
    }

    static String csv(JsonNode records) throws IOException {
        Set<String> columns = new LinkedHashSet<>();
        records.forEach(record -> record.fieldNames().forEachRemaining(columns::add));
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(text, CSV)) {
            printer.printRecord(columns);
            for (JsonNode record : records) printer.printRecord(row(record, columns));
        }
        return text.toString();
    }

    private static List<String> row(JsonNode record, Set<String> columns) {
        List<String> row = new ArrayList<>(columns.size());
        for (String column : columns) row.add(cell(record.get(column)));
        return row;
    }

    private static String cell(JsonNode value) {
        if (value == null) return "";
        if (value.isNull()) return NULL;
        return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }
}
