package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Many writes in one call. Each look at a batch brings it one step further, and its items come in another order than they were sent. Not
 * thread-safe: {@link Omnisend} guards it.
 */
final class OmnisendBatches {
    private static final Set<String> ENDPOINTS = Set.of("contacts", "events");
    private static final int MOST_ITEMS = 100;

    private static final class Job {
        private final ArrayNode items = Json.array();
        private final String endpoint;
        private int errors;
        private int looks;

        Job(String endpoint) {
            this.endpoint = endpoint;
        }

        String status() {
            return looks == 0 ? "pending" : looks == 1 ? "inProgress" : "finished";
        }
    }

    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final BiFunction<String, JsonNode, Reply> write;

    /** @param write does what a single call of the endpoint would */
    OmnisendBatches(BiFunction<String, JsonNode, Reply> write) {
        this.write = write;
    }

    Reply create(JsonNode request) {
        String endpoint = request.path("endpoint").asText();
        JsonNode items = request.path("items");
        if (!request.path("method").asText().equals("POST") || !ENDPOINTS.contains(endpoint)) {
            throw OmnisendProblems.field("endpoint", "invalid_value", "Must be POST of one of " + ENDPOINTS);
        }
        if (items.isEmpty() || items.size() > MOST_ITEMS) {
            throw OmnisendProblems.field("items", "out_of_range", "Must be 1 to 100");
        }
        Job job = new Job(endpoint);
        items.forEach(item -> job.items.insert(0, result(job, item)));
        String id = String.format("%024x", 0x6f92cbf10000L + jobs.size());
        jobs.put(id, job);
        return Reply.json(201, Json.object().put("batchID", id).put("totalCount", items.size()));
    }

    private ObjectNode result(Job job, JsonNode item) {
        Reply reply;
        try {
            reply = write.apply(job.endpoint, item);
        } catch (Refusal refused) {
            reply = refused.reply();
            job.errors++;
        }
        ObjectNode result = Json.object().put("itemID", "item-" + job.items.size());
        result.set("request", item);
        result.set("response", body(reply));
        return result.put("responseCode", reply.status()).put("status", "finished");
    }

    private static JsonNode body(Reply reply) {
        try {
            return reply.body().length == 0 ? Json.object() : Json.MAPPER.readTree(reply.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Reply read(String id, boolean withItems) {
        Job job = jobs.get(id);
        if (job == null) {
            throw OmnisendProblems.refusal(404, "Batch not found");
        }
        if (!withItems) {
            job.looks++;
        }
        ObjectNode json = Json.object().put("batchID", id).put("endpoint", job.endpoint);
        json.put("method", "POST").put("status", job.status()).put("totalCount", job.items.size());
        boolean finished = job.status().equals("finished");
        json.put("finishedCount", finished ? job.items.size() : 0).put("errorsCount", finished ? job.errors : 0);
        if (withItems) {
            ArrayNode responses = json.putArray("responses");
            ArrayNode errors = json.putArray("errors");
            job.items.forEach(item -> (item.path("responseCode").asInt() < 300 ? responses : errors).add(item));
        }
        return Reply.json(200, json);
    }

    int size() {
        return jobs.size();
    }
}
