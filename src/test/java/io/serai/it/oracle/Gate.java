package io.serai.it.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.it.RuntimeProcess;
import io.serai.message.Json;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Hands changes over as a shop does: again, at any replica, until one of them has accepted it. Thread-safe. */
final class Gate {
    private static final long PAUSE_NANOS = 100_000_000;

    private final Replicas replicas;
    private final AtomicReference<Consumer<Replica>> afterAccept = new AtomicReference<>();

    Gate(Replicas replicas) {
        this.replicas = replicas;
    }

    /** What happens right after the next change was accepted, to the replica that did. */
    void afterNextAccept(Consumer<Replica> strike) {
        afterAccept.set(strike);
    }

    /**
     * Returns once a replica has accepted it.
     *
     * @return whether it was told that it is known already
     * @throws IllegalStateException when it was refused for ever
     */
    boolean hand(Change change) {
        int first = ThreadLocalRandom.current().nextInt(replicas.all().size());
        for (int attempt = 0; !Thread.currentThread().isInterrupted(); attempt++) {
            Replica replica =
                    replicas.all().get((first + attempt) % replicas.all().size());
            HttpResponse<byte[]> answer = send(change, replica);
            if (answer != null && answer.statusCode() == 202) {
                Consumer<Replica> strike = afterAccept.getAndSet(null);
                if (strike != null) strike.accept(replica);
                JsonNode told = Json.read(answer.body());
                return told.get("duplicate").asBoolean();
            }
            if (answer != null && answer.statusCode() >= 400 && answer.statusCode() < 500 && answer.statusCode() != 404)
                throw new IllegalStateException("change " + change.number() + " was refused: " + answer.statusCode()
                        + " " + new String(answer.body(), StandardCharsets.UTF_8));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IllegalStateException("change " + change.number() + " was never accepted: the run ended");
    }

    /** Null when there was no answer, as from a replica that is down or was killed meanwhile. */
    private static HttpResponse<byte[]> send(Change change, Replica replica) {
        try {
            return RuntimeProcess.send(change.hook().request(replica.runtime().http("/hooks/magento-pl")));
        } catch (UncheckedIOException e) {
            return null;
        }
    }
}
