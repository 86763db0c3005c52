package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;

/** A runtime with 256 MB of heap and one group, whose target is down at first. */
record Backlog(RuntimeProcess runtime, Vendors vendors) implements AutoCloseable {
    /** What is parked by the failures before the pause is none of it. */
    private static final int PARKED = 5_000;

    private static final double MUCH = 220e6;
    private static final String ROUTE = """
            - route:
                id: backlog
                from:
                  uri: bus:backlog
                  parameters: { group: target, batch: 200 }
                  steps:
                    - to: kamelet:salesforce-upsert?object=Contact&key=Serai_Id__c
            - route:
                id: producer
                from:
                  uri: direct:producer
                  steps:
                    - to: bus:backlog
            """;

    /** Not started, so that settings can be added. */
    static Backlog in(Path folder) {
        Flows flows = Flows.copiedTo(folder).only("routes");
        flows.write("routes/backlog.camel.yaml", ROUTE);
        Vendors vendors = new Vendors(SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        vendors.post("salesforce/fail", "{\"rate\":1,\"status\":503}");
        RuntimeProcess runtime = new RuntimeProcess(folder)
                .vendors(vendors.url())
                .set("serai.routes", flows.routes().toString())
                .set("serai.bus.pause.max-delay", "2s")
                .set("quarkus.log.category.\"org.apache.camel.processor.errorhandler\".level", "OFF");
        return new Backlog(runtime, vendors);
    }

    /** All of it waits, wherever that is, while the group pauses, and the heap is small. */
    void awaitWaiting(int messages, Duration patience) {
        await("the pause")
                .atMost(patience)
                .untilAsserted(() -> assertThat(runtime.metrics("serai_bus_group_pauses_total", "target"))
                        .isPositive());
        await("the backlog as it is counted")
                .atMost(patience)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(runtime.metrics("serai_bus_backlog_messages", "target"))
                        .isBetween((double) messages - PARKED, (double) messages));
        assertThat(vendors.salesforce("Contact")).isEmpty();
        awaitSmallHeap(patience);
    }

    /** The target is up again, and has got so many; the heap has stayed small, and nothing was given up. */
    void drain(int messages, Duration patience) {
        vendors.delete("salesforce/fail");
        await("messages at the target")
                .atMost(patience)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(vendors.get("salesforce/Contact?limit=1")
                                .get("total")
                                .asInt())
                        .isGreaterThanOrEqualTo(messages));
        awaitSmallHeap(patience);
        assertThat(runtime.ready()).isTrue();
        assertThat(runtime.managementJson("/serai/dead").get("dead")).isEmpty();
        assertThat(runtime.output()).doesNotContain("OutOfMemoryError");
    }

    private void awaitSmallHeap(Duration patience) {
        await("a heap that was collected")
                .atMost(patience)
                .untilAsserted(() -> assertThat(runtime.metrics("jvm_memory_used_bytes{area=\"heap\"", ""))
                        .isLessThan(MUCH));
    }

    @Override
    public void close() {
        runtime.close();
        vendors.close();
    }
}
