package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The double of a Smartico: {@code POST api/external/events/v2}, which answers 200 whatever became of the events. Users are known by the
 * ids that a shop gave them; {@code POST users} says which, and without that all are. What people do is told by an HTTP call that a label
 * has set up.
 */
final class Smartico implements Vendor {
    static final String KEY = "sandbox-smartico-key";
    private static final String BRAND = "sandbox";
    private static final int DUPLICATE = 20056;
    private static final int NO_USER = 10001;
    private static final int NO_BRAND = 125;
    private static final int WRONG_KEY = 10000;
    private static final int MALFORMED = 11000;
    private static final int PER_MINUTE = 6000;
    private static final int LARGEST_BODY = 10 << 20;

    private final Calls calls = new Calls();
    private final SlidingWindow quota = new SlidingWindow(PER_MINUTE);
    private final Clock clock;
    private final Faults faults;
    private final OutCall automation;
    private final Map<String, SmarticoUser> users = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();
    private final List<ObjectNode> events = new ArrayList<>();
    private final List<ObjectNode> journeys = new ArrayList<>();
    private Set<String> known = Set.of();

    Smartico(String name, SandboxOptions options, Vertx vertx, Clock clock) {
        this.clock = clock;
        faults = new Faults(clock);
        automation = OutCall.of(vertx, name, "X-Smartico-Token", options.webhooks());
    }

    @Override
    public boolean owns(Call call) {
        return call.segment(0).equals("api");
    }

    @Override
    public synchronized Reply answer(Call call) {
        if (!call.method().equals("POST") || !call.tail().equals("api/external/events/v2")) {
            return error(404);
        }
        if (!call.header("Authorization").orElse("").equals(KEY)) {
            return Reply.json(200, Json.object().put("err_code", WRONG_KEY).put("err_message", "Wrong key"));
        }
        if (quota.enter(clock.millis()) > 0) {
            return error(429);
        }
        if (call.body().length > LARGEST_BODY) {
            return error(413);
        }
        ObjectNode errors = Json.object();
        for (JsonNode event : body(call)) {
            take(event)
                    .ifPresent(error ->
                            errors.withArrayProperty(event.path("eid").asText()).add(error));
        }
        ObjectNode answer = Json.object().put("err_code", 0);
        if (!errors.isEmpty()) {
            answer.set("event_errors", errors);
        }
        return Reply.json(200, answer);
    }

    private static ArrayNode body(Call call) {
        try {
            if (Json.MAPPER.readTree(call.body()) instanceof ArrayNode events) {
                return events;
            }
        } catch (IOException e) {
            // answered below, without what was sent
        }
        throw new Refusal(Reply.json(400, Json.object().put("err_code", 400).put("err_message", "Expected an array")));
    }

    private Optional<ObjectNode> take(JsonNode event) {
        String eid = event.path("eid").asText("");
        String user = event.path("user_ext_id").asText("");
        if (eid.isEmpty() || user.isEmpty() || !event.path("event_date").isIntegralNumber()) {
            return failed(MALFORMED, "eid, user_ext_id and event_date are needed");
        }
        if (!event.path("ext_brand_id").asText().equals(BRAND)) {
            return failed(NO_BRAND, "Brand unknown");
        }
        SmarticoUser profile = users.get(user);
        if (!known.isEmpty() && !known.contains(user) || profile != null && profile.forgotten()) {
            return failed(NO_USER, "User not found");
        }
        if (!seen.add(eid)) {
            return failed(DUPLICATE, "Duplicate eid");
        }
        JsonNode payload = event.path("payload");
        events.add(((ObjectNode) event).deepCopy());
        if (event.path("event_type").asText().equals("update_profile")) {
            users.computeIfAbsent(user, id -> new SmarticoUser()).update(payload);
        }
        if (!payload.path("skip_cjm").asBoolean()) {
            journeys.add(Json.object()
                    .put("user", user)
                    .put("event", event.path("event_type").asText()));
        }
        return Optional.empty();
    }

    private static Optional<ObjectNode> failed(int code, String message) {
        return Optional.of(Json.object().put("error_code", code).put("error_message", message));
    }

    @Override
    public Reply control(Call call) {
        return switch (call.segment(0)) {
            case "stats" -> stats();
            case "users" -> call.method().equals("POST") ? know(Controls.body(call)) : userList();
            case "events" -> eventList(events);
            case "journeys" -> eventList(journeys);
            case "people" -> act(call);
            case "automation" -> {
                automation.change(OutCall.Target.parse(Controls.body(call), automation.target()));
                yield Reply.json(200, automation.toJson());
            }
            default -> Reply.refused(404, "expected api, stats, users, events, journeys, people, automation or fail");
        };
    }

    private synchronized Reply stats() {
        ObjectNode json = Json.object().put("callsTotal", calls.total());
        json.set("calls", calls.toJson());
        json.putObject("holds").put("users", users.size()).put("events", events.size());
        json.put("journeys", journeys.size());
        json.set("automation", automation.toJson());
        return Reply.json(200, json);
    }

    /** {@code {"only": ["1", "2"]}}: nobody else is known from now on; an empty list lets all in. */
    private synchronized Reply know(ObjectNode wanted) {
        known = Set.copyOf(
                wanted.path("only").valueStream().map(JsonNode::asText).toList());
        return Reply.json(200, wanted);
    }

    private synchronized Reply userList() {
        ObjectNode json = Json.object();
        users.forEach((id, user) -> json.set(id, user.toJson().put("forgotten", user.forgotten())));
        return Reply.json(200, json);
    }

    private synchronized Reply eventList(List<ObjectNode> which) {
        ArrayNode json = Json.array();
        which.forEach(json::add);
        return Reply.json(200, json);
    }

    /** {@code POST people/click {"user": "12", "campaign": "spring"}}, or {@code people/unsubscribe}, {@code people/subscribe}. */
    private Reply act(Call call) {
        ObjectNode wish = Controls.body(call);
        switch (call.segment(1)) {
            case "unsubscribe" -> decide(wish, true);
            case "subscribe" -> decide(wish, false);
            default -> {
                // nothing that it keeps
            }
        }
        ObjectNode told = Json.object()
                .put("id", UUID.randomUUID().toString())
                .put("type", call.segment(1).isEmpty() ? "click" : call.segment(1))
                .put("user_ext_id", wish.path("user").asText(""))
                .put("campaign", wish.path("campaign").asText("sandbox"))
                .put("time", clock.instant().toString());
        for (String member : List.of("email", "channel")) {
            if (wish.has(member)) {
                told.set(member, wish.get(member));
            }
        }
        automation.send(told);
        return Reply.json(200, told);
    }

    private synchronized void decide(ObjectNode wish, boolean refused) {
        users.computeIfAbsent(wish.path("user").asText(""), id -> new SmarticoUser())
                .update(Json.object()
                        .put(
                                wish.path("channel").asText().equals("sms")
                                        ? "core_is_sms_disabled_by_platform"
                                        : "core_is_email_disabled_by_platform",
                                refused));
    }

    @Override
    public Reply error(int status) {
        return Reply.json(
                status, Json.object().put("err_code", status).put("err_message", "The request was answered " + status));
    }

    @Override
    public void expireSessions() {
        // Its key has no end.
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public Calls calls() {
        return calls;
    }

    @Override
    public synchronized void reset(boolean empty) {
        faults.clear();
        calls.clear();
        quota.clear();
        users.clear();
        seen.clear();
        events.clear();
        journeys.clear();
        known = Set.of();
    }

    @Override
    public void close() {
        automation.close();
    }
}
