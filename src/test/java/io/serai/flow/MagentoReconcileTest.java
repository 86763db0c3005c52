package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.connect.TestSystems;
import io.serai.connect.VendorDouble;
import io.serai.connect.VendorDouble.Answer;
import io.serai.hub.RecordView;
import io.serai.message.Json;
import io.serai.message.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The reading of all customers as it is shipped, but with pages of two, and begun by the test: who is not there any more is removed after a whole
 * reading and a look at each, and else nobody.
 */
class MagentoReconcileTest {
    private static final String SHOP = "magento-pl";
    private static final String READING = "direct:reading";
    private static final String UNKNOWN = "{\"message\":\"No such entity with %fieldName = %fieldValue\"}";

    @TempDir
    Path folder;

    /** Ids of the customers that the shop shows in lists, and of those that it has. */
    private final Set<Integer> listed = new CopyOnWriteArraySet<>(List.of(1, 2, 3, 4, 5, 6));

    private final Set<Integer> held = new CopyOnWriteArraySet<>(List.of(1, 2, 3, 4, 5, 6));
    private volatile Answer second = null;
    private volatile boolean registers;
    private volatile Answer single = Answer.json(404, UNKNOWN);
    private VendorDouble shop;
    private RunningFlows flows;
    private ProducerTemplate template;

    @BeforeEach
    void shop() {
        shop = new VendorDouble(request -> {
            String path = request.uri().getPath();
            if (path.endsWith("/search")) return page(request.uri().getQuery());
            int id = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
            return held.contains(id) ? Answer.json(200, customer(id)) : single;
        });
    }

    @AfterEach
    void stop() {
        if (flows != null) flows.close();
        shop.close();
    }

    @Test
    void whoIsNotThereAnyMoreIsRemovedAfterAWholeReadingAndTheOthersStay() throws Exception {
        start(Map.of());
        deleteInTheShop(2, 5);

        read();
        assertThat(gone("customer")).containsExactly(2, 5);
        assertThat(gone("consent")).containsExactly(2, 5);
        assertThat(singles()).as("asked for before").containsExactlyInAnyOrder("2", "5");

        read();
        assertThat(gone("customer")).containsExactly(2, 5);
        assertThat(singles()).as("known to be gone").hasSize(2);
    }

    @Test
    void aReadingThatDoesNotShowAllRemovesNobody() throws Exception {
        start(Map.of());
        deleteInTheShop(2, 5);
        for (Answer answer : List.of(
                Answer.json(503, "{\"message\":\"sorry\"}"),
                Answer.json(500, "{\"message\":\"sorry\"}"),
                Answer.json(404, "{\"message\":\"sorry\"}"),
                Answer.json(401, "{\"message\":\"sorry\"}"),
                Answer.json(200, ""),
                Answer.json(200, "{}"),
                Answer.json(200, "{\"items\":[],\"search_criteria\":{\"current_page\":2}}"),
                Answer.json(200, "{\"items\":[],\"search_criteria\":{\"current_page\":2},\"total_count\":4}"),
                new Answer(200, "<html>back soon</html>", Map.of("Content-Type", "text/html")))) {
            second = answer;
            read();
            assertThat(gone("customer")).as(answer.toString()).isEmpty();
            assertThat(singles()).as(answer.toString()).isEmpty();
        }

        second = null;
        read();
        assertThat(gone("customer")).containsExactly(2, 5);
    }

    @Test
    void whoIsOnlyNotShownInTheListStays() throws Exception {
        start(Map.of());
        listed.removeAll(Set.of(3, 4)); // as by a filter of the website

        read();
        assertThat(singles()).containsExactlyInAnyOrder("3", "4");
        assertThat(gone("customer")).isEmpty();
    }

    @Test
    void whoRegistersWhenTheLastPageIsReadDoesNotVoidTheReading() throws Exception {
        start(Map.of());
        deleteInTheShop(2, 5);
        registers = true;

        read();
        assertThat(gone("customer")).containsExactly(2, 5);
    }

    @Test
    void whoIsShownAgainIsBack() throws Exception {
        start(Map.of());
        deleteInTheShop(2, 5); // as by a copy of the shop
        read();
        assertThat(gone("customer")).containsExactly(2, 5);

        held.addAll(Set.of(2, 5));
        listed.addAll(Set.of(2, 5));
        read();
        assertThat(gone("customer")).isEmpty();
        assertThat(gone("consent")).isEmpty();
        int asked = singles().size();
        read();
        assertThat(singles()).as("known to be back").hasSize(asked);
    }

    @Test
    void anAnswerThatIsNotMagentosOwnNoRemovesNobodyAndIsADeadLetter() throws Exception {
        start(Map.of());
        deleteInTheShop(3);
        int answers = 0;
        for (Answer answer : List.of(
                Answer.json(404, "{\"message\":\"Request does not match any route.\"}"),
                Answer.json(404, "[]"),
                Answer.json(200, "{}"),
                Answer.json(200, "[]"),
                Answer.json(200, "{\"message\":\"hello\"}"))) {
            single = answer;
            assertThat(send().getException()).isNull();
            answers++;
            List<Outcome.Kind> expected = Collections.nCopies(answers, Outcome.Kind.DEAD);
            await(answer.toString())
                    .untilAsserted(() -> assertThat(outcomes("magento-missing")).isEqualTo(expected));
        }
        assertThat(gone("customer")).isEmpty();
        assertThat(outcomes("magento-customers-gone")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"503, {}", "404, <html>not found</html>", "200, <html>back soon</html>"})
    void whileTheShopFailsNobodyIsRemoved(int status, String body) throws Exception {
        start(Map.of());
        deleteInTheShop(3);
        single = Answer.json(status, body);

        assertThat(send().getException()).isNull();
        await().untilAsserted(() -> assertThat(outcomes("magento-missing")).contains(Outcome.Kind.PARKED));
        assertThat(gone("customer")).isEmpty();
        single = Answer.json(404, UNKNOWN);
        await().untilAsserted(() -> assertThat(gone("customer")).containsExactly(3));
    }

