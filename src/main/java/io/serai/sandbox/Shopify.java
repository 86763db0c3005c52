package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/** The double of a Shopify: its REST Admin API with cursor pages in the Link header, and its webhooks. */
final class Shopify extends Storefront {
    private static final String TOKEN = "sandbox-shopify-token";
    private static final int LARGEST_PAGE = 250;
    private static final int BUCKET = 40;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_OFFSET_DATE_TIME;
    private static final ZoneOffset ZONE = ZoneOffset.ofHours(1);

    Shopify(String name, SandboxOptions options, Vertx vertx, Clock clock) {
        super(name, options, vertx, clock);
    }

    @Override
    public boolean owns(Call call) {
        return call.segment(0).equals("admin");
    }

    @Override
    Optional<Reply> refuse(Call call) {
        boolean known = call.header("X-Shopify-Access-Token").orElse("").equals(TOKEN);
        return known ? Optional.empty() : Optional.of(error(401));
    }

    @Override
    public Reply error(int status) {
        return switch (status) {
            case 401 -> problem(401, "[API] Invalid API key or access token (unrecognized login or wrong password)");
            case 429 ->
                problem(
                                429,
                                "Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service.")
                        .with("Retry-After", "2.0");
            case 404 -> problem(404, "Not Found");
            default -> problem(status, "Internal Server Error");
        };
    }

    private static Reply problem(int status, String text) {
        return Reply.json(status, Json.object().put("errors", text));
    }

    @Override
    Reply api(Call call) {
        String resource = call.segment(3).replace(".json", "");
        if (!call.segment(1).equals("api") || !call.segment(2).matches("20\\d\\d-\\d\\d") || !known(resource)) {
            return error(404);
        }
        String id = call.segment(4).replace(".json", "");
        Reply reply = switch (call.method() + (id.isEmpty() ? "" : " id")) {
            case "GET" -> list(resource, call);
            case "POST" -> post(resource, given(resource, call));
            case "GET id" ->
                find(resource, id).map(held -> one(200, resource, held)).orElseGet(() -> error(404));
            case "PUT id" ->
                find(resource, id)
                        .map(held -> one(200, resource, update(resource, held, given(resource, call))))
                        .orElseGet(() -> error(404));
            case "DELETE id" -> remove(resource, id);
            default -> error(406);
        };
        return reply.with("X-Shopify-Shop-Api-Call-Limit", "1/" + BUCKET);
    }

    private static boolean known(String resource) {
        return resource.equals(CUSTOMERS) || resource.equals(ORDERS);
    }

    private Reply post(String resource, ObjectNode given) {
        boolean taken = resource.equals(CUSTOMERS)
                && changed(CUSTOMERS, null).stream()
                        .anyMatch(held -> held.json().path("email").equals(given.path("email")));
        if (taken) {
            ObjectNode errors = Json.object();
            errors.putObject("errors").putArray("email").add("has already been taken");
            return Reply.json(422, errors);
        }
        return one(201, resource, create(resource, given));
    }

    private Reply remove(String resource, String id) {
        Optional<Held> found = find(resource, id);
        found.ifPresent(held -> delete(resource, held));
        return found.isPresent() ? Reply.json(200, Json.object()) : error(404);
    }

    /** A page names the next one by a cursor, beside which no filter may stand. */
    private Reply list(String resource, Call call) {
        int limit = Integer.parseInt(call.query("limit").orElse("50"));
        Optional<String> cursor = call.query("page_info");
        if (limit > LARGEST_PAGE
                || cursor.isPresent() && call.query("updated_at_min").isPresent()) {
            return problem(400, "page_info: Invalid value.");
        }
        String[] place = cursor.map(Shopify::decoded)
                .orElse(call.query("updated_at_min").orElse("") + "|0")
                .split("\\|");
        List<Held> all;
        try {
            all = changed(
                    resource,
                    place[0].isEmpty() ? null : OffsetDateTime.parse(place[0]).toInstant());
        } catch (DateTimeException e) {
            return problem(400, "updated_at_min: Invalid value.");
        }
        // the newest first: the order of pages is not promised
        List<Held> newest = new java.util.ArrayList<>(all);
        java.util.Collections.reverse(newest);
        int start = Integer.parseInt(place[1]);
        ObjectNode json = Json.object();
        ArrayNode items = json.putArray(resource);
        newest.stream().skip(start).limit(limit).forEach(held -> items.add(held.json()));
        Reply reply = Reply.json(200, json);
        if (start + limit >= newest.size()) {
            return reply;
        }
        String next = Base64.getUrlEncoder()
                .encodeToString((place[0] + "|" + (start + limit)).getBytes(StandardCharsets.UTF_8));
        return reply.with(
                "Link",
                "<" + call.origin() + call.rawPath() + "?limit=" + limit + "&page_info=" + next + ">; rel=\"next\"");
    }

    private static String decoded(String cursor) {
        return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    }

    private static ObjectNode given(String resource, Call call) {
        return Json.parse(call.body())
                .filter(body -> body.path(singular(resource)).isObject())
                .map(body -> (ObjectNode) body.get(singular(resource)))
                .orElseThrow(() ->
                        new Refusal(problem(400, "Required parameter missing or invalid: " + singular(resource))));
    }

