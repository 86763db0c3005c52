package io.serai.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.bus.broker.Received;
import io.serai.bus.broker.Receiver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** An inbox that remembers everything. */
final class Handed implements Receiver {
    private final List<Received> received = new ArrayList<>();
    private int acknowledged;
    private int mostOpen;
    private boolean atOnce;

    /** Acknowledges from now on, on other threads. */
    Handed acknowledging() {
        atOnce = true;
        return this;
    }

    @Override
    public synchronized void accept(Received one) {
        received.add(one);
        mostOpen = Math.max(mostOpen, received.size() - acknowledged);
        if (atOnce) CompletableFuture.runAsync(one.acknowledge());
    }

    void acknowledgeAll() {
        List<Received> open;
        synchronized (this) {
            open = List.copyOf(received.subList(acknowledged, received.size()));
            acknowledged = received.size();
        }
        open.forEach(one -> one.acknowledge().run());
    }

    synchronized int size() {
        return received.size();
    }

    synchronized int mostOpen() {
        return mostOpen;
    }

    synchronized List<Received> all() {
        return List.copyOf(received);
    }

    Received by(String id) {
        return all().stream()
                .filter(one -> one.message().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    Set<String> ids() {
        return all().stream().map(one -> one.message().id()).collect(Collectors.toSet());
    }

    List<Integer> numbers() {
        return all().stream().map(Handed::number).toList();
    }

    /** How many subjects have all numbers from 1 on, whoever got them. */
    static long subjectsWithAll(int each, Handed... some) {
        Map<String, Set<Integer>> numbers = new HashMap<>();
        for (Handed handed : some)
            for (Received one : handed.all())
                numbers.computeIfAbsent(one.message().subject(), unused -> new HashSet<>())
                        .add(number(one));
        return numbers.values().stream().filter(of -> of.size() == each).count();
    }

    /** What comes again comes in order, too; what is new is newer than all before it. */
    void assertOrderPerSubject() {
        Map<String, Integer> newest = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Received one : all()) {
            String subject = one.message().subject();
            if (!seen.add(one.message().id())) continue;
            Integer before = newest.put(subject, number(one));
            if (before != null)
                assertThat(number(one)).as("subject %s", subject).isGreaterThanOrEqualTo(before);
        }
    }

    private static int number(Received one) {
        return one.message().data().get("n").asInt();
    }
}
