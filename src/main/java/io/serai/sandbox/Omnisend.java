package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The double of an Omnisend: contacts, events and batches of the dated API under {@code api}, the same under {@code v5} with its names. It
 * keeps account of every mail that a real one would have sent. What people do is ordered by {@code POST people/unsubscribe}, {@code
 * subscribe}, {@code click} or {@code open}, and told by the HTTP call of an automation.
 */
final class Omnisend implements Vendor {
    static final String KEY = "sandbox-omnisend-key";
    static final String VERSION = "2026-03-15";
    private static final int PER_MINUTE = 400;
    private static final int TAGS_PER_MINUTE = 60;
    private static final Set<String> ACTIONS = Set.of("subscribe", "unsubscribe", "click", "open");

    private final Calls calls = new Calls();
    private final SlidingWindow quota = new SlidingWindow(PER_MINUTE);
    private final SlidingWindow tagQuota = new SlidingWindow(TAGS_PER_MINUTE);
    private final SandboxOptions options;
    private final Clock clock;
    private final Faults faults;
    private final OutCall automation;
    private List<ObjectNode> welcomes;
    private OmnisendContacts contacts;
    private OmnisendEvents events;
    private OmnisendBatches batches;

    Omnisend(String name, SandboxOptions options, Vertx vertx, Clock clock) {
        this.options = options;
        this.clock = clock;
        faults = new Faults(clock);
        automation = OutCall.of(vertx, name, "X-Omnisend-Token", options.webhooks());
        reset(false);
    }

    @Override
    public boolean owns(Call call) {
        return call.segment(0).equals("api") || call.segment(0).equals("v5");
    }

    @Override
    public synchronized Reply answer(Call call) {
        boolean legacy = call.segment(0).equals("v5");
        checkKey(call, legacy);
        String resource = call.segment(1);
        boolean tags = resource.equals("contacts") && call.segment(2).equals("tags");
        long wait = quota.enter(clock.millis());
        if (wait == 0 && tags) {
            wait = tagQuota.enter(clock.millis());
        }
        if (wait > 0) {
            return OmnisendProblems.tooMany(wait);
        }
        return switch (resource) {
            case "contacts" -> tags ? contacts.tag(body(call), call.method().equals("POST")) : contacts(call, legacy);
            case "events" -> call.method().equals("POST") ? events.post(body(call)) : error(404);
            case "batches" -> batches(call);
            default -> error(404);
        };
    }

    private static void checkKey(Call call, boolean legacy) {
        String given = legacy
                ? "Omnisend-API-Key " + call.header("X-API-KEY").orElse("")
                : call.header("Authorization").orElse("");
        if (!given.equals("Omnisend-API-Key " + KEY)) {
            throw OmnisendProblems.refusal(401, "Authentication is missing or invalid");
        }
        if (legacy) {
            return;
        }
        String version = call.header("Omnisend-Version")
                .orElseThrow(() -> OmnisendProblems.field("Omnisend-Version", "required", "The header is missing"));
        if (!version.equals(VERSION)) {
            throw OmnisendProblems.refusal(410, "API version " + version + " has been retired");
        }
    }

    private Reply contacts(Call call, boolean legacy) {
        if (legacy && call.method().equals("GET") && call.path().size() == 2) {
            return OmnisendLegacy.list(call, contacts.all());
        }
        Reply reply = contact(call, legacy);
        boolean one = legacy && reply.status() < 300;
        return one ? Reply.json(reply.status(), OmnisendLegacy.contact(Json.read(reply.body()))) : reply;
    }

    private Reply contact(Call call, boolean legacy) {
        boolean one = call.path().size() == 3;
        return switch (call.method()) {
            case "GET" -> one ? Reply.json(200, contacts.get(call.segment(2)).toJson()) : contacts.list(call);
            case "POST" -> contacts.upsert(request(call, legacy));
            case "PATCH" ->
                contacts.patch(
                        one
                                ? contacts.get(call.segment(2))
                                : byEmail(call.query("email").orElse("")),
                        request(call, legacy));
            default -> error(404);
        };
    }

    private OmnisendContact byEmail(String email) {
        return contacts.byEmail(email).orElseThrow(() -> OmnisendProblems.refusal(404, "Contact not found"));
    }

    private Reply batches(Call call) {
        return call.path().size() == 2
                ? batches.create(body(call))
                : batches.read(call.segment(2), call.segment(3).equals("items"));
    }

    private static JsonNode request(Call call, boolean legacy) {
        return legacy ? OmnisendLegacy.request(body(call)) : body(call);
    }

