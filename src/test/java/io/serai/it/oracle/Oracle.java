package io.serai.it.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.it.Shop;
import io.serai.it.Vendors;
import io.serai.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * One run: changes flow, everything that can fail does, and then the vendor's ledger is compared with what was issued.
 *
 * <p>Settings: {@code serai.oracle.seed} repeats the order of the faults of a run that printed it; {@code serai.oracle.rounds} is how often
 * each fault strikes (1); {@code serai.oracle.rate} changes a second (4).
 */
final class Oracle implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final long seed = Long.getLong("serai.oracle.seed", System.currentTimeMillis() % 1_000_000);
    private final int rounds = Integer.getInteger("serai.oracle.rounds", 1);
    private final int rate = Integer.getInteger("serai.oracle.rate", 4);
    private final Random random = new Random(seed);
    private final long began = System.nanoTime();
    private final String name;
    private final List<Service> services;
    private final Vendors vendors;
    private final Replicas replicas;
    private final Issued issued = new Issued();
    private final Ledger ledger;
    private final Gate gate;
    private final Producer producer;

    /** @param name of the combination, for the log */
    Oracle(String name, Path folder, int count, List<Service> services) {
        this.name = name;
        this.services = services;
        this.vendors = new Vendors(
                SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING).withHistory(true));
        this.replicas = Replicas.in(folder, count, services, vendors);
        this.ledger = new Ledger(vendors);
        this.gate = new Gate(replicas);
        this.producer = new Producer(issued, new Shop(vendors, "magento-pl"), gate, new Random(seed));
    }

    void run() throws Exception {
        say("seed " + seed + ", " + replicas.all().size() + " replicas");
        replicas.start();
        say("ready");
        producer.start(rate);
        for (int round = 0; round < rounds; round++) strikeAll();
        producer.finish();
        say(issued.all().size() + " changes acknowledged");
        convergence("after the faults");
        replay();
        freshOrder();
    }

    private void strikeAll() throws Exception {
        VendorFaults vendorFaults = new VendorFaults(vendors);
        List<Fault> faults = new ArrayList<>(vendorFaults.all());
        faults.addAll(new KillFaults(replicas, gate, random).all());
        services.forEach(service -> faults.addAll(service.faults(replicas)));
        Collections.shuffle(faults, random);
        for (Fault fault : faults) {
            say(fault.name());
            fault.strike().run();
            producer.rethrow();
            Pause.millis(300 + random.nextInt(900));
        }
        vendorFaults.end();
    }

    /** What was acknowledged has arrived, what was not issued has not, the last value stands, and nothing was given up. */
    private void convergence(String when) {
        await("the vendor to have the last state of all records, " + when)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> ledger.assertHolds(issued));
        await("nothing to wait any more")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(this::settled);
        ledger.assertHolds(issued);
        ledger.assertNothingInvented(issued);
        for (Replica replica : replicas.all())
            assertThat(replica.runtime().managementJson("/serai/dead").get("dead"))
                    .isEmpty();
        say("all there " + when + "; " + ledger.writes() + " writes, " + ledger.regressions() + " out of order");
    }

    private boolean settled() {
        return replicas.unsettled() == 0;
    }

    /** All webhooks again, once as they were and once as if they were new, in any order; and polls of the whole shop. */
    private void replay() {
        Map<String, JsonNode> before = ledger.state();
        replicas.withPolling();
        List<Change> changes = new ArrayList<>(issued.all());
        Collections.shuffle(changes, random);
        changes.parallelStream().forEach(change -> {
            assertThat(gate.hand(change))
                    .as("change " + change.number() + " is known")
                    .isTrue();
            gate.hand(change.again());
        });
        convergence("after a replay");
        ledger.assertStill(before);
    }

    private void freshOrder() {
        producer.freshOrder();
        convergence("after a fresh order");
    }

    /** One line. */
    private void say(String what) {
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.println(String.format(Locale.ROOT, "oracle %s %6.1f s: %s", name, seconds, what));
    }

    @Override
    public void close() {
        producer.close();
        replicas.close();
        vendors.close();
    }
}
