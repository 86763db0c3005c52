package io.serai.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.bus.Delays;
import io.serai.journal.Journey;
import io.serai.journal.JourneyQuery;
import io.serai.journal.Journeys;
import io.serai.message.Outcome;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Inbound messages and their journeys. An id may be given by its end, as lists show it. */
@Singleton
class MessagesResource {
    private static final List<String> OUTCOMES =
            Arrays.stream(Outcome.Kind.values()).map(Outcome.Kind::label).toList();

    private final Journeys journeys;
    private final Delays delays;
    private final Clock clock;

    MessagesResource(Journeys journeys, Delays delays, Clock clock) {
        this.journeys = journeys;
        this.delays = delays;
        this.clock = clock;
    }

    Object list(Ask ask) {
        ask.allow("system", "topic", "external-id", "outcome", "record", "since", "limit");
        String since = ask.text("since");
        JourneyQuery query = new JourneyQuery(
                ask.text("system"),
                ask.text("topic"),
                ask.text("external-id"),
                outcome(ask.text("outcome")),
                ask.text("record"),
                since == null ? null : Since.parse(since, clock));
        return Map.of("messages", journeys.list(query, ask.limit()));
    }

    /** The journey so far, and the timers that it has set. */
    ObjectNode show(Ask ask) {
        ask.allow();
        String given = ask.path("id");
        Journey journey = journeys.show(given)
                .or(() -> complete(given).flatMap(journeys::show))
                .orElseThrow(() -> missing(given));
        ObjectNode shown = Views.MAPPER.valueToTree(journey);
        shown.set("delayed", Views.MAPPER.valueToTree(delays.of(journey.id())));
        return shown;
    }

    Raw raw(Ask ask) {
        ask.allow();
        String given = ask.path("id");
        return journeys.raw(given)
                .or(() -> complete(given).flatMap(journeys::raw))
                .map(Raw::new)
                .orElseThrow(() -> missing(given));
    }

    private Optional<String> complete(String end) {
        List<String> found = journeys.idsEnding(end, 3);
        if (found.size() > 1)
            throw Problem.badRequest("'" + end + "' may mean " + String.join(" or ", found) + ": give more of the id");
        return found.stream().findFirst();
    }

    private static Problem missing(String id) {
        return Problem.notFound("the journal has no message " + id + " (any more)");
    }

    private static String outcome(String given) {
        if (given == null || OUTCOMES.contains(given)) return given;
        throw Problem.badRequest("outcome: expected one of " + String.join(", ", OUTCOMES) + ", got '" + given + "'");
    }
}