    private static Reply one(int status, String resource, Held held) {
        return Reply.json(status, Json.object().set(singular(resource), held.json()));
    }

    private static String singular(String resource) {
        return resource.substring(0, resource.length() - 1);
    }

    @Override
    ObjectNode customer(Shopper shopper) {
        ObjectNode json = Json.object().put("email", shopper.email());
        json.put("first_name", shopper.first()).put("last_name", shopper.last());
        json.put("phone", (String) null).put("state", "enabled").put("currency", "EUR");
        json.set("default_address", address(shopper));
        ObjectNode consent = json.putObject("email_marketing_consent");
        consent.put(
                "state",
                shopper.marketing() == null ? "not_subscribed" : shopper.marketing() ? "subscribed" : "unsubscribed");
        consent.put("opt_in_level", "single_opt_in")
                .put("consent_updated_at", shopper.marketing() == null ? null : "2026-02-01T08:00:00+01:00");
        return json.putNull("sms_marketing_consent");
    }

    private static ObjectNode address(Shopper shopper) {
        return Json.object()
                .put("first_name", shopper.first())
                .put("last_name", shopper.last())
                .put("company", (String) null)
                .put("address1", shopper.street())
                .put("address2", "")
                .put("city", shopper.city())
                .put("zip", shopper.postcode())
                .put("country_code", shopper.country())
                .put("phone", shopper.phone());
    }

    @Override
    ObjectNode order(Shopper shopper, Purchase purchase) {
        ObjectNode json =
                Json.object().put("name", "#" + (1001 + changed(ORDERS, null).size()));
        json.put("email", shopper.email()).put("financial_status", "paid").putNull("fulfillment_status");
        json.putNull("cancelled_at").put("currency", "EUR").put("customer_locale", "de");
        if (shopper.id() == 0) {
            json.putNull("customer");
        } else {
            json.putObject("customer").put("id", shopper.id()).put("email", shopper.email());
        }
        ObjectNode line = json.putArray("line_items").addObject().put("id", 1);
        line.put("sku", purchase.product().sku())
                .put("title", purchase.product().name());
        line.put("name", purchase.product().name()).put("quantity", purchase.quantity());
        line.put("price", purchase.price().toString()).put("total_discount", "0.00");
        json.put("subtotal_price", purchase.net().toString())
                .put("total_tax", purchase.tax().toString());
        json.put("total_discounts", "0.00").put("total_price", purchase.gross().toString());
        json.put("total_outstanding", "0.00").putArray("discount_codes");
        json.putObject("total_shipping_price_set")
                .putObject("shop_money")
                .put("amount", "0.00")
                .put("currency_code", "EUR");
        json.putArray("payment_gateway_names").add("shopify_payments");
        json.set("billing_address", address(shopper));
        json.set("shipping_address", address(shopper));
        return json;
    }

    /** With the shop's offset. */
    @Override
    void stamp(ObjectNode json, Instant now, boolean made) {
        String time = TIME.format(now.atOffset(ZONE));
        if (made) {
            json.put("created_at", time);
        }
        if (made && json.has("line_items")) {
            json.put("processed_at", time);
        }
        json.put("updated_at", time);
    }

    @Override
    ObjectNode edit(String resource, ObjectNode known, SplittableRandom dice) {
        if (resource.equals(ORDERS)) {
            return Json.object().put("fulfillment_status", "fulfilled");
        }
        ObjectNode address = known.path("default_address").deepCopy();
        return Json.object().set("default_address", address.put("address1", Place.DE.street(dice)));
    }

    @Override
    void tell(String resource, String verb, Held held) {
        String topic = resource + "/"
                + switch (verb) {
                    case "created" -> "create";
                    case "deleted" -> "delete";
                    default -> resource.equals(ORDERS) ? "updated" : "update";
                };
        byte[] body = Json.write(verb.equals("deleted") ? Json.object().put("id", held.id()) : held.json());
        push(topic, body, held.changed());
        if (verb.equals("deleted") && resource.equals(CUSTOMERS)) {
            ObjectNode redact = Json.object().put("shop_id", 1).put("shop_domain", "sandbox.myshopify.com");
            redact.putObject("customer")
                    .put("id", held.id())
                    .set("email", held.json().path("email"));
            push("customers/redact", Json.write(redact.set("orders_to_redact", Json.array())), held.changed());
        }
    }

    private void push(String topic, byte[] body, Instant at) {
        Map<String, String> fixed = new LinkedHashMap<>();
        fixed.put("Content-Type", "application/json");
        fixed.put("X-Shopify-Topic", topic);
        fixed.put("X-Shopify-Shop-Domain", "sandbox.myshopify.com");
        fixed.put("X-Shopify-API-Version", "2026-01");
        fixed.put("X-Shopify-Webhook-Id", UUID.randomUUID().toString());
        fixed.put("X-Shopify-Event-Id", UUID.randomUUID().toString());
        fixed.put("X-Shopify-Triggered-At", at.toString());
        webhooks.offer(
                body,
                (bytes, now) -> {
                    Map<String, String> headers = new LinkedHashMap<>(fixed);
                    headers.put(
                            "X-Shopify-Hmac-Sha256",
                            WebhookSignature.ofBody(webhooks.options().secret(), bytes));
                    return headers;
                },
                8);
    }
}
