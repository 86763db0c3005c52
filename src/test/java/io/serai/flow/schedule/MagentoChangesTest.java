package io.serai.flow.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The paging of the shipped polling routes, with a double of {@code kamelet:magento-search}. */
class MagentoChangesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROUTES = Path.of("routes");
    private static final String SEARCH = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: magento-search
            spec:
              definition:
                required: [resource]
                properties:
                  resource: { type: string }
                  pageSize: { type: integer }
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - setProperty: { name: resource, constant: "{{resource}}" }
                    - process: { ref: shop }
            """;

    private record Row(String time, int id) {}

    @TempDir
    Path folder;

    private final List<Row> shop = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger pages = new AtomicInteger();
    private volatile int failsFromPage = Integer.MAX_VALUE;
    private ScheduleFixture fixture;

    @BeforeEach
    void open() {
        start();
        fixture.store.write(tx -> tx.update("CREATE TABLE arrived (id INTEGER, system TEXT)"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void start() {
        fixture = new ScheduleFixture(folder);
        fixture.context.getPropertiesComponent().addInitialProperty("serai.poll.every", "20");
        fixture.context.getPropertiesComponent().addInitialProperty("serai.on.magento", "true");
        fixture.context.getRegistry().bind("shop", Processor.class, (Processor) this::search);
        fixture.component("journal", exchange -> {});
        fixture.component("bus", this::arrive);
    }

    /** As Magento: sorted, and the last page again when asked beyond it. */
    private void search(Exchange exchange) {
        String since = exchange.getMessage().getHeader("SeraiSince", String.class);
        int page = exchange.getMessage().getHeader("SeraiPage", Integer.class);
        boolean watched = "magento-pl".equals(exchange.getMessage().getHeader("SeraiSystem"));
        if (watched) asked.add(since.substring(11) + "/" + page);
        List<Row> found = shop.stream()
                .filter(row -> watched && row.time().compareTo(since) >= 0)
                .sorted(Comparator.comparing(Row::time).thenComparing(Row::id))
                .toList();
        int last = Math.max(1, (found.size() + 1) / 2);
        int from = (Math.min(page, last) - 1) * 2;
        ObjectNode body = JSON.createObjectNode().put("total_count", found.size());
        ArrayNode items = body.putArray("items");
        found.subList(from, Math.min(from + 2, found.size()))
                .forEach(row -> items.addObject()
                        .put("id", row.id())
                        .put("entity_id", row.id())
                        .put("updated_at", row.time()));
        exchange.getMessage().setBody(body);
    }

    private void arrive(Exchange exchange) {
        if (pages.incrementAndGet() >= failsFromPage) throw new IllegalStateException("killed between pages");
        for (JsonNode row : exchange.getMessage().getBody(JsonNode.class))
            fixture.store.write(tx -> tx.update(
                    "INSERT INTO arrived VALUES (?, 'x')", row.path("id").asInt()));
    }

    private List<Integer> arrived() {
        return fixture.store.read(tx -> tx.query("SELECT DISTINCT id FROM arrived ORDER BY id", row -> row.getInt(1)));
    }

    private void rows(String... rows) {
        for (String row : rows) {
            String[] parts = row.split("#");
            shop.add(new Row("2026-11-20 " + parts[0], Integer.parseInt(parts[1])));
        }
    }

    private void run(String route) throws Exception {
        String changes = Files.readString(ROUTES.resolve("kamelets/magento-changes.kamelet.yaml"))
                .replace("default: 200", "default: 2");
        load("magento-search.kamelet.yaml", SEARCH);
        load("magento-changes.kamelet.yaml", changes);
        load(route, Files.readString(ROUTES.resolve(route)));
    }

    private void load(String name, String content) throws Exception {
        Resource resource = ResourceHelper.fromString("file:" + name, content);
        PluginHelper.getRoutesLoader(fixture.context).loadRoutes(resource);
    }

    private void awaitRuns(String schedule, int count) {
        await().until(() -> fixture.runs(schedule, "magento-pl", "ok") >= count);
    }

    @Test
    void threePagesAreReadFromTheLastRecordOnAndTheWatermarkIsThere() throws Exception {
        rows("10:00:00#1", "10:00:01#2", "10:00:02#3", "10:00:03#4", "10:00:04#5");
        run("magento-customers-poll.camel.yaml");
        awaitRuns("magento-customers", 1);
        assertThat(arrived()).containsExactly(1, 2, 3, 4, 5);
        assertThat(asked.subList(0, 4)).containsExactly("00:00:00/1", "10:00:01/1", "10:00:02/1", "10:00:03/1");
        assertThat(fixture.watermarks.of("magento-customers", "magento-pl"))
                .contains(new Watermark(Instant.parse("2026-11-20T10:00:04Z"), "5"));
        assertThat(fixture.watermarks.of("magento-customers", "magento-de")).isEmpty();
    }

    @Test
    void recordsOfOneSecondThatFillMoreThanAPageArePagedThrough() throws Exception {
        rows("10:00:00#1", "10:00:00#2", "10:00:00#3", "10:00:00#4", "10:00:00#5", "10:00:07#6", "10:00:08#7");
        run("magento-orders-poll.camel.yaml");
        awaitRuns("magento-orders", 1);
        assertThat(arrived()).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(asked.subList(0, 5))
                .containsExactly("00:00:00/1", "10:00:00/1", "10:00:00/2", "10:00:00/3", "10:00:07/1");
    }

    @Test
    void theLastPageIsNotReadForEverAndNothingNewMovesNothing() throws Exception {
        rows("10:00:00#1", "10:00:00#2");
        run("magento-products-poll.camel.xml");
        awaitRuns("magento-products", 3);
        assertThat(asked.subList(0, 3)).containsExactly("00:00:00/1", "09:59:00/1", "09:59:00/1");
        assertThat(arrived()).containsExactly(1, 2);
    }

    @Test
    void anEmptyShopIsAskedOnceARun() throws Exception {
        run("magento-orders-poll.camel.yaml");
        awaitRuns("magento-orders", 2);
        assertThat(asked.subList(0, 2)).containsExactly("00:00:00/1", "00:00:00/1");
        assertThat(fixture.watermarks.of("magento-orders", "magento-pl")).isEmpty();
    }

    @Test
    void aPageThatEndsAtTheJournalStillMovesTheWatermarkAndTheRunGoesOn() throws Exception {
        rows("10:00:00#1", "10:00:01#2", "10:00:02#3");
        fixture.context.removeComponent("journal");
        fixture.component("journal", exchange -> exchange.setRouteStop(true));
        run("magento-orders-poll.camel.yaml");
        awaitRuns("magento-orders", 1);
        assertThat(arrived()).isEmpty();
        assertThat(fixture.watermarks.of("magento-orders", "magento-pl"))
                .contains(new Watermark(Instant.parse("2026-11-20T10:00:02Z"), "3"));
    }

    @Test
    void aFailureBetweenPagesKeepsWhatWasReadAndLosesNothing() throws Exception {
        rows("10:00:00#1", "10:00:01#2", "10:02:02#3", "10:02:03#4", "10:04:04#5");
        failsFromPage = 2;
        run("magento-customers-poll.camel.yaml");
        await().until(() -> fixture.runs("magento-customers", "magento-pl", "failed") >= 1);
        assertThat(arrived()).containsExactly(1, 2);
        close();

        failsFromPage = Integer.MAX_VALUE;
        asked.clear();
        start();
        run("magento-customers-poll.camel.yaml");
        awaitRuns("magento-customers", 1);
        assertThat(arrived()).containsExactly(1, 2, 3, 4, 5);
        assertThat(asked.get(0)).isEqualTo("09:59:01/1");
    }
}
