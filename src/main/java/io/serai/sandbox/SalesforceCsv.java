package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** Uploads of ingest jobs. An empty cell says nothing of its field, {@code #N/A} empties it. */
final class SalesforceCsv {
    private SalesforceCsv() {}

    static void read(byte[] upload, SalesforceJob job) {
        try (CSVParser parser = CSVParser.parse(
                new ByteArrayInputStream(upload),
                StandardCharsets.UTF_8,
                CSVFormat.DEFAULT
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get())) {
            job.columns.addAll(parser.getHeaderNames());
            parser.forEach(record -> job.rows.add(new SalesforceJob.Row(record.toList(), null)));
        } catch (IOException | IllegalArgumentException e) {
            throw SError.refusal("INVALIDBATCH", "the upload is no CSV");
        }
    }

    /** A row as JSON, with the types of its fields; a cell that is not of its field's type stays text, to be refused. */
    static ObjectNode record(SalesforceJob job, List<String> cells) {
        ObjectNode json = Json.object();
        for (int i = 0; i < cells.size(); i++) {
            String column = job.columns.get(i);
            String cell = cells.get(i);
            SField field = job.table.type.field(job.table.type.place(column));
            if (cell.equals("#N/A")) {
                json.putNull(column);
            } else if (field.type().equals("boolean") && (cell.equals("true") || cell.equals("false"))) {
                json.put(column, Boolean.parseBoolean(cell));
            } else if (field.number() && cell.matches("-?\\d+(?:\\.\\d+)?")) {
                json.put(column, Double.parseDouble(cell));
            } else if (!cell.isEmpty()) {
                json.put(column, cell);
            }
        }
        return json;
    }

    static String line(List<String> cells) {
        return cells.stream()
                .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",", "", "\n"));
    }
}
