package io.serai.it.oracle;

import io.serai.it.Vendors;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The runtime as a few processes that share its services. */
record Replicas(List<Replica> all) implements AutoCloseable {

    static Replicas in(Path folder, int count, List<Service> services, Vendors vendors) {
        List<Replica> all = IntStream.rangeClosed(1, count)
                .mapToObj(number -> Replica.in(folder, number))
                .toList();
        for (Replica replica : all) {
            replica.runtime()
                    .vendors(vendors.url())
                    .set("serai.routes", replica.flows().routes().toString())
                    .set("serai.mappings", replica.flows().mappings().toString())
                    .set("serai.instance", "replica" + replica.number())
                    .set("serai.reload.every", "100ms")
                    .set("serai.poll.initial-delay", "1h") // polls would bring again what webhooks lost
                    .set("serai.bus.retry.max-delay", "3s")
                    .set("serai.orders.large", String.valueOf(Change.LARGE))
                    .set("quarkus.log.level", "WARN");
            services.forEach(service -> service.configure(replica.runtime()));
        }
        return new Replicas(all);
    }

    /** All at once, also the first time, when the store has no tables yet. */
    void start() {
        all.forEach(replica -> replica.runtime().launch());
        all.forEach(replica -> replica.runtime().awaitReady());
    }

    Replica any(Random random) {
        return all.get(random.nextInt(all.size()));
    }

    /** One after the other, as in a rolling update; SIGTERM. */
    void rollingRestart() {
        for (Replica replica : all) {
            replica.runtime().terminate();
            replica.runtime().awaitEnd();
            replica.runtime().start();
        }
    }

    /** From now on, once they are started again, they also read what changed in the shops. */
    void withPolling() {
        for (Replica replica : all)
            replica.runtime().set("serai.poll.initial-delay", "1s").set("serai.poll.every", "1s");
        rollingRestart();
    }

    /** Messages that wait, in all groups. */
    double unsettled() {
        return all.stream()
                .mapToDouble(replica -> replica.runtime().metrics("serai_bus_backlog_messages", "")
                        + replica.runtime().metrics("serai_bus_parked_messages", ""))
                .sum();
    }

    @Override
    public void close() {
        all.forEach(replica -> replica.runtime().close());
    }
}
