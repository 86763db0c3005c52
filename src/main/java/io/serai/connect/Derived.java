package io.serai.connect;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is made of texts that may change, such as a key of a secret; made again only when they have. Thread-safe.
 *
 * @param <T> what is made
 */
public final class Derived<T> implements Supplier<T> {
    private record Made<T>(List<String> texts, T value) {}

    private final Supplier<List<String>> texts;
    private final Function<List<String>, T> make;
    private volatile Made<T> made;

    public Derived(Supplier<List<String>> texts, Function<List<String>, T> make) {
        this.texts = texts;
        this.make = make;
    }

    @Override
    public T get() {
        List<String> now = texts.get();
        Made<T> known = made;
        if (known != null && known.texts().equals(now)) return known.value();
        T value = make.apply(now);
        made = new Made<>(now, value);
        return value;
    }
}
