package io.serai.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a job says of its rows, as CSV in which every cell is quoted. */
final class SalesforceJobResults {
    private SalesforceJobResults() {}

    static Reply of(SalesforceJob job, String which) {
        boolean taken = which.equals("successfulResults");
        boolean unprocessed = which.equals("unprocessedrecords");
        List<String> header = new ArrayList<>();
        if (!unprocessed) {
            header.addAll(List.of("sf__Id", taken ? "sf__Created" : "sf__Error"));
        }
        header.addAll(job.columns);
        StringBuilder text = new StringBuilder(SalesforceCsv.line(header));
        for (SalesforceJob.Row row : job.rows) {
            WriteResult result = row.result();
            if (unprocessed ? result == null : result != null && result.ok() == taken) {
                List<String> cells = new ArrayList<>();
                if (!unprocessed) {
                    cells.add(taken ? result.id() : "");
                    cells.add(taken ? Boolean.toString(result.created()) : error(result));
                }
                cells.addAll(row.cells());
                text.append(SalesforceCsv.line(cells));
            }
        }
        return new Reply(200, text.toString().getBytes(StandardCharsets.UTF_8), "text/csv", Map.of());
    }

    /** {@code REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --}. */
    private static String error(WriteResult result) {
        return result.errors().stream()
                .map(error -> error.code() + ":" + error.message() + ":" + String.join(",", error.fields()) + " --")
                .collect(Collectors.joining(";"));
    }
}
