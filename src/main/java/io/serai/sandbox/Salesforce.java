package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;

/** The double of one Salesforce organisation: guards its data, and tells apart what is asked of it. */
final class Salesforce implements Vendor {
    private final Calls calls = new Calls();
    private final SandboxOptions options;
    private final Clock clock;
    private final Faults faults;
    private Org org;
    private Sessions sessions;
    private ApiUsage usage;
    private SalesforceApi api;

    Salesforce(SandboxOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        faults = new Faults(clock);
        reset(false);
    }

    @Override
    public boolean owns(Call call) {
        return call.segment(0).equals("services");
    }

    @Override
    public synchronized Reply answer(Call call) {
        if (call.segment(1).equals("oauth2")) {
            return sessions.answer(call, org.user);
        }
        Reply reply;
        try {
            reply = api.answer(call);
        } catch (Refusal e) {
            reply = e.reply();
        }
        return reply.with("Sforce-Limit-Info", usage.header());
    }

    @Override
    public synchronized Reply control(Call call) {
        String what = call.segment(0);
        return switch (what) {
            case "stats" -> stats();
            case "options" -> change(Controls.body(call));
            case "jwt-key" -> register(Controls.body(call));
            case "fields" -> extend(Controls.body(call));
            case "people" -> api.person(call);
            case "jobs" -> api.order(Controls.body(call));
            case "merge" -> new SalesforceMerge(org).run(Controls.body(call));
            case "history" -> new Inspection(org).history(table(call.segment(1)), call);
            default -> new Inspection(org).list(table(what), call);
        };
    }

    @Override
    public synchronized Reply error(int status) {
        SError error = switch (status) {
            case 401 -> SError.of("INVALID_SESSION_ID", "Session expired or invalid");
            case 403 -> SError.of("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
            case 404 -> SError.of("NOT_FOUND", "The requested resource does not exist");
            case 503 -> SError.of("SERVER_UNAVAILABLE", "We are down for maintenance.");
            case 400 ->
                SError.of("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records");
            default -> SError.of("UNKNOWN_EXCEPTION", "An unexpected error occurred.");
        };
        return Reply.json(status, SError.list(List.of(error))).with("Sforce-Limit-Info", usage.header());
    }

    @Override
    public synchronized void expireSessions() {
        sessions.expire();
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
        org = new Org(options, clock);
        sessions = sessions == null ? new Sessions(options.salesforceAccess(), clock) : sessions;
        usage = new ApiUsage(options.dailyLimit(), clock);
        api = new SalesforceApi(org, sessions, usage, faults, options.detectDuplicates());
    }

    @Override
    public void close() {
        // Holds nothing but memory.
    }

    private STable table(String object) {
        return org.table(object)
                .orElseThrow(() -> new Refusal(Reply.refused(
                        404,
                        "expected services, people, merge, jobs, stats, history/<object>, options, jwt-key, fields, fail or one of "
                                + org.tables().keySet())));
    }

    private Reply stats() {
        ObjectNode json = Json.object().put("callsTotal", calls.total());
        json.set("calls", calls.toJson());
        json.set("rows", new Inspection(org).stats());
        json.set("limits", usage.toJson());
        return Reply.json(200, json);
    }

    private Reply change(ObjectNode json) {
        if (json.has("dailyLimit")) {
            usage.max(json.path("dailyLimit").asLong());
        }
        api.detectDuplicates(json.path("detectDuplicates").asBoolean(api.detectDuplicates()));
        return Reply.json(200, json);
    }

    /** {@code {"publicKey":"-----BEGIN PUBLIC KEY-----..."}}. */
    private Reply register(ObjectNode json) {
        try {
            sessions.register(json.path("publicKey").asText());
            return Reply.json(200, Json.object().put("registered", true));
        } catch (IllegalArgumentException e) {
            return Reply.refused(400, e.getMessage());
        }
    }

    /** {@code {"object":"Contact","fields":"Shoe_Size__c double"}}. */
    private Reply extend(ObjectNode json) {
        try {
            org.schema.extend(json.path("object").asText(), json.path("fields").asText());
            return Reply.json(200, json);
        } catch (IllegalArgumentException e) {
            return Reply.refused(400, e.getMessage());
        }
    }
}
