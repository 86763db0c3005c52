package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pipelines of a fresh portal, a stage and a pipeline for returns that the portal has made itself, and what a ticket must have of them: the id of a stage, which is no label. */
final class HubSpotPipelines {
    private static final String TICKETS = "tickets";
    private static final String SUPPORT = "0";
    private static final String CLOSED = "4";
    private static final String RETURNS = "7";
    private static final Map<String, String> RETURN_STAGES = Map.of("71", "On its way", "72", "In the warehouse");
    private static final Map<String, String> STAGES = new LinkedHashMap<>();
    private static final List<String> DEALS =
            List.of("appointmentscheduled", "contractsent", "closedwon", "closedlost");

    static {
        STAGES.put("1", "New");
        STAGES.put("2", "Waiting on contact");
        STAGES.put("3", "Waiting on us");
        STAGES.put(CLOSED, "Closed");
        STAGES.put("5", "Waiting for parts");
    }

    private HubSpotPipelines() {}

    /** As {@code GET /crm/v3/pipelines/<type>} tells them. */
    static ObjectNode of(String type) {
        boolean tickets = type.equals(TICKETS);
        ObjectNode json = Json.object();
        ObjectNode pipeline = json.putArray("results")
                .addObject()
                .put("id", tickets ? SUPPORT : "default")
                .put("label", tickets ? "Support Pipeline" : "Sales Pipeline");
        ArrayNode stages = pipeline.putArray("stages");
        if (!tickets) {
            DEALS.forEach(stage -> stages.addObject().put("id", stage).put("label", stage));
            return json;
        }
        STAGES.forEach((id, label) -> stages.addObject()
                .put("id", id)
                .put("label", label)
                .putObject("metadata")
                .put("ticketState", id.equals(CLOSED) ? "CLOSED" : "OPEN")
                .put("isClosed", Boolean.toString(id.equals(CLOSED))));
        ArrayNode others = json.withArray("/results")
                .addObject()
                .put("id", RETURNS)
                .put("label", "Returns")
                .putArray("stages");
        RETURN_STAGES.forEach((id, label) -> others.addObject().put("id", id).put("label", label));
        return json;
    }

    /** Whether a property of a pipeline has a value that it may have; others may have any. */
    static boolean has(HubSpotSchema.Type type, String property, String value) {
        if (!type.name().equals(TICKETS)) {
            return true;
        }
        return switch (property) {
            case "hs_pipeline" -> value.equals(SUPPORT) || value.equals(RETURNS);
            case "hs_pipeline_stage" -> STAGES.containsKey(value) || RETURN_STAGES.containsKey(value);
            default -> true;
        };
    }

    /** A ticket needs a stage; its pipeline is the portal's first one, if it says none. */
    static void begin(HubSpotSchema.Type type, Map<String, String> values) {
        if (!type.name().equals(TICKETS)) {
            return;
        }
        if (values.getOrDefault("hs_pipeline_stage", "").isEmpty()) {
            throw HubSpotErrors.invalid("Error creating TICKET. Some required properties were not set.");
        }
        values.putIfAbsent("hs_pipeline", SUPPORT);
    }

    /** What HubSpot itself writes when the stage is another one. */
    static void follow(HubSpotSchema.Type type, Map<String, String> fresh, long now) {
        if (type.name().equals(TICKETS) && fresh.containsKey("hs_pipeline_stage")) {
            boolean closed = fresh.get("hs_pipeline_stage").equals(CLOSED);
            fresh.put("closed_date", closed ? HubSpotObject.time(now) : "");
        }
    }
}
