package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jboss.logging.Logger;

/**
 * {@code hub:absent}: ends a reading. The body, the number of objects that the system says to have, becomes an array of {@code {"id": .., "since": ..}}, one for
 * each object that the hub knows of the system since before the reading began, and that the reading did not show, and one for each that it showed though it was
 * taken as deleted before. It changes no record: whether these are there is for the route to ask.
 *
 * <p>Of those that were not shown the array has none, and the log says why, when the reading saw fewer objects than there are, or none, and when more are missing than the route
 * allows, or than were seen: it is likelier then that objects are not shown than that they were deleted.
 */
final class Absent implements Step {
    private static final Logger LOG = Logger.getLogger("io.serai.hub");

    private final Store store;
    private final HubMetrics metrics;
    private final Pattern shown;
    private final int most;

    /**
     * @param ids what the ids of objects look like that a reading shows; null for all
     * @param most so many may be missing
     */
    Absent(Store store, HubMetrics metrics, String ids, int most) {
        this.store = store;
        this.metrics = metrics;
        this.shown = ids == null ? null : Pattern.compile(ids);
        this.most = most;
    }

    @Override
    public void run(Exchange exchange) {
        Census census = Census.of(exchange, Verb.ABSENT);
        long there = there(exchange.getMessage().getBody(JsonNode.class));
        long seen = store.read(tx -> SightingTable.count(tx, census));
        int allowed = (int) Math.min(most, seen);
        List<String> missing = there < 1 || seen < there ? null : missing(census, allowed);
        ArrayNode absent = JsonNodeFactory.instance.arrayNode();
        if (missing == null) {
            LOG.warnf(
                    "The reading of %s showed %d objects of %s, and it says to have %s: none is taken as deleted",
                    census.system(), seen, census.entity(), there < 0 ? "no number of them" : there);
            metrics.census(census.entity(), HubMetrics.Reading.PARTIAL);
        } else if (missing.size() > allowed) {
            LOG.warnf(
                    "The reading of %s showed %d objects of %s, and more than %d that are known are missing: none is taken as deleted",
                    census.system(), seen, census.entity(), allowed);
            metrics.census(census.entity(), HubMetrics.Reading.REFUSED);
        } else {
            missing.forEach(id -> add(absent, id, census));
            metrics.census(census.entity(), HubMetrics.Reading.WHOLE);
        }
        for (String id : back(census)) add(absent, id, census);
        SightingTable.clear(store, census);
        exchange.getMessage().setBody(absent);
    }

    private static void add(ArrayNode rows, String id, Census census) {
        rows.addObject().put("id", id).put("since", census.begun().toString());
    }

    /** Below 0 when the body is no number of objects. */
    private static long there(JsonNode told) {
        return told == null || !told.isIntegralNumber() ? -1 : told.longValue();
    }

    /** Not many more than are allowed, and at least one more if there are more. */
    private List<String> missing(Census census, int allowed) {
        List<String> missing = new ArrayList<>();
        String after = "";
        while (missing.size() <= allowed) {
            String behind = after;
            List<String> known = store.read(tx -> SightingTable.known(tx, census, behind));
            if (known.isEmpty()) return missing;
            List<String> asked = known.stream().filter(this::canBeShown).toList();
            Set<String> seen = asked.isEmpty() ? Set.of() : store.read(tx -> SightingTable.shown(tx, census, asked));
            for (String id : asked) if (missing.size() <= allowed && !seen.contains(id)) missing.add(id);
            after = known.get(known.size() - 1);
        }
        return missing;
    }

    /** Shown, and taken as deleted before: what was shown is there, however much of the rest was not. */
    private List<String> back(Census census) {
        List<String> back = new ArrayList<>();
        String after = "";
        while (true) {
            String behind = after;
            List<String> gone = store.read(tx -> SightingTable.gone(tx, census, behind));
            if (gone.isEmpty()) return back;
            back.addAll(store.read(tx -> SightingTable.shown(tx, census, gone)));
            after = gone.get(gone.size() - 1);
        }
    }

    private boolean canBeShown(String id) {
        return shown == null || shown.matcher(id).matches();
    }
}
