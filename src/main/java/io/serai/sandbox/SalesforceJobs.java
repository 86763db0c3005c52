package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code jobs/ingest}: upserts of the Bulk API 2.0 from CSV with line feeds and commas. The rows of a job are written when it is closed; how
 * often it then still says that it is under way, and after how many rows it fails, can be ordered. Not thread-safe.
 */
final class SalesforceJobs {
    private final Org org;
    private final Faults faults;
    private final Map<String, SalesforceJob> jobs = new LinkedHashMap<>();
    private int asks;
    private int failsAfter = Integer.MAX_VALUE;

    SalesforceJobs(Org org, Faults faults) {
        this.org = org;
        this.faults = faults;
    }

    /** {@code {"asks":2,"failsAfter":10}}: of all jobs from now on; without a member as from the start. */
    Reply order(ObjectNode json) {
        asks = json.path("asks").asInt(0);
        failsAfter = json.path("failsAfter").asInt(Integer.MAX_VALUE);
        return Reply.json(200, json);
    }

    /** @param rest the path behind {@code jobs/ingest} */
    Reply answer(Call call, List<String> rest, String version, RowWriter writer) {
        if (rest.isEmpty()) {
            return switch (call.method()) {
                case "POST" -> create(call, version);
                case "GET" -> list(version);
                default -> throw SalesforceApi.notAllowed(call);
            };
        }
        SalesforceJob job = jobs.get(rest.get(0));
        if (job == null) {
            throw SError.notFound();
        }
        String what = rest.size() > 1 ? rest.get(1) : "";
        return switch (call.method() + " " + what) {
            case "PUT batches" -> upload(call, job);
            case "PATCH " -> change(call, job, version, writer);
            case "GET " -> Reply.json(200, counted(job.ask(version), job));
            case "DELETE " -> delete(job);
            case "GET successfulResults", "GET failedResults", "GET unprocessedrecords" ->
                SalesforceJobResults.of(job, what);
            default -> throw SError.notFound();
        };
    }

    private Reply create(Call call, String version) {
        ObjectNode body = Json.parse(call.body()).orElseThrow(() -> invalid("expected a job"));
        STable table = org.table(body.path("object").asText())
                .orElseThrow(() ->
                        invalid("Unable to find object: " + body.path("object").asText()));
        if (!body.path("operation").asText().equals("upsert")
                || !body.path("contentType").asText("CSV").equals("CSV")
                || !body.path("lineEnding").asText("LF").equals("LF")) {
            throw invalid("the sandbox knows upserts of CSV with LF");
        }
        int key = table.type.place(body.path("externalIdFieldName").asText());
        if (key < 0 || !table.type.field(key).external()) {
            throw invalid("External ID field is not valid: "
                    + body.path("externalIdFieldName").asText());
        }
        String id = SalesforceId.of("750", jobs.size() + 1);
        SalesforceJob job = new SalesforceJob(id, table, key, org.actor, org.clock.millis());
        jobs.put(id, job);
        return Reply.json(200, job.json(version, job.state));
    }

    private Reply list(String version) {
        ObjectNode json = Json.object().put("done", true);
        ArrayNode records = json.putArray("records");
        jobs.values().forEach(job -> records.add(job.ask(version)));
        return Reply.json(200, json.putNull("nextRecordsUrl"));
    }

    private static Reply upload(Call call, SalesforceJob job) {
        if (!call.header("Content-Type").orElse("").startsWith("text/csv")) {
            throw invalid("the content type of a batch is text/csv");
        }
        if (!job.state.equals("Open") || job.uploaded) {
            throw SError.refusal("INVALIDJOBSTATE", "a job takes one upload, while it is open");
        }
        SalesforceCsv.read(call.body(), job);
        job.uploaded = true;
        return Reply.empty(201);
    }

    private Reply change(Call call, SalesforceJob job, String version, RowWriter writer) {
        String wanted =
                Json.parse(call.body()).map(body -> body.path("state").asText()).orElse("");
        if (wanted.equals("Aborted")) {
            job.asks = 0;
            if (!job.state.equals("JobComplete") && !job.state.equals("Failed")) {
                job.state = "Aborted";
            }
        } else if (!wanted.equals("UploadComplete") || !job.state.equals("Open") || !job.uploaded) {
            throw SError.refusal("INVALIDJOBSTATE", "a job that is open and has its upload can be closed or aborted");
        } else {
            run(call, job, writer);
            job.asks = asks;
            return Reply.json(200, job.json(version, "UploadComplete"));
        }
        return Reply.json(200, job.json(version, job.state));
    }

    private void run(Call call, SalesforceJob job, RowWriter writer) {
        for (String column : job.columns) {
            if (job.table.type.place(column) < 0) {
                job.state = "Failed";
                job.error = "InvalidBatch : Field name not found : " + column;
                return;
            }
        }
        job.rows.replaceAll(new Rows(call, job, writer)::write);
        job.state = job.processed() < job.rows.size() ? "Failed" : "JobComplete";
        if (job.state.equals("Failed")) {
            job.error = "InternalServerError : the job was stopped";
        }
    }

    /** The rows of one job, one after the other. */
    private final class Rows {
        private final Call call;
        private final SalesforceJob job;
        private final RowWriter writer;
        private int written;

        private Rows(Call call, SalesforceJob job, RowWriter writer) {
            this.call = call;
            this.job = job;
            this.writer = writer;
        }

        private SalesforceJob.Row write(SalesforceJob.Row row) {
            if (written++ >= failsAfter) {
                return row;
            }
            WriteResult result = faults.forRow(call)
                    .map(fault -> WriteResult.failed(
                            SError.of(fault.code(), "unable to obtain exclusive access to this record")))
                    .orElseGet(() -> upsert(SalesforceCsv.record(job, row.cells())));
            return new SalesforceJob.Row(row.cells(), result);
        }

        private WriteResult upsert(ObjectNode record) {
            String key = job.key();
            return record.path(key).asText().isEmpty()
                    ? WriteResult.failed(SError.of("MISSING_ARGUMENT", key + " not specified", key))
                    : writer.upsert(job.table, job.keyPlace, record.path(key), record);
        }
    }

    private Reply delete(SalesforceJob job) {
        jobs.remove(job.id);
        return Reply.empty(204);
    }

    private static ObjectNode counted(ObjectNode json, SalesforceJob job) {
        return json.put("numberRecordsProcessed", job.processed())
                .put("numberRecordsFailed", job.failed())
                .put("retries", 0)
                .put("totalProcessingTime", 1);
    }

    private static Refusal invalid(String message) {
        return SError.refusal("INVALIDJOB", message);
    }
}
