package io.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResolutionTest {
    private static final Kinds KINDS = system -> system.split("-")[0];
    private final Model model = new ModelReader("customer.yaml", new ArrayList<>()).read(HubFixture.CUSTOMER);
    private int messages;

    @Test
    void theFirstMasterThatHasAValueWins() {
        Snapshot shop = said("magento-pl", 9, "{\"name\":\"Shop\"}");
        Snapshot crm = said("salesforce", 1, "{\"name\":\"Crm\"}");
        assertThat(values(shop)).containsEntry("name", "Shop");
        assertThat(values(shop, crm)).containsEntry("name", "Crm");
        assertThat(values(shop, crm, said("salesforce", 2, "{}"))).containsEntry("name", "Shop");
    }

    @Test
    void systemsThatAreNoMasterNeverWrite() {
        assertThat(values(said("magento-pl", 9, "{\"score\":1}"), said("hubspot", 1, "{\"score\":7}")))
                .containsEntry("score", "7");
        assertThat(values(said("magento-pl", 9, "{\"score\":1}"))).doesNotContainKey("score");
    }

    @Test
    void amongSystemsOfOneKindTheLatestWins() {
        assertThat(values(said("magento-pl", 5, "{\"name\":\"New\"}"), said("magento-de", 4, "{\"name\":\"Old\"}")))
                .containsEntry("name", "New");
    }

    @Test
    void aValueThatOnlyStaysTheSameIsNoLaterChange() {
        Snapshot first = said("magento-pl", 1, "{\"phone\":\"1\"}");
        Snapshot changed = said("magento-de", 5, "{\"phone\":\"2\"}");
        Snapshot touched = said("magento-pl", 9, "{\"phone\":\"1\",\"name\":\"Ann\"}");
        assertThat(values(first, changed, touched)).containsEntry("phone", "2").containsEntry("name", "Ann");
    }

    @Test
    void whatAPersonSaidIsKnownToBeSoWithoutKeepingEveryTime() {
        Contribution said = Contribution.NONE.with(
                said("magento-pl", 1, "{\"name\":\"Ann\"}").by(true));
        for (int second = 2; second <= 99; second++)
            said = said.with(said("magento-pl", second, "{\"name\":\"Ann\",\"phone\":\"" + second + "\"}")
                    .by(true));
        assertThat(said.human("name")).isTrue();
        assertThat(said.human("phone")).isTrue();
        assertThat(said.humans()).hasSizeLessThanOrEqualTo(Contribution.REMEMBERED);
    }

    @Test
    void whatChangesWithoutTheTimeHoldsSinceItWasFirstSaid() {
        Snapshot first = saidAt(10, "magento-pl", 1, "{\"phone\":\"1\"}");
        Snapshot changed = saidAt(50, "magento-pl", 1, "{\"phone\":\"2\"}");
        Snapshot again = saidAt(70, "magento-pl", 1, "{\"phone\":\"2\"}");
        Snapshot touched = saidAt(80, "magento-pl", 75, "{\"phone\":\"2\",\"name\":\"Ann\"}");
        Snapshot before = said("salesforce", 40, "{\"phone\":\"3\"}");
        Snapshot after = said("salesforce", 60, "{\"phone\":\"4\"}");

        assertThat(values(first, before, changed)).containsEntry("phone", "2");
        assertThat(values(changed, first, before)).containsEntry("phone", "2");
        assertThat(values(first, changed, after, again, touched))
                .as("what is only told again is no later change")
                .containsEntry("phone", "4");
        assertThat(values(first, again, after, changed, touched)).containsEntry("phone", "4");
        assertThat(values(first, touched, again, changed, before)).containsEntry("phone", "2");
        Contribution told = Contribution.NONE.with(first).with(changed).with(again);
        assertThat(told.since("phone")).isEqualTo(50_000);
        assertThat(stored(told)).isEqualTo(told);
    }

    @Test
    void aPartOfTheSameTimeOnlyAdds() {
        Snapshot whole = saidAt(10, "hubspot", 1, "{\"name\":\"Ann\"}");
        Snapshot part = partial(saidAt(50, "hubspot", 1, "{\"phone\":\"1\"}"));
        Snapshot crm = said("salesforce", 40, "{\"phone\":\"3\"}");
        assertThat(values(whole, part, crm)).containsEntry("phone", "3");
        assertThat(values(part, whole, crm)).containsEntry("phone", "3");
    }

    @Test
    void aFieldThatItsOnlySourceDropsIsGone() {
        assertThat(values(said("magento-pl", 1, "{\"phone\":\"1\"}"), said("magento-pl", 2, "{}")))
                .isEmpty();
    }

    @Test
    void inTheSameSecondTheLaterMessageWins() {
        Snapshot first = said("magento-pl", 1, "{\"phone\":\"1\"}");
        Snapshot second = said("magento-pl", 1, "{\"phone\":\"2\"}");
        assertThat(values(first, second)).containsEntry("phone", "2");
        assertThat(values(second, first)).containsEntry("phone", "2");
        Snapshot other = said("salesforce", 1, "{\"phone\":\"3\"}");
        assertThat(values(other, first, second)).containsEntry("phone", "3");
    }

    @Test
    void anObjectIsOneValueUnlessItsFieldsHaveOwners() {
        assertThat(values(
                        said("magento-pl", 1, "{\"address\":{\"street\":\"A 1\",\"city\":\"Oslo\"}}"),
                        said("magento-de", 2, "{\"address\":{\"city\":\"Bonn\"}}")))
                .containsEntry("address", "{\"city\":\"Bonn\"}");
        Model split = new ModelReader("m.yaml", new ArrayList<>())
                .read("{entity: m, fields: {a: {fields: {x: {master: magento}, y: {master: salesforce}}}}}");
        assertThat(split.flatten(HubFixture.read("{\"a\":{\"x\":1,\"y\":2,\"z\":null}}")))
                .containsOnlyKeys("a.x", "a.y");
        assertThat(split.nest(split.flatten(HubFixture.read("{\"a\":{\"x\":1,\"y\":2}}"))))
                .isEqualTo(HubFixture.read("{\"a\":{\"x\":1,\"y\":2}}"));
        assertThat(split.ownership("a.y").rank("salesforce", "salesforce")).isZero();
        assertThat(split.ownership("a.y").rank("magento-pl", "magento")).isNegative();
    }

    @Test
    void aPartialSnapshotLeavesOtherFieldsAndAnOlderOneTouchesOnlyWhatIsOlderStill() {
        Snapshot whole = said("magento-pl", 2, "{\"phone\":\"1\",\"name\":\"Ann\"}");
        Snapshot newer = partial("magento-pl", 5, "{\"phone\":\"2\"}");
        Snapshot older = partial("magento-pl", 3, "{\"phone\":\"x\",\"name\":\"Eva\"}");
        assertThat(values(whole, newer, older)).containsEntry("phone", "2").containsEntry("name", "Eva");
        assertThat(values(older, newer, whole)).containsEntry("phone", "2").containsEntry("name", "Eva");
    }

    @Test
    void ofAFieldThatASystemLeavesOutItsLastWordStays() {
        Snapshot open = said("hubspot", 1, "{\"phone\":\"1\",\"name\":\"A\"}");
        Snapshot closed = said("hubspot", 3, "{\"phone\":\"2\",\"name\":\"A\"}");
        Snapshot elsewhere = said("hubspot", 5, "{}").without(Set.of("phone"));
        Snapshot back = said("hubspot", 9, "{\"phone\":\"3\"}");
        assertThat(values(open, closed, elsewhere))
                .describedAs("and what it does not leave out is gone")
                .containsEntry("phone", "2")
                .doesNotContainKey("name");
        assertThat(values(said("hubspot", 2, "{\"phone\":\"1\"}"), elsewhere, said("hubspot", 6, "{}")))
                .isEmpty();
        Contribution told =
                Contribution.NONE.with(open).with(closed).with(elsewhere).with(elsewhere);
        assertThat(told.since("phone")).isEqualTo(3_000);
        assertThat(stored(told)).isEqualTo(told);
        assertThat(told.with(back).since("phone"))
                .describedAs("not since it said nothing")
                .isEqualTo(9_000);
        assertThat(told.with(back).with(elsewhere).values().get("phone").asText())
                .isEqualTo("3");
        assertThat(Contribution.NONE.with(elsewhere).with(back).since("phone")).isEqualTo(9_000);
    }

    /** All 5,040 orders of seven snapshots: three systems, values that come back, ties, and a partial one. */
    @Test
    void everyOrderGivesTheSameRecord() {
        List<Snapshot> all = List.of(
                said("magento-pl", 1, "{\"phone\":\"1\",\"name\":\"A\",\"email\":\"a@x\"}"),
                said("magento-pl", 3, "{\"phone\":\"2\",\"name\":\"A\",\"email\":\"a@x\"}"),
                said("magento-pl", 6, "{\"phone\":\"1\",\"name\":\"B\",\"email\":\"b@x\"}"),
                said("magento-de", 4, "{\"phone\":\"3\",\"email\":\"c@x\"}"),
                said("magento-de", 6, "{\"phone\":\"3\",\"email\":\"c@x\",\"address\":{\"city\":\"Bonn\"}}"),
                partial("salesforce", 5, "{\"name\":\"S\"}"),
                said("salesforce", 6, "{\"phone\":\"3\",\"email\":\"c@x\"}"));
        Set<Object> results = new java.util.HashSet<>();
        permute(new ArrayList<>(all), 0, order -> results.add(resolve(order)));
        assertThat(results).hasSize(1);
    }

    @Test
    void manyRandomSnapshotsInRandomOrdersAndTwiceGiveTheSameRecord() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            List<Snapshot> all = new ArrayList<>();
            for (int i = 0; i < 14; i++) {
                String json = "{\"phone\":\"" + random.nextInt(2) + "\",\"name\":\"" + random.nextInt(3) + "\""
                        + (random.nextBoolean() ? ",\"email\":\"" + random.nextInt(2) + "\"" : "") + "}";
                String system =
                        List.of("magento-pl", "magento-de", "salesforce").get(random.nextInt(3));
                all.add(
                        random.nextInt(4) == 0
                                ? partial(system, random.nextInt(20), json)
                                : said(system, random.nextInt(20), json));
            }
            Object expected = resolve(all);
            for (int shuffle = 0; shuffle < 20; shuffle++) {
                List<Snapshot> order = new ArrayList<>(all);
                order.addAll(all.subList(0, random.nextInt(all.size())));
                Collections.shuffle(order, random);
                assertThat(resolve(order)).isEqualTo(expected);
            }
        }
    }

    @Test
    void aHistoryStaysShortAndKeepsSinceWhenAValueHolds() {
        Map<Identity, Contribution> said = new HashMap<>();
        for (int second = 1; second <= 100; second++)
            hear(said, said("magento-pl", second, "{\"phone\":\"1\",\"name\":\"" + second / 50 + "\"}"));
        Contribution contribution = said.values().iterator().next();
        assertThat(contribution.times()).hasSizeLessThanOrEqualTo(Contribution.REMEMBERED);
        assertThat(contribution.since("phone")).isEqualTo(1_000);
        assertThat(contribution.since("name")).isEqualTo(100_000);
        assertThat(stored(contribution)).isEqualTo(contribution);
        String times = Columns.history(contribution)
                .replaceAll("\"name\":\\{\"time\":(\\d+),\"message\":\"\\d+\"}", "\"name\":$1");
        assertThat(times).contains("\"otherwise\":{\"name\":99000}");
        assertThat(stored(contribution, times).since("name")).isEqualTo(100_000);
    }

    private Contribution stored(Contribution contribution) {
        return stored(contribution, Columns.history(contribution));
    }

    private Contribution stored(Contribution contribution, String history) {
        return Columns.contribution(
                model, model.nest(contribution.values()).toString(), contribution.newest(), history);
    }

    /** @param heard second by our clock, of which the message's id tells */
    private Snapshot saidAt(long heard, String system, long second, String json) {
        Snapshot said = said(system, second, json);
        String id = String.format("%012x", heard * 1_000);
        Stamp stamp = new Stamp(
                second * 1_000,
                id.substring(0, 8) + "-" + id.substring(8) + "-7000-8000-" + String.format("%012x", messages));
        return new Snapshot(model, said.identity(), stamp, said.values(), null);
    }

    private Snapshot said(String system, long second, String json) {
        JsonNode data = HubFixture.read(json);
        return new Snapshot(
                model,
                new Identity("customer", system, "9"),
                new Stamp(second * 1_000, String.format("%06d", ++messages)),
                model.flatten(data),
                null);
    }

    private Snapshot partial(String system, long second, String json) {
        return partial(said(system, second, json));
    }

    private Snapshot partial(Snapshot whole) {
        return new Snapshot(
                model,
                whole.identity(),
                whole.stamp(),
                whole.values(),
                whole.values().keySet());
    }

    private static void hear(Map<Identity, Contribution> said, Snapshot snapshot) {
        said.merge(snapshot.identity(), Contribution.NONE.with(snapshot), (before, ignored) -> before.with(snapshot));
    }

    private Resolution resolve(List<Snapshot> order) {
        Map<Identity, Contribution> said = new HashMap<>();
        order.forEach(snapshot -> hear(said, snapshot));
        return Resolution.of(model, KINDS, said);
    }

    private Map<String, String> values(Snapshot... order) {
        Map<String, String> texts = new HashMap<>();
        resolve(List.of(order))
                .values()
                .forEach((path, value) -> texts.put(path, value.isObject() ? value.toString() : value.asText()));
        return texts;
    }

    private static void permute(List<Snapshot> all, int from, java.util.function.Consumer<List<Snapshot>> each) {
        if (from == all.size()) each.accept(all);
        for (int i = from; i < all.size(); i++) {
            Collections.swap(all, from, i);
            permute(all, from + 1, each);
            Collections.swap(all, from, i);
        }
    }
}
