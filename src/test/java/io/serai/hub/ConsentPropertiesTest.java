package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of consent whatever systems say, in whatever order. */
class ConsentPropertiesTest {
    private static final String CHANNEL = "emailMarketing";
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    private final Model model = new ModelReader("consent.yaml", new ArrayList<>()).read(ConsentResolutionTest.CONSENT);
    private final Ids ids = new Ids();

    /**
     * @param report second of the report
     * @param decided second of the decision, not after the report; null for a flag without a time
     */
    record Saying(String system, int report, String status, Integer decided) {}

    @Property(tries = 500)
    void theOrderOfArrivalHasNoPart(@ForAll("sayings") List<Saying> sayings, @ForAll long seed) {
        List<Snapshot> said = snapshots(sayings);
        List<Snapshot> shuffled = new ArrayList<>(said);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(resolve(shuffled)).isEqualTo(resolve(said));
    }

    @Property(tries = 500)
    void whatIsHeardAgainChangesNothing(@ForAll("sayings") List<Saying> sayings, @ForAll long seed) {
        List<Snapshot> said = snapshots(sayings);
        List<Snapshot> again = new ArrayList<>(said);
        Random random = new Random(seed);
        for (Snapshot each : said) if (random.nextBoolean()) again.add(random.nextInt(again.size() + 1), each);
        assertThat(resolve(again)).isEqualTo(resolve(said));
    }

    @Property(tries = 500)
    void theNewestOfDatedDecisionsWinsAndOfOneTimeTheNo(@ForAll("sayings") List<Saying> sayings) {
        List<Saying> decisions = sayings.stream()
                .filter(each -> each.decided() != null && explicit(each))
                .toList();
        int newest = decisions.stream().mapToInt(Saying::decided).max().orElse(-1);
        String expected = decisions.stream()
                .filter(each -> each.decided() == newest)
                .map(Saying::status)
                .min(String::compareTo) // no, then yes
                .orElse(null);
        assertThat(status(snapshots(decisions))).isEqualTo(expected);
    }

    @Property(tries = 500)
    void aRefusalIsNotLostToWhatIsUnknownOrOlder(@ForAll("sayings") List<Saying> sayings, @ForAll long seed) {
        Saying refusal = new Saying("crm", 1_000, "no", 999);
        List<Saying> all = new ArrayList<>(sayings); // all are reported, and decided, before
        all.add(refusal);
        for (String system : List.of("crm", "shop", "mail")) all.add(new Saying(system, 2_000, "unknown", null));
        Collections.shuffle(all, new Random(seed));
        assertThat(status(snapshots(all))).isEqualTo("no");
    }

    @Property(tries = 500)
    void withoutAYesThereIsNone(@ForAll("sayings") List<Saying> sayings) {
        List<Saying> none = sayings.stream()
                .filter(each -> !List.of("yes", "not-no").contains(each.status()))
                .toList();
        assertThat(status(snapshots(none))).isNotEqualTo("yes");
    }

    /** The contributions of objects that turn out to be one person's count together, as if they had been one from the beginning. */
    @Property(tries = 500)
    void twoRecordsThatAreUnitedDecideAsOne(@ForAll("sayings") List<Saying> sayings, @ForAll long seed) {
        List<Snapshot> said = snapshots(sayings);
        Random random = new Random(seed);
        Map<Identity, Contribution> one = new HashMap<>();
        Map<Identity, Contribution> other = new HashMap<>();
        Map<String, Boolean> where = new HashMap<>();
        for (Snapshot each : said) {
            boolean first = where.computeIfAbsent(each.identity().system(), system -> random.nextBoolean());
            hear(first ? one : other, each);
        }
        Map<Identity, Contribution> united = new HashMap<>(one);
        united.putAll(other);
        assertThat(Resolution.of(model, system -> system, united)).isEqualTo(resolve(said));
    }

    @Property(tries = 500)
    void whatIsKeptIsReadBackAsItWas(@ForAll("sayings") List<Saying> sayings) {
        contributions(snapshots(sayings))
                .values()
                .forEach(each -> assertThat(Columns.contribution(
                                model, model.nest(each.values()).toString(), each.newest(), Columns.history(each)))
                        .isEqualTo(each));
    }

    @Provide
    Arbitrary<List<Saying>> sayings() {
        Arbitrary<Integer> report = Arbitraries.integers().between(0, 60);
        Arbitrary<Saying> saying = Combinators.combine(
                        Arbitraries.of("crm", "shop", "mail"),
                        report,
                        Arbitraries.of("yes", "no", "not-yes", "not-no", "unknown", "pending"),
                        Arbitraries.integers().between(0, 60).injectNull(0.5))
                .as((system, at, status, decided) ->
                        new Saying(system, at, status, decided == null ? null : Math.min(decided, at)));
        return saying.list().ofMaxSize(12);
    }

    private static boolean explicit(Saying saying) {
        return saying.status().equals("yes") || saying.status().equals("no");
    }

    private List<Snapshot> snapshots(List<Saying> sayings) {
        return sayings.stream().map(this::snapshot).toList();
    }

    private Snapshot snapshot(Saying saying) {
        Instant at = START.plusSeconds(saying.report());
        ObjectNode value = JsonNodeFactory.instance.objectNode().put("status", saying.status());
        if (saying.decided() != null)
            value.put("at", START.plusSeconds(saying.decided()).toString());
        JsonNode body = JsonNodeFactory.instance.objectNode().set(CHANNEL, value);
        return new Snapshot(
                model,
                new Identity("consent", saying.system(), "9"),
                new Stamp(at.toEpochMilli(), ids.at(at)),
                model.flatten(body),
                null);
    }

    private String status(List<Snapshot> said) {
        JsonNode value = resolve(said).values().get(CHANNEL);
        return value == null ? null : value.get("status").asText();
    }

    private Resolution resolve(List<Snapshot> said) {
        return Resolution.of(model, system -> system, contributions(said));
    }

    private static Map<Identity, Contribution> contributions(List<Snapshot> said) {
        Map<Identity, Contribution> all = new HashMap<>();
        said.forEach(each -> hear(all, each));
        return all;
    }

    private static void hear(Map<Identity, Contribution> all, Snapshot snapshot) {
        all.merge(snapshot.identity(), Contribution.NONE.with(snapshot), (before, ignored) -> before.with(snapshot));
    }
}
