package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One contact of an Omnisend. Not thread-safe: {@link Omnisend} guards it. */
final class OmnisendContact {
    static final String SUBSCRIBED = "subscribed";
    private static final Set<String> STATUSES = Set.of(SUBSCRIBED, "unsubscribed", "nonSubscribed");
    private static final int MOST_TAGS = 100;
    private static final Set<String> PLAIN = Set.of(
            "firstName",
            "lastName",
            "gender",
            "birthdate",
            "address",
            "city",
            "state",
            "postalCode",
            "country",
            "countryCode");

    final String id;
    private final String createdAt;
    private final ObjectNode plain = Json.object();
    private final ObjectNode custom = Json.object();
    private final Set<String> tags = new TreeSet<>();
    private final Map<String, ObjectNode> channels = new LinkedHashMap<>();
    private final ArrayNode consents = Json.array();
    private String email;
    private String phone;
    private String updatedAt;

    OmnisendContact(String id, String now) {
        this.id = id;
        createdAt = now;
        updatedAt = now;
    }

    String email() {
        return email;
    }

    String phone() {
        return phone;
    }

    String updatedAt() {
        return updatedAt;
    }

    String status(String channel) {
        ObjectNode known = channels.get(channel);
        return known == null ? "nonSubscribed" : known.path("status").asText();
    }

    /** Takes a request's members over; says whether Omnisend would welcome the person now. */
    boolean apply(JsonNode request, String now) {
        updatedAt = now;
        PLAIN.forEach(name -> {
            if (request.has(name)) {
                plain.set(name, request.get(name));
            }
        });
        if (request.path("customProperties") instanceof ObjectNode more) {
            custom.setAll(more);
        }
        if (request.has("createdAt")) {
            custom.set("externalCreated", request.get("createdAt"));
        }
        request.path("tags").forEach(tag -> tags.add(tag.asText()));
        boolean welcome = false;
        for (JsonNode identifier : request.path("identifiers")) {
            welcome |= identify(identifier, now);
        }
        return welcome;
    }

    private boolean identify(JsonNode identifier, String now) {
        boolean byMail = identifier.path("type").asText().equals("email");
        String value = identifier.path("id").asText();
        if (byMail) {
            email = value.toLowerCase(Locale.ROOT);
        } else {
            phone = value;
        }
        String channel = byMail ? "email" : "sms";
        boolean before = status(channel).equals(SUBSCRIBED);
        JsonNode wish = identifier.path("channels").path(channel);
        if (wish.has("status")) {
            status(
                    channel,
                    wish.path("status").asText(),
                    wish.path("statusChangedAt").asText(now));
        } else {
            channels.computeIfAbsent(channel, key -> channel(key, "nonSubscribed", now));
        }
        if (identifier.path("consent") instanceof ObjectNode consent) {
            ObjectNode kept = Json.object().put("channel", channel).setAll(consent);
            consents.add(kept.has("createdAt") ? kept : kept.put("createdAt", now));
        }
        boolean wanted = identifier.path("sendWelcomeMessage").asBoolean(true);
        return wanted && !before && status(channel).equals(SUBSCRIBED);
    }

    void status(String channel, String status, String at) {
        channels.put(channel, channel(channel, status, at));
    }

    void touch(String now) {
        updatedAt = now;
    }

    void tag(JsonNode names, boolean add, String now) {
        names.forEach(name -> {
            if (add) {
                tags.add(name.asText());
            } else {
                tags.remove(name.asText());
            }
        });
        updatedAt = now;
    }

    private static ObjectNode channel(String channel, String status, String at) {
        return Json.object().put("channel", channel).put("status", status).put("statusChangedAt", at);
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object().put("id", id);
        json.setAll(plain);
        json.put("email", email);
        ArrayNode phones = json.putArray("phone");
        if (phone != null) {
            phones.add(phone);
        }
        json.put("status", status("email"));
        ArrayNode statuses = json.putArray("statuses");
        ArrayNode optIns = json.putArray("optIns");
        channels.values().forEach(channel -> {
            statuses.add(channel.deepCopy());
            if (channel.path("status").asText().equals(SUBSCRIBED)) {
                optIns.addObject()
                        .put("channel", channel.path("channel").asText())
                        .put("optInAt", channel.path("statusChangedAt").asText());
            }
        });
        json.set("consents", consents.deepCopy());
        ArrayNode names = json.putArray("tags");
        tags.forEach(names::add);
        json.set("customProperties", custom.deepCopy());
        json.putArray("segments");
        return json.put("createdAt", createdAt).put("updatedAt", updatedAt);
    }

    /** Refuses what the API refuses. */
    static void check(JsonNode request) {
        int index = 0;
        for (JsonNode identifier : request.path("identifiers")) {
            check(identifier, "identifiers." + index++ + ".");
        }
        if (request.path("tags").size() > MOST_TAGS) {
            throw OmnisendProblems.field("tags", "too_many", "At most 100 tags");
        }
        String gender = request.path("gender").asText("m");
        if (!gender.equals("m") && !gender.equals("f")) {
            throw OmnisendProblems.field("gender", "invalid_value", "Must be m or f");
        }
        if (!request.path("birthdate").asText("2000-01-01").matches("\\d{4}-\\d{2}-\\d{2}")) {
            throw OmnisendProblems.field("birthdate", "invalid_format", "Must be YYYY-MM-DD");
        }
    }

    private static void check(JsonNode identifier, String where) {
        String type = identifier.path("type").asText();
        String value = identifier.path("id").asText();
        boolean good = type.equals("email")
                ? value.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")
                : type.equals("phone") && value.matches("\\+[1-9]\\d{6,14}");
        if (!good) {
            throw OmnisendProblems.field(where + "id", "invalid_format", "Must be a valid " + type);
        }
        identifier.path("channels").properties().forEach(channel -> {
            JsonNode wish = channel.getValue();
            if (!STATUSES.contains(wish.path("status").asText())) {
                throw OmnisendProblems.field(
                        where + "channels." + channel.getKey() + ".status",
                        "invalid_value",
                        "Must be one of " + STATUSES);
            }
            checkTime(
                    wish.path("statusChangedAt").asText(""),
                    where + "channels." + channel.getKey() + ".statusChangedAt");
        });
    }

    static void checkTime(String text, String where) {
        if (text.isEmpty()) {
            return;
        }
        try {
            OffsetDateTime.parse(text);
        } catch (DateTimeException e) {
            throw OmnisendProblems.field(where, "invalid_format", "Must be RFC 3339");
        }
    }
}
