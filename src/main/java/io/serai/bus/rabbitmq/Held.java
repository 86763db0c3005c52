package io.serai.bus.rabbitmq;

import com.rabbitmq.client.Channel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is handed over and not acknowledged; what came by a channel that is gone is with the broker again. Thread-safe. */
final class Held {
    private final ConcurrentHashMap<Channel, AtomicLong> byChannel = new ConcurrentHashMap<>();

    void add(Channel channel) {
        AtomicLong count = byChannel.get(channel);
        if (count == null) {
            byChannel.keySet().removeIf(other -> !other.isOpen());
            count = byChannel.computeIfAbsent(channel, key -> new AtomicLong());
        }
        count.incrementAndGet();
    }

    void remove(Channel channel) {
        AtomicLong count = byChannel.get(channel);
        if (count != null) count.decrementAndGet();
    }

    long count() {
        return byChannel.entrySet().stream()
                .filter(entry -> entry.getKey().isOpen())
                .mapToLong(entry -> entry.getValue().get())
                .sum();
    }
}
