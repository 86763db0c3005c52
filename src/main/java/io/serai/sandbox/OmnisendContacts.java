package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** The contacts of an Omnisend: found by e-mail address, listed by cursors. Not thread-safe: {@link Omnisend} guards it. */
final class OmnisendContacts {
    private static final Set<String> QUERY = Set.of(
            "limit",
            "after",
            "before",
            "sort",
            "direction",
            "email",
            "phone",
            "status",
            "segmentID",
            "tag",
            "updatedAtFrom");
    private static final List<String> FILTERS = List.of("email", "phone", "status", "segmentID", "tag");
    private static final int LARGEST_PAGE = 250;
    private static final int MOST_SELECTED = 250;

    private final Map<String, OmnisendContact> byId = new LinkedHashMap<>();
    private final Map<String, OmnisendContact> byEmail = new LinkedHashMap<>();
    private final Map<String, OmnisendContact> byPhone = new LinkedHashMap<>();
    private final Clock clock;
    private final BiConsumer<OmnisendContact, String> mail;

    /** @param mail hears of each mail that Omnisend would send: to whom, and which */
    OmnisendContacts(Clock clock, BiConsumer<OmnisendContact, String> mail) {
        this.clock = clock;
        this.mail = mail;
    }

    Collection<OmnisendContact> all() {
        return byId.values();
    }

    String now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    Optional<OmnisendContact> byEmail(String email) {
        return Optional.ofNullable(byEmail.get(email.toLowerCase(Locale.ROOT)));
    }

    OmnisendContact get(String id) {
        OmnisendContact contact = byId.get(id);
        if (contact == null) {
            throw OmnisendProblems.refusal(404, "Contact not found");
        }
        return contact;
    }

    /** 201 for a new one, 200 for one that had this e-mail address. */
    Reply upsert(JsonNode request) {
        OmnisendContact.check(request);
        String email = identifier(request, "email");
        String phone = identifier(request, "phone");
        if (email.isEmpty() && phone.isEmpty()) {
            throw OmnisendProblems.field("identifiers", "required", "An e-mail address or a phone number is needed");
        }
        OmnisendContact known = email.isEmpty() ? byPhone.get(phone) : byEmail.get(email);
        checkFree(phone, byPhone, known);
        boolean created = known == null;
        OmnisendContact contact =
                created ? new OmnisendContact(String.format("%024x", 0x5f92cbf10000L + byId.size()), now()) : known;
        write(contact, request);
        return Reply.json(created ? 201 : 200, contact.toJson());
    }

    Reply patch(OmnisendContact contact, JsonNode request) {
        OmnisendContact.check(request);
        checkFree(identifier(request, "email"), byEmail, contact);
        checkFree(identifier(request, "phone"), byPhone, contact);
        write(contact, request);
        return Reply.json(200, contact.toJson());
    }

    private static void checkFree(String value, Map<String, OmnisendContact> holders, OmnisendContact own) {
        OmnisendContact holder = holders.get(value);
        if (!value.isEmpty() && holder != null && holder != own) {
            throw OmnisendProblems.refusal(409, "Contact identifier already exists");
        }
    }

    private void write(OmnisendContact contact, JsonNode request) {
        byEmail.values().remove(contact);
        byPhone.values().remove(contact);
        boolean welcome = contact.apply(request, now());
        byId.put(contact.id, contact);
        if (contact.email() != null) {
            byEmail.put(contact.email(), contact);
        }
        if (contact.phone() != null) {
            byPhone.put(contact.phone(), contact);
        }
        if (welcome) {
            mail.accept(contact, "welcome");
        }
    }

