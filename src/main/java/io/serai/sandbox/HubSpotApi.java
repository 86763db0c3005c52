package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.sandbox.HubSpotEvents.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tells apart what is asked of a HubSpot. The version may stand before or behind {@code objects}: v3, or a date. */
final class HubSpotApi {
    private final HubSpotCrm crm;
    private final HubSpotAssociations associations;
    private final HubSpotSubscriptions subscriptions;
    private final Faults faults;

    HubSpotApi(HubSpotCrm crm, HubSpotAssociations associations, HubSpotSubscriptions subscriptions, Faults faults) {
        this.crm = crm;
        this.associations = associations;
        this.subscriptions = subscriptions;
        this.faults = faults;
    }

    static boolean isSearch(Call call) {
        return call.path().size() > 1 && call.segment(call.path().size() - 1).equals("search");
    }

    Reply answer(Call call, Origin by) {
        if (call.segment(0).equals("communication-preferences")) {
            return subscriptions.answer(call, by);
        }
        List<String> path = new ArrayList<>(call.path().subList(1, call.path().size()));
        path.removeIf(segment -> segment.matches("v\\d|20\\d\\d-\\d\\d"));
        String family = path.isEmpty() ? "" : path.remove(0);
        return switch (family) {
            case "objects" -> objects(call, path, by);
            case "associations" -> associations(call, path, by);
            case "properties" -> properties(call, path);
            case "owners" -> Reply.json(200, owners());
            case "pipelines" ->
                Reply.json(200, HubSpotPipelines.of(type(at(path, 0)).name()));
            default -> HubSpotErrors.of(404);
        };
    }

    private Reply objects(Call call, List<String> path, Origin by) {
        HubSpotSchema.Type type = type(at(path, 0));
        String what = at(path, 1);
        if (at(path, 2).equals("associations")
                && path.size() == 6
                && call.method().equals("PUT")) {
            if (!associations.associate(type, what, type(at(path, 4)), at(path, 5), by)) {
                throw HubSpotErrors.notFound();
            }
            return HubSpotBatch.complete(Json.array(), Json.array(), 200);
        }
        boolean post = call.method().equals("POST");
        if (what.isEmpty()) {
            return post ? create(type, call, by) : list(type, call);
        }
        return switch (what) {
            case "batch" -> new HubSpotBatch(crm, type, by, () -> faults.forRow(call)).answer(at(path, 2), body(call));
            case "search" -> Reply.json(200, new HubSpotSearch(crm, type).answer(body(call)));
            case "merge" -> merge(type, body(call), by);
            case "gdpr-delete" -> forget(type, body(call), by);
            default -> one(type, what, call, by);
        };
    }

    private Reply create(HubSpotSchema.Type type, Call call, Origin by) {
        Map<String, String> values = HubSpotValues.read(type, body(call).path("properties"));
        return Reply.json(201, crm.create(type, values, by).show(values.keySet()));
    }

    private Reply one(HubSpotSchema.Type type, String id, Call call, Origin by) {
        Optional<HubSpotObject> found = crm.find(type, call.query("idProperty").orElse(""), id);
        HubSpotObject object = found.orElseThrow(HubSpotErrors::notFound);
        return switch (call.method()) {
            case "GET" -> Reply.json(200, object.show(wanted(call)));
            case "PATCH" -> {
                Map<String, String> values = HubSpotValues.read(type, body(call).path("properties"));
                crm.update(type, object, values, by);
                yield Reply.json(200, object.show(values.keySet()));
            }
            case "DELETE" -> {
                crm.archive(type, object, by);
                yield Reply.empty(204);
            }
            default -> HubSpotErrors.of(405);
        };
    }

    private Reply list(HubSpotSchema.Type type, Call call) {
        int limit = Integer.parseInt(call.query("limit").orElse("10"));
        long after = Long.parseLong(call.query("after").orElse("0"));
        List<HubSpotObject> page = crm.live(type).stream()
                .filter(object -> object.id > after)
                .limit(limit + 1L)
                .toList();
        ObjectNode json = Json.object();
        ArrayNode results = json.putArray("results");
        page.stream().limit(limit).forEach(object -> results.add(object.show(wanted(call))));
        if (page.size() > limit) {
            json.putObject("paging").putObject("next").put("after", Long.toString(page.get(limit - 1).id));
        }
        return Reply.json(200, json);
    }

    private Reply merge(HubSpotSchema.Type type, ObjectNode body, Origin by) {
        HubSpotObject primary =
                crm.find(type, "", body.path("primaryObjectId").asText()).orElseThrow(HubSpotErrors::notFound);
        HubSpotObject other =
                crm.find(type, "", body.path("objectIdToMerge").asText()).orElseThrow(HubSpotErrors::notFound);
        if (primary == other) {
            throw HubSpotErrors.invalid("An object cannot be merged with itself");
        }
        return Reply.json(200, crm.merge(type, primary, other, by).show(List.of("email")));
    }

    private Reply forget(HubSpotSchema.Type type, ObjectNode body, Origin by) {
        String property = body.path("idProperty").asText("");
        String id = body.path("objectId").asText();
        crm.find(type, property, id).ifPresentOrElse(object -> crm.forget(type, object, by), () -> {
            if (property.equals("email")) {
                crm.block(id);
            }
        });
        return Reply.empty(204);
    }

    private Reply associations(Call call, List<String> path, Origin by) {
        String what = String.join("/", path.subList(Math.min(3, path.size()), path.size()));
        if (!at(path, 2).equals("batch")
                || !List.of("read", "create", "associate/default").contains(what)) {
            return HubSpotErrors.of(404);
        }
        return associations.batch(
                type(at(path, 0)), type(at(path, 1)), what, body(call).path("inputs"), by);
    }

    private Reply properties(Call call, List<String> path) {
        HubSpotSchema.Type type = type(at(path, 0));
        if (call.method().equals("POST")) {
            crm.schema.define(type, body(call));
            return Reply.json(201, body(call));
        }
        ArrayNode results = Json.array();
        new TreeMap<>(type.properties())
                .values()
                .forEach(property -> results.addObject()
                        .put("name", property.name())
                        .put("type", property.type())
                        .put("hasUniqueValue", property.unique()));
        return Reply.json(200, Json.object().set("results", results));
    }

    private static ObjectNode owners() {
        ObjectNode json = Json.object();
        json.putArray("results")
                .addObject()
                .put("id", "71")
                .put("email", "sales@sandbox.example")
                .put("firstName", "Sam")
                .put("lastName", "Sales")
                .put("userId", 7)
                .put("archived", false);
        return json;
    }

    private HubSpotSchema.Type type(String name) {
        return crm.schema
                .type(name)
                .orElseThrow(() -> HubSpotErrors.invalid("Unable to infer object type from: " + name));
    }

    private static String at(List<String> path, int index) {
        return index < path.size() ? path.get(index) : "";
    }

    private static List<String> wanted(Call call) {
        return call.query("properties").map(text -> List.of(text.split(","))).orElse(List.of("email"));
    }

    private static ObjectNode body(Call call) {
        return Json.parse(call.body()).orElseThrow(() -> HubSpotErrors.invalid("Invalid input JSON"));
    }
}
