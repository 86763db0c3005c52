package io.serai.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.serai.bus.Backlog;
import io.serai.bus.Delayed;
import io.serai.bus.Delays;
import io.serai.bus.Traffic;
import io.serai.hub.Duplicates;
import io.serai.hub.RecordView;
import io.serai.hub.United;
import io.serai.journal.Journey;
import io.serai.message.Json;
import io.serai.watch.Audit;
import io.serai.watch.BusWatch;

/** How values of other rooms are written: times as ISO 8601 text, nothing for null. */
@RegisterForReflection(
        targets = {
            Journey.class,
            Journey.Step.class,
            Backlog.class,
            Backlog.State.class,
            Delayed.class,
            Delays.Timer.class,
            Traffic.class,
            BusWatch.Seen.class,
            Audit.Entry.class,
            RecordView.class,
            RecordView.Source.class,
            RecordView.Engaged.class,
            RecordView.Engagement.class,
            RecordView.Link.class,
            RecordView.Change.class,
            Duplicates.Pair.class,
            United.class,
            RecordView.Delivery.class
        })
final class Views {
    static final ObjectMapper MAPPER = Json.MAPPER
            .copy()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private Views() {}
}
