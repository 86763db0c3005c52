package io.serai.it.oracle;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends of replicas: SIGKILL at named points, and SIGTERM. Points inside of a flow are opened by a step in the replica's own routes. */
record KillFaults(Replicas replicas, Gate gate, Random random) {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String WEBHOOKS = "routes/webhooks.camel.yaml";
    private static final String CUSTOMERS = "routes/customers-to-salesforce.camel.yaml";
    private static final List<String> EDITED =
            List.of(CUSTOMERS, "routes/orders-to-salesforce.camel.yaml", "routes/companies-to-salesforce.camel.yaml");

    List<Fault> all() {
        List<Fault> faults = new ArrayList<>(List.of(
                new Fault("SIGKILL right after a webhook was accepted", this::afterAccept),
                new Fault("SIGKILL after the journal, before the answer", this::afterJournal),
                new Fault("SIGKILL after the vendor's 2xx, before the mark", this::beforeTheMark),
                new Fault("SIGKILL during a reload", this::duringReload),
                new Fault("rolling restart by SIGTERM", replicas::rollingRestart)));
        if (replicas.all().size() > 1) faults.add(new Fault("SIGKILL of all replicas", this::everywhere));
        return faults;
    }

    private void afterAccept() throws Exception {
        CompletableFuture<Replica> killed = new CompletableFuture<>();
        gate.afterNextAccept(replica -> {
            replica.runtime().kill();
            killed.complete(replica);
        });
        killed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).runtime().start();
    }

    private void afterJournal() {
        String answer = "        - choice:\n            when:\n"; // of what is answered, after the transaction
        inWindow(List.of(replicas.any(random)), WEBHOOKS, answer, "%s" + answer);
    }

    /** On whichever replica handles customers: with a broker it may be one alone that reads a group. */
    private void beforeTheMark() {
        String sent = "              key: Serai_Id__c\n";
        inWindow(replicas.all(), CUSTOMERS, sent, sent + "%s");
    }

    /** Has replicas stop for a long time at a place in a route, and kills the one that first tells that it is there. */
    private static void inWindow(List<Replica> candidates, String file, String old, String changed) {
        String open = "THE WINDOW IS OPEN " + System.nanoTime();
        String step = """
                - log: { message: "%s", loggingLevel: WARN }
                - delay: { constant: "20000", asyncDelayed: false }
        """.formatted(open).indent(0);
        String good = candidates.get(0).flows().read(file);
        for (Replica replica : candidates) replica.flows().write(file, good).edit(file, old, changed.formatted(step));
        Replica first = await("the window")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> opened(candidates, open), Objects::nonNull);
        first.runtime().kill();
        candidates.forEach(replica -> replica.flows().write(file, good));
        first.runtime().start();
    }

    private static Replica opened(List<Replica> candidates, String open) {
        for (Replica replica : candidates) if (replica.runtime().output().contains(open)) return replica;
        return null;
    }

    private void duringReload() {
        Replica replica = replicas.any(random);
        for (String file : EDITED) {
            String linger = replica.flows().read(file).contains("linger: 150ms") ? "linger: 150ms" : "linger: 160ms";
            replica.flows().edit(file, linger, linger.equals("linger: 150ms") ? "linger: 160ms" : "linger: 150ms");
        }
        Pause.millis(random.nextInt(600));
        replica.runtime().kill();
        replica.runtime().start();
    }

    private void everywhere() {
        replicas.all().forEach(replica -> replica.runtime().kill());
        replicas.start();
    }
}
