package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.sandbox.HubSpotEvents.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Communication preferences: {@code /communication-preferences/v4/statuses/{email}}, and version 3, which does not let anybody subscribe
 * again who has unsubscribed. There is one subscription, 1. An address need not be a contact's. Not thread-safe: {@link HubSpot} guards it.
 */
final class HubSpotSubscriptions {
    private static final Set<String> STATES = Set.of("SUBSCRIBED", "UNSUBSCRIBED", "NOT_SPECIFIED");
    private static final String SUBSCRIPTION = "1";

    private record Status(String state, long at, String source, String legalBasis, String explanation) {}

    private final Map<String, Status> statuses = new TreeMap<>();
    /** Who has unsubscribed from all, and when. */
    private final Map<String, Long> wide = new TreeMap<>();

    private final HubSpotCrm crm;
    private boolean timed = true;

    HubSpotSubscriptions(HubSpotCrm crm) {
        this.crm = crm;
    }

    Reply answer(Call call, Origin by) {
        String version = call.segment(1);
        String last = call.segment(call.path().size() - 1).toLowerCase(Locale.ROOT);
        if (version.equals("v3")) {
            return call.segment(2).equals("status") ? v3(last) : v3(call, by);
        }
        if (call.segment(2).equals("definitions")) {
            return Reply.json(200, definitions());
        }
        if (!call.segment(2).equals("statuses") || call.path().size() < 4) {
            return HubSpotErrors.of(404);
        }
        if (call.segment(3).equals("batch")) {
            return batch(Controls.body(call));
        }
        if (last.equals("unsubscribe-all")) {
            return wide(call, call.segment(3).toLowerCase(Locale.ROOT), by);
        }
        if (call.method().equals("POST")) {
            update(last, Controls.body(call), by);
        }
        ArrayNode results = Json.array().add(show(last));
        return HubSpotBatch.complete(results, Json.array(), 200);
    }

    /** Of the account only, as there is no brand. The answer to a POST is empty, unless it shall be verbose. */
    private Reply wide(Call call, String email, Origin by) {
        if (!call.query("channel").orElse("").equals("EMAIL")) {
            throw HubSpotErrors.invalid("channel must be EMAIL");
        }
        ArrayNode results = Json.array();
        if (call.method().equals("POST")) {
            setAll(email, by);
            if (call.query("verbose").orElse("").equals("true")) {
                results.add(show(email));
            }
        } else if (wide.containsKey(email)) {
            ObjectNode json = results.addObject()
                    .put("channel", "EMAIL")
                    .put("subscriberIdString", email)
                    .put("status", "UNSUBSCRIBED")
                    .put("wideStatusType", "PORTAL_WIDE")
                    .put("businessUnitId", 0);
            if (timed) {
                json.put("timestamp", HubSpotObject.time(wide.get(email)));
            }
        }
        return HubSpotBatch.complete(results, Json.array(), 200);
    }

    /** Somebody unsubscribes from all mails. */
    void setAll(String email, Origin by) {
        if (wide.putIfAbsent(email, crm.now()) == null) {
            tell(email, "hs_email_optout", true, by);
        }
    }

    /** Whether the API tells when decisions were made. */
    void timed(boolean on) {
        timed = on;
    }

    boolean timed() {
        return timed;
    }

    /** As people do it, in a mail's footer or in the contact's record. */
    void set(String email, String state, String source, Origin by) {
        put(email, new Status(state, crm.now(), source, null, null), by);
    }

    private void update(String email, ObjectNode body, Origin by) {
        String state = body.path("statusState").asText();
        if (!STATES.contains(state) || !body.path("channel").asText().equals("EMAIL")) {
            throw HubSpotErrors.invalid("statusState must be one of " + STATES + " and channel EMAIL");
        }
        if (!body.path("subscriptionId").asText().equals(SUBSCRIPTION)) {
            throw HubSpotErrors.refusal(404, "OBJECT_NOT_FOUND", "There is no such subscription definition.");
        }
        put(
                email,
                new Status(
                        state,
                        crm.now(),
                        "PUBLIC_API",
                        body.path("legalBasis").asText(null),
                        body.path("legalBasisExplanation").asText(null)),
                by);
    }

