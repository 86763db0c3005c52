package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Salesforce's REST paths below {@code services/data}. Not thread-safe. */
final class SalesforceApi {
    private final Org org;
    private final Sessions sessions;
    private final ApiUsage usage;
    private final Queries queries;
    private final Collections collections;
    private final SalesforceJobs jobs;
    private boolean detectDuplicates;

    SalesforceApi(Org org, Sessions sessions, ApiUsage usage, Faults faults, boolean detectDuplicates) {
        this.org = org;
        this.sessions = sessions;
        this.usage = usage;
        this.queries = new Queries();
        this.collections = new Collections(org, faults);
        this.jobs = new SalesforceJobs(org, faults);
        this.detectDuplicates = detectDuplicates;
    }

    void detectDuplicates(boolean on) {
        detectDuplicates = on;
    }

    boolean detectDuplicates() {
        return detectDuplicates;
    }

    /** How ingest jobs shall run from now on. */
    Reply order(ObjectNode json) {
        return jobs.order(json);
    }

    /** What somebody does at a screen: {@code people/sobjects/...}, without a session. */
    Reply person(Call call) {
        String below = call.rawPath().substring(call.base().length() + "/people".length());
        String before = org.actor;
        org.actor = org.person;
        try {
            return route(call.sub(call.method(), "/services/data/v67.0" + below, call.body()));
        } finally {
            org.actor = before;
        }
    }

    Reply answer(Call call) {
        if (call.path().size() == 2) {
            return versions();
        }
        sessions.check(call);
        usage.take();
        return route(call);
    }

    private Reply route(Call call) {
        String version = call.segment(2);
        if (!call.segment(0).equals("services")
                || !call.segment(1).equals("data")
                || !version.matches("v[3-6]\\d\\.0")) {
            throw SError.notFound();
        }
        List<String> rest = call.path().subList(3, call.path().size());
        String resource = call.segment(3);
        if (resource.equals("sobjects") && rest.size() > 1) {
            return sobjects(call, rest, version);
        }
        if (resource.equals("jobs") && call.segment(4).equals("ingest")) {
            return jobs.answer(call, rest.subList(2, rest.size()), version, writer(call));
        }
        if (resource.equals("composite") && call.method().equals("PATCH") && rest.size() == 4) {
            STable table = table(rest.get(2));
            return collections.upsert(call, table, key(table, rest.get(3)), writer(call));
        }
        return switch (call.method() + " " + String.join("/", rest)) {
            case "PATCH composite/sobjects" -> collections.update(call, writer(call));
            case "GET " -> resources(version);
            case "GET limits" -> Reply.json(200, usage.toJson());
            case "GET sobjects" -> describeAll();
            case "GET query" -> queries.first(org, call, version, false);
            case "GET queryAll" -> queries.first(org, call, version, true);
            case "POST composite" -> new Composite(org, this::route).run(call);
            default -> {
                if (resource.equals("query") && rest.size() == 2) {
                    yield queries.next(rest.get(1), version);
                }
                throw SError.notFound();
            }
        };
    }

    private Reply sobjects(Call call, List<String> rest, String version) {
        STable table = table(rest.get(1));
        SingleRows rows = new SingleRows(table, writer(call), org, version);
        if (rest.size() == 2) {
            return switch (call.method()) {
                case "POST" -> rows.create(call);
                case "GET" -> {
                    ObjectNode json = Json.object();
                    json.set("objectDescribe", table.type.describe(false));
                    json.putArray("recentItems");
                    yield Reply.json(200, json);
                }
                default -> throw notAllowed(call);
            };
        }
        if (rest.size() == 3) {
            if (rest.get(2).equals("describe")) {
                return Reply.json(200, table.type.describe(true));
            }
            return rows.byId(call, rest.get(2));
        }
        if (rest.size() == 4) {
            return rows.byKey(call, key(table, rest.get(2)), rest.get(3));
        }
        throw SError.notFound();
    }

    private RowWriter writer(Call call) {
        boolean allowed = call.header("Sforce-Duplicate-Rule-Header")
                .map(header -> header.replace(" ", "").contains("allowSave=true"))
                .orElse(false);
        return new RowWriter(org, detectDuplicates && !allowed);
    }

    private STable table(String object) {
        return org.table(object).orElseThrow(SError::notFound);
    }

    private static int key(STable table, String field) {
        int place = table.type.place(field);
        if (place < 0 || !table.type.field(place).external()) {
            throw SError.refusal(
                    "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + field);
        }
        return place;
    }

    static Refusal notAllowed(Call call) {
        SError error = SError.of("METHOD_NOT_ALLOWED", "HTTP Method '" + call.method() + "' not allowed.");
        return new Refusal(Reply.json(405, SError.list(List.of(error))));
    }

    private static Reply versions() {
        ArrayNode versions = Json.array();
        for (String[] version : new String[][] {{"Spring '26", "66.0"}, {"Summer '26", "67.0"}}) {
            versions.addObject()
                    .put("label", version[0])
                    .put("url", "/services/data/v" + version[1])
                    .put("version", version[1]);
        }
        return Reply.json(200, versions);
    }

    private static Reply resources(String version) {
        ObjectNode json = Json.object();
        for (String name : List.of("sobjects", "query", "composite", "limits")) {
            json.put(name, "/services/data/" + version + "/" + name);
        }
        return Reply.json(200, json);
    }

    private Reply describeAll() {
        ObjectNode json = Json.object().put("encoding", "UTF-8").put("maxBatchSize", 200);
        ArrayNode list = json.putArray("sobjects");
        org.schema.all().forEach(type -> list.add(type.describe(false)));
        return Reply.json(200, json);
    }
}
