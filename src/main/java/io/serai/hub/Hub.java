package io.serai.hub;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.message.Ids;
import io.serai.message.Waiting;
import io.serai.store.Store;
import java.time.Clock;

/** The parts of the hub, put together. Thread-safe. */
public final class Hub {
    private final Store store;
    private final Models models;
    private final Clock clock;
    private final Waiting waiting;
    private final Merger merger;

    public Hub(Store store, Models models, Kinds kinds, Ids ids, Clock clock, Waiting waiting, MeterRegistry registry) {
        this.store = store;
        this.models = models;
        this.clock = clock;
        this.waiting = waiting;
        HubMetrics metrics = new HubMetrics(registry, store, clock);
        models.all().keySet().forEach(metrics::watch);
        this.merger = new Merger(store, models, kinds, ids, clock, waiting, metrics);
    }

    Step step(HubEndpoint options) {
        Verb verb = Verb.of(options.getVerb());
        if (verb.delivers() && (options.getTarget() == null || options.getObject() == null))
            throw new IllegalArgumentException("hub:" + verb.label() + " needs a target and an object: hub:"
                    + verb.label() + "?target=salesforce&object=Contact");
        DeliveryTable.Target target =
                new DeliveryTable.Target(options.getTarget(), options.getObject(), options.isIdentity());
        return switch (verb) {
            case MERGE -> new Merge(merger, options.getSystem());
            case PENDING -> new Pending(store, models, target, options.getKnown());
            case UNSENT -> new Unsent(store, clock, target);
            case DELIVERED -> new Delivered(store, clock, waiting, target);
            case LINK -> new Link(store, clock, waiting, options.getEntity(), options.getSystem());
            case RECORD -> new Show(store, options.getEntity());
            case FORGET -> new Forget(store, models, clock, options.getEntity());
            case ENGAGE -> new Engage(store, models, options.getEntity(), options.getSystem());
            case PERMITS ->
                new Permits(
                        store,
                        models,
                        options.getChannel(),
                        options.getUnknown().equals("allow"));
            case ENGAGEMENTS -> new Engagements(store, clock, options.getSince(), options.getLimit());
        };
    }
}