    private static JsonNode body(Call call) {
        try {
            JsonNode body = Json.MAPPER.readTree(call.body());
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (IOException e) {
            // answered below, without what was sent
        }
        throw OmnisendProblems.field("", "invalid_json", "Expected a JSON object");
    }

    @Override
    public Reply control(Call call) {
        return switch (call.segment(0)) {
            case "stats" -> stats();
            case "contacts" -> contactList();
            case "events" -> eventList();
            case "mails" -> Reply.json(200, mails());
            case "people" -> act(call);
            case "limit" -> limit(Controls.body(call));
            case "automation" -> {
                automation.change(OutCall.Target.parse(Controls.body(call), automation.target()));
                yield Reply.json(200, automation.toJson());
            }
            default ->
                Reply.refused(
                        404, "expected api, v5, stats, contacts, events, mails, people, limit, automation or fail");
        };
    }

    private synchronized Reply stats() {
        ObjectNode json = Json.object().put("callsTotal", calls.total());
        json.set("calls", calls.toJson());
        json.putObject("holds")
                .put("contacts", contacts.all().size())
                .put("events", events.size())
                .put("batches", batches.size());
        json.put("mails", mails().size());
        json.set("automation", automation.toJson());
        return Reply.json(200, json);
    }

    private synchronized Reply contactList() {
        ArrayNode json = Json.array();
        contacts.all().forEach(contact -> json.add(contact.toJson()));
        return Reply.json(200, json);
    }

    private synchronized Reply eventList() {
        return Reply.json(200, events.toJson());
    }

    /** All that a real one would have sent to people. */
    private synchronized ArrayNode mails() {
        ArrayNode json = Json.array();
        welcomes.forEach(json::add);
        events.triggered().forEach(json::add);
        return json;
    }

    private synchronized Reply limit(ObjectNode wanted) {
        quota.allow(wanted.path("perMinute").asInt(PER_MINUTE));
        return Reply.json(200, wanted);
    }

    /** {@code {"email": "a@example.com", "campaign": "spring"}}. */
    private synchronized Reply act(Call call) {
        String action = call.segment(1);
        ObjectNode wish = Controls.body(call);
        if (!ACTIONS.contains(action)) {
            return Reply.refused(404, "expected people/ and one of " + ACTIONS);
        }
        OmnisendContact contact =
                contacts.byEmail(wish.path("email").asText("")).orElse(null);
        if (contact == null) {
            return Reply.refused(404, "no contact with this email");
        }
        String now = contacts.now();
        contact.touch(now);
        if (action.endsWith("subscribe")) {
            contact.status(wish.path("channel").asText("email"), action + "d", now);
            return Reply.json(200, contact.toJson());
        }
        ObjectNode told = Json.object()
                .put("id", UUID.randomUUID().toString())
                .put("type", action)
                .put("email", contact.email())
                .put("campaign", wish.path("campaign").asText("sandbox"))
                .put("time", now);
        if (wish.has("url")) {
            told.set("url", wish.get("url"));
        }
        automation.send(told);
        return Reply.json(200, told);
    }

    @Override
    public Reply error(int status) {
        return status == 429
                ? OmnisendProblems.tooMany(1)
                : OmnisendProblems.of(status, "The request was answered " + status);
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
        quota.allow(PER_MINUTE);
        tagQuota.clear();
        welcomes = new ArrayList<>();
        contacts = new OmnisendContacts(
                clock,
                (contact, which) ->
                        welcomes.add(Json.object().put("to", contact.email()).put("kind", which)));
        events = new OmnisendEvents(contacts);
        batches = new OmnisendBatches(
                (endpoint, item) -> endpoint.equals("contacts") ? contacts.upsert(item) : events.post(item));
        if (!empty) {
            Neighbours.of(options, clock).forEach(person -> contacts.upsert(seeded(person)));
        }
    }

    /** A customer of a shop as a contact: every third subscribed, every third unsubscribed, the others were never asked. */
    private static ObjectNode seeded(ObjectNode customer) {
        int id = customer.path("id").asInt();
        String status = id % 3 == 0 ? "subscribed" : id % 3 == 1 ? "nonSubscribed" : "unsubscribed";
        ObjectNode request = Json.object()
                .put("firstName", customer.path("firstname").asText())
                .put("lastName", customer.path("lastname").asText());
        ObjectNode identifier = request.putArray("identifiers")
                .addObject()
                .put("type", "email")
                .put("id", customer.path("email").asText())
                .put("sendWelcomeMessage", false);
        identifier
                .putObject("channels")
                .putObject("email")
                .put("status", status)
                .put("statusChangedAt", "2026-01-15T10:00:00Z");
        return request;
    }

    @Override
    public void close() {
        automation.close();
    }
}
