package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a custom shop holds. Not thread-safe: {@link CustomShop} guards it. */
final class CustomShopGoods {
    /** Hears of every change. */
    interface Listener {
        void happened(String event, int id);
    }

    static final List<String> RESOURCES = List.of("users", "businesses", "purchases");
    private static final Map<String, String> NAMES =
            Map.of("users", "user", "businesses", "business", "purchases", "purchase");
    private static final List<String> STATES = List.of("open", "paid", "shipped");
    private static final Place PLACE = Place.DE;

    private final Map<String, TreeMap<Integer, ObjectNode>> shelves = new HashMap<>();
    private final Map<String, Integer> reads = new HashMap<>();
    private final Map<String, Integer> writes = new HashMap<>();
    private final Clock clock;
    private final Listener listener;
    private boolean quiet;

    CustomShopGoods(Clock clock, Listener listener) {
        this.clock = clock;
        this.listener = listener;
        RESOURCES.forEach(resource -> shelves.put(resource, new TreeMap<>()));
    }

    /** A past of which nobody is told. */
    void seed(SplittableRandom random) {
        quiet = true;
        for (String resource : List.of("businesses", "users", "users", "purchases")) {
            make(resource, random);
        }
        quiet = false;
    }

    ObjectNode create(String resource, ObjectNode given) {
        TreeMap<Integer, ObjectNode> shelf = shelves.get(resource);
        int id = shelf.isEmpty() ? 1 : shelf.lastKey() + 1;
        ObjectNode made = Json.object().put("id", id).setAll(given);
        if (resource.equals("purchases")) {
            made.put("number", given.path("number").asText("P-" + (10_000 + id)));
            made.put("state", given.path("state").asText("open"));
            made.put("placed_at", now());
        }
        shelf.put(id, made.put("id", id).put("created_at", now()).put("updated_at", now()));
        tell(resource, "created", id);
        return made;
    }

    /** Takes the members that are given; nothing happens when they change nothing. */
    Optional<ObjectNode> update(String resource, String id, ObjectNode given) {
        Optional<ObjectNode> found = find(resource, id);
        found.ifPresent(known -> {
            count(writes, resource, known);
            ObjectNode changed = known.deepCopy().setAll(given);
            changed.set("id", known.get("id"));
            if (changed.equals(known)) {
                return;
            }
            known.setAll(changed);
            known.put("updated_at", now());
            tell(resource, "updated", known.path("id").asInt());
        });
        return found;
    }

    Optional<ObjectNode> read(String resource, String id) {
        return find(resource, id).map(found -> count(reads, resource, found));
    }

    /** A copy, with how often it was read and written. */
    ObjectNode counted(String resource, ObjectNode entity) {
        String key = resource + "/" + entity.path("id").asText();
        return entity.deepCopy().put("_reads", reads.getOrDefault(key, 0)).put("_writes", writes.getOrDefault(key, 0));
    }

    private static ObjectNode count(Map<String, Integer> counts, String resource, ObjectNode entity) {
        counts.merge(resource + "/" + entity.path("id").asText(), 1, Integer::sum);
        return entity;
    }

    Optional<ObjectNode> find(String resource, String id) {
        return id.matches("\\d{1,9}")
                ? Optional.ofNullable(shelves.get(resource).get(Integer.valueOf(id)))
                : Optional.empty();
    }

    Stream<ObjectNode> all(String resource) {
        return shelves.get(resource).values().stream();
    }

    int size(String resource) {
        return shelves.get(resource).size();
    }

    void make(String resource, SplittableRandom random) {
        create(
                resource,
                switch (resource) {
                    case "users" -> user(random);
                    case "businesses" -> business(random);
                    default -> purchase(random);
                });
    }

    /** A user moves, or a purchase goes on. */
    void change(SplittableRandom random) {
        if (random.nextBoolean() && size("purchases") > 0) {
            String id = pick("purchases", random);
            int at = STATES.indexOf(
                    find("purchases", id).orElseThrow().path("state").asText());
            update("purchases", id, Json.object().put("state", STATES.get(Math.min(at + 1, STATES.size() - 1))));
        } else if (size("users") > 0) {
            update("users", pick("users", random), Json.object().set("address", address(random)));
        }
    }

    private ObjectNode user(SplittableRandom random) {
        String first = PLACE.firstName(random);
        String last = PLACE.lastName(random);
        ObjectNode user = Json.object().put("email", "user-" + (size("users") + 1) + "@custom-shop.example.com");
        user.put("first_name", first).put("last_name", last).put("phone", PLACE.phone(random));
        user.put("country", PLACE.country).put("locale", "de").put("active", true);
        user.put("newsletter", random.nextBoolean()).set("address", address(random));
        if (size("businesses") > 0 && random.nextInt(3) == 0) {
            user.put("business_id", Integer.parseInt(pick("businesses", random)));
            user.put("position", "Buyer");
        }
        return user;
    }

    private ObjectNode business(SplittableRandom random) {
        int number = size("businesses") + 1;
        ObjectNode business = Json.object().put("name", PLACE.lastName(random) + " GmbH " + number);
        business.put("vat_id", PLACE.vat(number * 7 + 5_000_000)).put("phone", PLACE.phone(random));
        business.put("email", "office-" + number + "@custom-shop.example.com");
        return business.set("address", address(random));
    }

    private ObjectNode purchase(SplittableRandom random) {
        int quantity = 1 + random.nextInt(3);
        BigDecimal price = BigDecimal.valueOf(1 + random.nextInt(40_000), 2);
        BigDecimal total = price.multiply(BigDecimal.valueOf(quantity));
        ObjectNode purchase = Json.object().put("currency", "EUR");
        if (size("users") > 0) {
            ObjectNode user = find("users", pick("users", random)).orElseThrow();
            purchase.set("user_id", user.get("id"));
            if (user.has("business_id")) {
                purchase.set("business_id", user.get("business_id"));
            }
        }
        ObjectNode line = purchase.putArray("lines").addObject().put("id", 1).put("sku", "MUG-1");
        line.put("title", "Mug")
                .put("quantity", quantity)
                .put("unit_price", price)
                .put("total", total);
        purchase.putObject("totals").put("net", total).put("gross", total);
        return purchase;
    }

    private static ObjectNode address(SplittableRandom random) {
        return Json.object()
                .put("street", PLACE.street(random))
                .put("zip", PLACE.postcode(random))
                .put("city", PLACE.city(random))
                .put("country", PLACE.country);
    }

    private String pick(String resource, SplittableRandom random) {
        List<Integer> ids = List.copyOf(shelves.get(resource).keySet());
        return ids.get(random.nextInt(ids.size())).toString();
    }

    private void tell(String resource, String verb, int id) {
        if (!quiet) {
            listener.happened(NAMES.get(resource) + "_" + verb, id);
        }
    }

    private String now() {
        return clock.instant().toString();
    }
}
