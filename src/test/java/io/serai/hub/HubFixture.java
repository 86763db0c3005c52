package io.serai.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.connect.VendorFailures;
import io.serai.message.Batch;
import io.serai.message.Batches;
import io.serai.message.Ids;
import io.serai.message.Item;
import io.serai.message.Json;
import io.serai.message.LinkKey;
import io.serai.message.Message;
import io.serai.message.Note;
import io.serai.message.Waiting;
import io.serai.store.SqlStore;
import io.serai.store.StoreTransaction;
import io.serai.store.TestStore;
import io.serai.watch.TestWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** The hub on a real store, in a Camel context of its own. Systems named {@code x-y} are of kind {@code x}. */
final class HubFixture implements AutoCloseable {
    static final String CUSTOMER = """
            entity: customer
            match: [email]
            duplicates: [[phone], [name, address.city]]
            fields:
              email:   { type: email, master: [magento, salesforce] }
              phone:   { type: phone, master: latest }
              name:    { type: string, master: [salesforce, magento] }
              score:   { type: integer, master: hubspot }
              company: { type: reference, entity: company, master: magento }
              address: { type: object, master: latest, fields: { street: { type: string }, city: { type: string } } }
            """;
    private static final String ORDER =
            "entity: order\nmatch: []\nfields: { total: { type: money, master: magento } }\n";

    final SqlStore store;
    final Models models;
    final Hub hub;
    final Records records;
    final HubLinks links;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final List<LinkKey> released = new ArrayList<>();
    final DefaultCamelContext camel = new DefaultCamelContext();
    private final Ids ids = new Ids();
    private final ProducerTemplate template;
    private final ExecutorService afterCommit = Executors.newFixedThreadPool(2);

    HubFixture(Path folder) throws IOException {
        this(folder, TestStore.open(folder));
    }

    /** On a store that others use too; closes it in the end. */
    HubFixture(Path folder, SqlStore store) throws IOException {
        this(folder, store, Clock.systemUTC());
    }

    HubFixture(Path folder, SqlStore store, Clock clock) throws IOException {
        this.store = store;
        Files.createDirectories(folder.resolve("model"));
        Files.writeString(folder.resolve("model/customer.yaml"), CUSTOMER);
        Files.writeString(folder.resolve("model/order.yaml"), ORDER);
        Files.writeString(folder.resolve("model/consent.yaml"), ConsentResolutionTest.CONSENT);
        models = new Models(folder.resolve("model"));
        if (!models.reload().isEmpty())
            throw new IllegalStateException(models.reload().toString());
        Kinds kinds = system -> system.split("-")[0];
        hub = new Hub(
                store,
                models,
                kinds,
                ids,
                clock,
                new Released(),
                registry,
                TestWatch.audit(store),
                new VendorFailures());
        records = new Records(store, models);
        links = new HubLinks(store);
        camel.addComponent("hub", new HubComponent(hub));
        camel.getRegistry().bind("store", new StoreTransaction(store, afterCommit, false));
        camel.start();
        template = camel.createProducerTemplate();
    }

    private final class Released implements Waiting {
        @Override
        public boolean any() {
            return true;
        }

        @Override
        public void released(Collection<LinkKey> links) {
            released.addAll(links);
        }
    }

    void route(RouteBuilder route) throws Exception {
        camel.addRoutes(route);
    }

    /** What a mapping leaves: a customer of a system, as it was at a second. */
    Item said(String system, String externalId, long second, String json) {
        return said("customer", system, externalId, second, json);
    }

    Item said(String entity, String system, String externalId, long second, String json) {
        String id = ids.next();
        Instant time = Instant.ofEpochSecond(second);
        Message message = new Message(id, "any." + entity, system, externalId, time, id, read(json));
        return Item.of(message, 1)
                .note(Note.ENTITY, entity)
                .note(Note.EXTERNAL_ID, externalId)
                .note(Note.SOURCE_TIME, time.toString());
    }

    /** A change message of the record. */
    Item change(String record) {
        String id = ids.next();
        JsonNode data = read("{\"entity\":\"customer\",\"record\":\"" + record + "\",\"version\":1,\"changed\":[]}");
        return Item.of(new Message(id, "customer.changed", "magento-pl", record, Instant.now(), id, data), 1);
    }

    Exchange exchange(boolean single, List<Item> items) {
        Exchange exchange = new DefaultExchange(camel);
        Batches.set(exchange, new Batch(items, single));
        return exchange;
    }

    /** Sends the exchange on, as a route would; a failure is thrown. */
    Exchange to(String uri, Exchange exchange) {
        template.send(uri, exchange);
        if (exchange.getException() instanceof RuntimeException failure) throw failure;
        return exchange;
    }

    List<Item> run(String uri, Item... items) {
        return items(to(uri, exchange(false, Arrays.asList(items))));
    }

    Item merge(Item item) {
        return run("hub:merge", item).get(0);
    }

    static List<Item> items(Exchange exchange) {
        return Batches.envelope(exchange).items();
    }

    /** Outcomes in short: {@code live}, or {@code skipped-unchanged/no-change}. */
    static List<String> outcomes(List<Item> items) {
        return items.stream().map(HubFixture::outcome).toList();
    }

    static String outcome(Item item) {
        if (item.live()) return "live";
        String reason = item.outcome().reason();
        return item.outcome().kind().label() + (reason == null ? "" : "/" + reason);
    }

    JsonNode data(String record) {
        return records.show(record).orElseThrow().data();
    }

    static JsonNode read(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    long rows(String table) {
        return store.read(tx -> tx.first("SELECT count(*) FROM " + table, row -> row.getLong(1)))
                .orElseThrow();
    }

    @Override
    public void close() {
        camel.stop();
        store.close();
        afterCommit.shutdown();
    }
}
