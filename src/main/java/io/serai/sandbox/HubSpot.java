package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.sandbox.HubSpotEvents.Origin;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** The double of one HubSpot account: guards its data, and tells who calls: our app, or people who edit with a token of their own. */
final class HubSpot implements Vendor {
    private static final Set<String> API = Set.of("crm", "communication-preferences", "oauth");
    private static final Map<String, Origin> TOKENS =
            Map.of("Bearer sandbox-hubspot-token", Origin.OUR_APP, "Bearer sandbox-hubspot-user", Origin.PEOPLE);

    private static final String ACCESS = "sandbox-hubspot-access-";

    private final Calls calls = new Calls();
    private final SplittableRandom random = new SplittableRandom(11);
    private final SandboxOptions options;
    private final Clock clock;
    private final Faults faults;
    private final HubSpotWebhooks webhooks;
    private final HubSpotLimits limits;
    private final Vertx vertx;
    private final long timer;
    private long lag = 300;
    private int logins;
    private HubSpotCrm crm;
    private HubSpotAssociations associations;
    private HubSpotSubscriptions subscriptions;
    private HubSpotApi api;

    HubSpot(String name, SandboxOptions options, Vertx vertx, Clock clock) {
        this.options = options;
        this.vertx = vertx;
        this.clock = clock;
        faults = new Faults(clock);
        limits = new HubSpotLimits(clock);
        webhooks = new HubSpotWebhooks(name, options.webhooks(), vertx, clock);
        reset(false);
        timer = options.tricklePerSecond() > 0 ? vertx.setPeriodic(pause(options), tick -> edit()) : -1;
    }

    /** A marketer is a tenth as busy as a shop. */
    private static long pause(SandboxOptions options) {
        return Math.max(1, Math.round(10_000 / options.tricklePerSecond()));
    }

    @Override
    public boolean owns(Call call) {
        return API.contains(call.segment(0));
    }

    @Override
    public synchronized Reply answer(Call call) {
        if (call.segment(0).equals("oauth")) {
            return token(Call.form(new String(call.body(), StandardCharsets.UTF_8)));
        }
        String authorization = call.header("Authorization").orElse("");
        if (authorization.startsWith("Bearer " + ACCESS) && !authorization.equals("Bearer " + ACCESS + logins)) {
            return Reply.json(
                    401,
                    HubSpotErrors.json("EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired"));
        }
        Origin by = authorization.startsWith("Bearer " + ACCESS) ? Origin.OUR_APP : TOKENS.get(authorization);
        if (by == null) {
            return HubSpotErrors.of(401);
        }
        boolean search = HubSpotApi.isSearch(call);
        Optional<Reply> tooMany = limits.count(search);
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        Reply reply;
        try {
            reply = api.answer(call, by);
        } catch (Refusal e) {
            reply = e.reply();
        }
        return search ? reply : limits.withHeaders(reply);
    }

    /** Of an app that was let in: a new token for the refresh token; the one before is good no longer. */
    private Reply token(Map<String, String> form) {
        boolean good = "refresh_token".equals(form.get("grant_type"))
                && "sandbox-hubspot-refresh".equals(form.get("refresh_token"))
                && "sandbox-hubspot-client".equals(form.get("client_id"))
                && "sandbox-hubspot-secret".equals(form.get("client_secret"));
        if (!good) {
            return Reply.json(
                    400, Json.object().put("status", "BAD_REFRESH_TOKEN").put("message", "invalid"));
        }
        return Reply.json(
                200,
                Json.object()
                        .put("access_token", ACCESS + ++logins)
                        .put("token_type", "bearer")
                        .put("expires_in", 1800));
    }

    @Override
    public synchronized Reply control(Call call) {
        String what = call.segment(0);
        if (crm.schema.type(what).isPresent()) {
            return list(crm.schema.type(what).get(), call);
        }
        return switch (what) {
            case "stats" -> stats();
            case "options" -> change(Controls.body(call));
            case "people" -> decide(call.segment(1), Controls.body(call));
            case "unsubscribe", "subscribe" -> decide(what, Controls.body(call));
            default ->
                Reply.refused(
                        404,
                        "expected crm, communication-preferences, stats, options, fail, people, contacts,"
                                + " companies, deals, tickets or orders");
        };
    }