    private Reply v3(Call call, Origin by) {
        ObjectNode body = Controls.body(call);
        String email = body.path("emailAddress").asText().toLowerCase(Locale.ROOT);
        boolean subscribe = call.segment(2).equals("subscribe");
        Status before = statuses.get(email);
        if (subscribe && before != null && before.state().equals("UNSUBSCRIBED")) {
            throw HubSpotErrors.invalid(
                    "Subscription 1 for the recipient cannot be updated because they have unsubscribed");
        }
        put(email, new Status(subscribe ? "SUBSCRIBED" : "UNSUBSCRIBED", crm.now(), "PUBLIC_API", null, null), by);
        return v3(email);
    }

    private Reply v3(String email) {
        Status status = statuses.get(email);
        ObjectNode json = Json.object().put("recipient", email);
        json.putArray("subscriptionStatuses")
                .addObject()
                .put("id", SUBSCRIPTION)
                .put("name", "Marketing Information")
                .put("status", status != null && status.state().equals("SUBSCRIBED") ? "SUBSCRIBED" : "NOT_SUBSCRIBED")
                .put("sourceOfStatus", "SUBSCRIPTION_STATUS");
        return Reply.json(200, json);
    }

    private Reply batch(ObjectNode body) {
        ArrayNode results = Json.array();
        for (JsonNode input : body.path("inputs")) {
            ObjectNode result = results.addObject().put("subscriberIdString", input.asText());
            result.putArray("statuses").add(show(input.asText().toLowerCase(Locale.ROOT)));
        }
        return HubSpotBatch.complete(results, Json.array(), 200);
    }

    /** What the API says of an address: without a decision the status is not specified, and has no time. */
    private ObjectNode show(String email) {
        Status status = statuses.get(email);
        ObjectNode json = Json.object()
                .put("channel", "EMAIL")
                .put("subscriberIdString", email)
                .put("subscriptionId", 1)
                .put("subscriptionName", "Marketing Information")
                .put("status", status == null ? "NOT_SPECIFIED" : status.state());
        if (status != null) {
            if (timed) {
                json.put("timestamp", HubSpotObject.time(status.at()));
            }
            json.put("source", status.source())
                    .put("legalBasis", status.legalBasis())
                    .put("legalBasisExplanation", status.explanation());
        }
        return json;
    }

    private void put(String email, Status status, Origin by) {
        boolean lifts = status.state().equals("SUBSCRIBED") && wide.remove(email) != null;
        if (lifts) {
            tell(email, "hs_email_optout", false, by);
        }
        Status before = statuses.get(email);
        if (!lifts && before != null && before.state().equals(status.state())) {
            return;
        }
        statuses.put(email, status);
        tell(email, "hs_email_optout_1", status.state().equals("UNSUBSCRIBED"), by);
    }

    /** The contact of the address shows it too, where there is one. */
    private void tell(String email, String property, boolean out, Origin by) {
        HubSpotSchema.Type contacts = crm.schema.type("contacts").orElseThrow();
        crm.find(contacts, "email", email)
                .ifPresent(contact ->
                        crm.write(contacts, contact, new TreeMap<>(Map.of(property, String.valueOf(out))), by));
    }

    private static ObjectNode definitions() {
        ObjectNode json = Json.object();
        json.putArray("results")
                .addObject()
                .put("id", SUBSCRIPTION)
                .put("name", "Marketing Information")
                .put("communicationMethod", "Email")
                .put("isActive", true);
        return json;
    }

    /** Addresses with a decision. */
    List<String> known() {
        return List.copyOf(statuses.keySet());
    }
}