    private static String identifier(JsonNode request, String type) {
        for (JsonNode identifier : request.path("identifiers")) {
            if (identifier.path("type").asText().equals(type)) {
                return identifier.path("id").asText().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    Reply list(Call call) {
        Map<String, String> query = call.query();
        query.keySet().stream()
                .filter(name -> !QUERY.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw OmnisendProblems.field(name, "unknown_parameter", "Unknown query parameter");
                });
        if (query.containsKey("updatedAtFrom") && FILTERS.stream().anyMatch(query::containsKey)) {
            throw OmnisendProblems.field("updatedAtFrom", "invalid_combination", "Cannot be combined with a filter");
        }
        if (query.containsKey("tag") && query.containsKey("status")) {
            throw OmnisendProblems.field("tag", "invalid_combination", "Cannot be combined with status");
        }
        int limit = limit(query.getOrDefault("limit", "100"));
        boolean byUpdate = query.getOrDefault("sort", "createdAt").equals("updatedAt");
        boolean ascending = query.getOrDefault("direction", "desc").equals("asc");
        Comparator<OmnisendContact> order = Comparator.comparing(contact -> key(contact, byUpdate));
        List<OmnisendContact> found = byId.values().stream()
                .filter(contact -> matches(contact, query))
                .sorted(ascending ? order : order.reversed())
                .toList();
        String after = query.containsKey("after") ? decoded(query.get("after")) : null;
        List<OmnisendContact> rest = found.stream()
                .filter(contact -> after == null || beyond(key(contact, byUpdate), after, ascending))
                .toList();
        List<OmnisendContact> page = rest.subList(0, Math.min(limit, rest.size()));
        ObjectNode json = Json.object();
        ArrayNode contacts = json.putArray("contacts");
        page.forEach(contact -> contacts.add(contact.toJson()));
        ObjectNode paging = json.putObject("paging").put("limit", limit).put("hasMore", rest.size() > page.size());
        ObjectNode cursors = paging.putObject("cursors");
        cursors.put("after", page.isEmpty() ? "" : encoded(key(page.get(page.size() - 1), byUpdate)));
        cursors.put("before", page.isEmpty() ? "" : encoded(key(page.get(0), byUpdate)));
        return Reply.json(200, json);
    }

    private static boolean matches(OmnisendContact contact, Map<String, String> query) {
        String from = query.get("updatedAtFrom");
        if (from != null) {
            OmnisendContact.checkTime(from, "updatedAtFrom");
            return !OffsetDateTime.parse(contact.updatedAt()).isBefore(OffsetDateTime.parse(from));
        }
        String email = query.getOrDefault("email", "");
        String status = query.getOrDefault("status", "");
        return (email.isEmpty() || email.equalsIgnoreCase(contact.email()))
                && (status.isEmpty() || status.equals(contact.status("email")));
    }

    private static int limit(String text) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > LARGEST_PAGE) {
            throw OmnisendProblems.field("limit", "out_of_range", "Must be 1 to 250");
        }
        return Integer.parseInt(text);
    }

    /** Sorts like (time, id). */
    private static String key(OmnisendContact contact, boolean byUpdate) {
        String time = byUpdate
                ? contact.updatedAt()
                : contact.toJson().path("createdAt").asText();
        return String.format("%020d", OffsetDateTime.parse(time).toInstant().toEpochMilli()) + "/" + contact.id;
    }

    private static boolean beyond(String key, String after, boolean ascending) {
        return ascending ? key.compareTo(after) > 0 : key.compareTo(after) < 0;
    }

    private static String encoded(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw OmnisendProblems.field("after", "invalid_format", "Unknown cursor");
        }
    }

    /** Who is not known is passed over silently. */
    Reply tag(JsonNode request, boolean add) {
        if (request.path("tags").isEmpty()) {
            throw OmnisendProblems.field("tags", "required", "At least one tag");
        }
        for (String selector : List.of("contactIDs", "emails", "phones")) {
            if (request.path(selector).size() > MOST_SELECTED) {
                throw OmnisendProblems.field(selector, "too_many", "At most 250");
            }
        }
        request.path("contactIDs").forEach(id -> tag(byId.get(id.asText()), request, add));
        request.path("emails")
                .forEach(email -> tag(byEmail.get(email.asText().toLowerCase(Locale.ROOT)), request, add));
        request.path("phones").forEach(phone -> tag(byPhone.get(phone.asText()), request, add));
        return Reply.empty(202);
    }

    private void tag(OmnisendContact contact, JsonNode request, boolean add) {
        if (contact != null) {
            contact.tag(request.path("tags"), add, now());
        }
    }
}