    /** Somebody clicks in the footer of a mail: {@code {"email": "..."}}. */
    private Reply decide(String what, ObjectNode body) {
        String email = body.path("email").asText().toLowerCase(java.util.Locale.ROOT);
        switch (what) {
            case "subscribe" -> subscriptions.set(email, "SUBSCRIBED", "RECIPIENT", Origin.PEOPLE);
            case "unsubscribe" -> subscriptions.set(email, "UNSUBSCRIBED", "RECIPIENT", Origin.PEOPLE);
            case "unsubscribe-all" -> subscriptions.setAll(email, Origin.PEOPLE);
            default -> {
                return Reply.refused(404, "expected people/ and one of subscribe, unsubscribe or unsubscribe-all");
            }
        }
        return Reply.json(200, body);
    }

    private synchronized void edit() {
        HubSpotSeed.edit(crm, random);
    }

    private Reply change(ObjectNode json) {
        lag = json.path("searchLag").asLong(lag);
        crm.lag(lag);
        subscriptions.timed(json.path("decisionTimes").asBoolean(subscriptions.timed()));
        crm.mostHits(json.path("mostHits").asInt(crm.mostHits()));
        if (json.has("frozen")) {
            String time = json.path("frozen").asText();
            crm.freeze(time.isEmpty() ? -1 : Instant.parse(time).toEpochMilli());
        }
        limits.change(
                json.path("tenSecondly").asInt(limits.tenSecondly()),
                json.path("searchSecondly").asInt(limits.searchSecondly()),
                json.path("daily").asLong(limits.daily()));
        SandboxOptions.Webhooks hooks = webhooks.options();
        webhooks.change(hooks.to(json.path("webhookUrl").asText(hooks.url()))
                .disturbed(
                        json.path("webhookDuplicate").asDouble(hooks.duplicate()),
                        json.path("webhookReorder").asDouble(hooks.reorder())));
        return Reply.json(200, json);
    }

    private Reply stats() {
        ObjectNode json = Json.object().put("callsTotal", calls.total());
        json.set("calls", calls.toJson());
        ObjectNode rows = json.putObject("rows");
        crm.schema
                .types()
                .forEach(type ->
                        rows.putObject(type.name()).put("held", crm.live(type).size()));
        json.put("subscriptions", subscriptions.known().size());
        json.set("webhooks", webhooks.toJson());
        return Reply.json(200, json);
    }

    /** What it holds, for inspection: all properties, and what belongs to it. {@code ?email=...} or any other property finds some. */
    private Reply list(HubSpotSchema.Type type, Call call) {
        Window window = Window.of(call);
        Map<String, String> wanted = new java.util.TreeMap<>(call.query());
        wanted.keySet().retainAll(type.properties().keySet());
        var found = crm.live(type).stream()
                .filter(object -> wanted.entrySet().stream()
                        .allMatch(each -> each.getValue().equals(object.properties.get(each.getKey()))))
                .toList();
        ObjectNode json = Json.object().put("total", found.size());
        ArrayNode records = json.putArray("records");
        found.stream().skip(window.offset()).limit(window.limit()).forEach(object -> {
            ObjectNode shown = object.show(object.properties.keySet());
            ObjectNode others = shown.putObject("associations");
            crm.schema.types().forEach(other -> {
                ArrayNode ids = Json.array();
                associations.of(type, object.id, other).forEach(ids::add);
                if (!ids.isEmpty()) {
                    others.set(other.name(), ids);
                }
            });
            records.add(shown);
        });
        return Reply.json(200, json);
    }

    @Override
    public Reply error(int status) {
        return HubSpotErrors.of(status);
    }

    @Override
    public synchronized void expireSessions() {
        logins++; // tokens of OAuth apps; that of a private app has no end
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
        limits.clear();
        webhooks.clear();
        crm = new HubSpotCrm(new HubSpotEvents(clock, webhooks::offer), clock, lag);
        associations = new HubSpotAssociations(crm);
        subscriptions = new HubSpotSubscriptions(crm);
        api = new HubSpotApi(crm, associations, subscriptions, faults);
        if (!empty) {
            crm.events.quietly(() -> HubSpotSeed.fill(crm, options.seed(), clock));
        }
    }

    @Override
    public void close() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
        }
        webhooks.close();
    }
}
