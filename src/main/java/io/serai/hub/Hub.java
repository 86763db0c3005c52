package io.serai.hub;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.message.FailureClassifier;
import io.serai.message.Ids;
import io.serai.message.Waiting;
import io.serai.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;

/** The parts of the hub, put together. Thread-safe. */
public final class Hub {
    private final Parts parts;
    private final Merger merger;

    public Hub(
            Store store,
            Models models,
            Kinds kinds,
            Ids ids,
            Clock clock,
            Waiting waiting,
            MeterRegistry registry,
            AuditTrail audit,
            FailureClassifier failures) {
        HubMetrics metrics = new HubMetrics(registry, store, clock);
        models.all().keySet().forEach(metrics::watch);
        this.parts = new Parts(store, models, kinds, ids, clock, waiting, metrics, audit, failures);
        this.merger = new Merger(parts);
    }

    /**
     * Makes one record of two; the older id survives, the other leads to it. Joins the caller's transaction.
     *
     * @param who the person who says so
     * @param reason free of personal values: it stays in the audit
     * @throws NotUnited when one of them does not exist, or they are of different entities or one already
     */
    public United unite(String one, String other, String who, String reason) {
        Recognition.Cause cause = new Recognition.Cause(who, null, null, reason);
        return parts.store().write(tx -> new Unification(parts).unite(tx, one, other, cause));
    }

    Step step(HubEndpoint options) {
        Verb verb = Verb.of(options.getVerb());
        if (verb.delivers() && (options.getTarget() == null || options.getObject() == null))
            throw new IllegalArgumentException("hub:" + verb.label() + " needs a target and an object: hub:"
                    + verb.label() + "?target=salesforce&object=Contact");
        DeliveryTable.Target target =
                new DeliveryTable.Target(options.getTarget(), options.getObject(), options.isIdentity());
        Store store = parts.store();
        Clock clock = parts.clock();
        String entity = options.getEntity();
        return switch (verb) {
            case MERGE -> new Merge(merger, options.getSystem(), options.isBeforeWriting());
            case PENDING ->
                new Pending(
                        store,
                        parts.models(),
                        clock,
                        target,
                        new Pending.Wanted(
                                options.getKnown(),
                                options.getIds() == null ? null : Pattern.compile(options.getIds()),
                                options.isGone(),
                                options.isRecreate(),
                                options.isThere(),
                                Once.of(options.getOnce()),
                                options.isForgotten(),
                                options.isProvenance(),
                                options.getRefused() == null
                                        ? List.of()
                                        : List.of(options.getRefused().trim().split("\\s*,\\s*"))));
            case UNSENT ->
                new Unsent(
                        store,
                        parts.models(),
                        clock,
                        target,
                        options.getIdField(),
                        options.isAdopt(),
                        options.isEcho(),
                        parts.failures());
            case DELIVERED -> new Delivered(store, clock, parts.waiting(), target, parts.failures());
            case LINK -> new Link(store, clock, parts.waiting(), entity, options.getSystem());
            case KNOWN -> new Known(store, entity, options.getSystem(), options.getIdField());
            case RECORD ->
                new Show(
                        store,
                        entity,
                        options.isProvenance(),
                        options.getSystem(),
                        options.getIdField(),
                        options.getUnknown().equals("allow"));
            case FORGET -> new Forget(parts, entity);
            case ENGAGE -> new Engage(store, parts.models(), entity, options.getSystem(), clock);
            case PERMITS ->
                new Permits(
                        store,
                        parts.models(),
                        options.getChannel(),
                        options.getUnknown().equals("allow"));
            case ENGAGEMENTS -> new Engagements(store, clock, options.getSince(), options.getLimit());
            case UNITE -> new Whereabouts(parts, entity, options.getSystem(), true, new Departures(parts));
            case REMOVE -> new Whereabouts(parts, entity, options.getSystem(), false, new Departures(parts));
            case RESTORE -> new Whereabouts(parts, entity, options.getSystem(), false, new Restore(parts));
            case CENSUS -> {
                Step begin = Census.begin(store, clock, entity, options.getSystem());
                parts.metrics().watchCensus(entity);
                yield begin;
            }
            case PRESENT -> new Present(store, options.getIdField());
            case ABSENT -> new Absent(store, parts.metrics(), options.getIds(), options.getMost());
        };
    }
}
