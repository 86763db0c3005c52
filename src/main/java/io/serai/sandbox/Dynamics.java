package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The double of one Dataverse environment: {@code api/data/v9.2} with the token endpoint {@code <tenant>/oauth2/v2.0/token}. What people do
 * at their screens is the same API below {@code people}, without a token.
 */
final class Dynamics implements Vendor {
    private final Calls calls = new Calls();
    private final SandboxOptions options;
    private final Clock clock;
    private final Faults faults;
    private final DynamicsTokens tokens;
    private final DynamicsHooks hooks;
    private final Vertx vertx;
    private final long timer;
    private DynamicsLimits limits;
    private DynamicsData data;
    private DynamicsReads reads;

    Dynamics(String name, SandboxOptions options, Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.options = options;
        this.clock = clock;
        hooks = new DynamicsHooks(name, options.webhooks(), vertx, clock);
        faults = new Faults(clock);
        tokens = new DynamicsTokens(clock);
        reset(false);
        SplittableRandom random = new SplittableRandom(11);
        timer = options.tricklePerSecond() > 0 ? vertx.setPeriodic(pause(options), tick -> edit(random)) : -1;
    }

    /** People in a CRM are slower than shoppers. */
    private static long pause(SandboxOptions options) {
        return Math.max(1, Math.round(10_000 / options.tricklePerSecond()));
    }

    @Override
    public boolean owns(Call call) {
        return call.segment(0).equals("api") || call.segment(1).equals("oauth2");
    }

    @Override
    public synchronized Reply answer(Call call) {
        if (call.segment(1).equals("oauth2")) {
            return call.tail().endsWith("oauth2/v2.0/token") ? tokens.answer(call) : Reply.empty(404);
        }
        Reply reply;
        try {
            tokens.check(call);
            limits.take();
            reply = api(DynamicsUser.APPLICATION).answer(call);
        } catch (Refusal e) {
            reply = e.reply();
        }
        return limits.tell(reply);
    }

    @Override
    public synchronized Reply control(Call call) {
        return switch (call.segment(0)) {
            case "people" -> {
                String below = call.rawPath().substring(call.base().length() + "/people".length());
                String query = call.rawQuery().isEmpty() ? "" : "?" + call.rawQuery();
                yield api(DynamicsUser.PERSON).answer(call.sub(call.method(), below + query, call.body()));
            }
            case "stats" -> stats();
            case "expire-changes" -> {
                reads.expire();
                yield Reply.json(200, Json.object().put("expired", true));
            }
            case "options" -> {
                ObjectNode wanted = Controls.body(call);
                limits.most(wanted.path("requests").asInt(6_000));
                yield Reply.json(200, wanted);
            }
            default -> list(call);
        };
    }

    private DynamicsApi api(DynamicsUser user) {
        return new DynamicsApi(data, reads, faults, user);
    }

    /** {@code <collection>?<column>=<value>}; {@code _writes} tells how often a row was written. */
    private Reply list(Call call) {
        DynamicsTable table = data.table(call.segment(0))
                .orElseThrow(() -> new Refusal(Reply.refused(
                        404,
                        "expected api, people, stats, options, expire-changes, fail or one of "
                                + data.tables.keySet())));
        Window window = Window.of(call);
        DynamicsView view = new DynamicsView(table, java.util.Set.of(), true);
        List<ObjectNode> found = table.rows().stream()
                .map(row -> view.show(row).put("_writes", row.writes))
                .filter(row -> call.query().entrySet().stream()
                        .filter(wanted -> !wanted.getKey().equals("limit")
                                && !wanted.getKey().equals("offset"))
                        .allMatch(wanted -> row.path(wanted.getKey()).asText("").equalsIgnoreCase(wanted.getValue())))
                .toList();
        ObjectNode json = Json.object().put("total", found.size());
        var value = json.putArray("value");
        found.stream().skip(window.offset()).limit(window.limit()).forEach(value::add);
        return Reply.json(200, json);
    }

    private Reply stats() {
        ObjectNode json = Json.object().put("callsTotal", calls.total());
        json.set("calls", calls.toJson());
        ObjectNode rows = json.putObject("rows");
        data.tables
                .values()
                .forEach(table -> rows.putObject(table.set)
                        .put("held", table.rows().size())
                        .put("created", table.created)
                        .put("updated", table.updated)
                        .put("deleted", table.gone().size()));
        json.set("webhooks", hooks.toJson());
        return Reply.json(200, json);
    }

    @Override
    public Reply error(int status) {
        return DynamicsError.of(status);
    }

    @Override
    public void expireSessions() {
        tokens.expire();
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
        limits = new DynamicsLimits(clock);
        data = new DynamicsData(clock, hooks::wrote);
        reads = new DynamicsReads(data);
        if (!empty && options.seed().customers() > 0) {
            DynamicsPeople.seed(data, options.seed());
        }
    }

    private synchronized void edit(SplittableRandom random) {
        DynamicsPeople.edit(data, random);
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        hooks.close();
    }
}