    @Test
    void aShopThatShowsNobodyAnyMoreOrFewerThanAreMissingHasNotDeletedThem() throws Exception {
        start(Map.of());
        deleteInTheShop(2, 3, 5, 6);
        read();
        deleteInTheShop(1, 4);
        read();

        assertThat(gone("customer")).isEmpty();
        assertThat(singles()).isEmpty();
    }

    @Test
    void moreThanAreAllowedAreNotTakenAsDeleted() throws Exception {
        start(Map.of("serai.reconcile.most-gone", "1"));
        deleteInTheShop(2, 5);

        read();
        assertThat(gone("customer")).isEmpty();
        assertThat(singles()).isEmpty();
    }

    @Test
    void aSettingSwitchesItOff() throws Exception {
        start(Map.of("serai.reconcile.gone", "false"));
        deleteInTheShop(2, 5);

        read();
        assertThat(gone("customer")).isEmpty();
        assertThat(singles()).isEmpty();
    }

    private void start(Map<String, String> settings) throws Exception {
        Map<String, String> all =
                new HashMap<>(Map.of("serai.on.magento-reconcile", "true", "serai.reconcile.pause", "1"));
        all.putAll(settings);
        flows = new RunningFlows(
                folder,
                TestSystems.of(
                        SHOP + ".kind", "magento",
                        SHOP + ".url", shop.url(),
                        SHOP + ".auth", "bearer",
                        SHOP + ".token", "t"),
                all,
                MagentoReconcileTest::reading,
                "magento-customers.camel.yaml",
                "magento-consents.camel.yaml",
                "magento-gone.camel.yaml");
        template = flows.bus().camel().createProducerTemplate();
        for (int id : listed)
            flows.bus()
                    .publish(
                            "magento.customer",
                            SHOP,
                            Integer.toString(id),
                            Json.read(customer(id).getBytes(StandardCharsets.UTF_8)));
        settled();
        assertThat(IntStream.rangeClosed(1, 6).filter(id -> record("consent", id) != null))
                .hasSize(6);
    }

    private static void reading(DefaultCamelContext camel) {
        try {
            String route = Files.readString(Path.of("routes/magento-reconcile.camel.yaml"))
                    .replaceFirst(
                            "uri: schedule:magento-reconcile\n +parameters:\n( {8}.*\n)+", "uri: " + READING + "\n")
                    .replace("\"searchCriteria[pageSize]\": 100", "\"searchCriteria[pageSize]\": 2")
                    .replace("current_page * 100", "current_page * 2");
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromString("file:magento-reconcile.camel.yaml", route));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void deleteInTheShop(Integer... ids) {
        held.removeAll(List.of(ids));
        listed.removeAll(List.of(ids));
    }

    /** One reading, whatever it comes to, and all that follows from it. */
    private void read() {
        send();
        settled();
    }

    private Exchange send() {
        return template.send(READING, exchange -> {
            exchange.getMessage().setHeader("SeraiSystem", SHOP);
            exchange.getMessage().setHeader("SeraiKind", "magento");
        });
    }

    /** Everything that was published is handled, and nothing failed. */
    private void settled() {
        await().untilAsserted(() -> assertThat(flows.bus().backlogs())
                .filteredOn(backlog -> !backlog.group().isEmpty())
                .allMatch(backlog -> backlog.waiting() == 0 && backlog.parked() == 0));
        assertThat(flows.bus().backlogs()).allMatch(backlog -> backlog.dead() == 0);
    }

    private RecordView record(String entity, int id) {
        return flows.records().show(entity, SHOP, Integer.toString(id)).orElse(null);
    }

    private Set<Integer> gone(String entity) {
        return IntStream.rangeClosed(1, 6)
                .filter(id -> record(entity, id).goneAt() != null)
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Outcome.Kind> outcomes(String flow) {
        return flows.bus().handled().stream()
                .filter(each -> each.flow().equals(flow))
                .map(each -> each.item().outcome().kind())
                .toList();
    }

    /** Ids of the customers that were asked for one by one. */
    private List<String> singles() {
        return shop.requests().stream()
                .map(request -> request.uri().getPath())
                .filter(path -> !path.endsWith("/search"))
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .toList();
    }

    /** As Magento turns pages. */
    private Answer page(String query) {
        int size = number(query, "pageSize");
        int page = number(query, "currentPage");
        if (page == 2 && second != null) return second;
        List<Integer> all = listed.stream().sorted().toList();
        String items = all.stream()
                .skip((page - 1L) * size)
                .limit(size)
                .map(MagentoReconcileTest::customer)
                .collect(Collectors.joining(","));
        if (registers && page * size >= all.size()) listed.add(7);
        return Answer.json(
                200,
                "{\"items\":[" + items + "],\"search_criteria\":{\"current_page\":" + page + "},\"total_count\":"
                        + all.size() + "}");
    }

    private static int number(String query, String name) {
        String rest = query.substring(query.indexOf("[" + name + "]=") + name.length() + 3);
        return Integer.parseInt(rest.split("&")[0]);
    }

    private static String customer(int id) {
        JsonNode customer = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("email", "c" + id + "@example.com")
                .put("firstname", "C")
                .put("lastname", "Berg")
                .put("created_at", "2026-11-01 10:00:00")
                .put("updated_at", "2026-11-01 10:00:00")
                .set(
                        "extension_attributes",
                        JsonNodeFactory.instance.objectNode().put("is_subscribed", true));
        return customer.toString();
    }
}
