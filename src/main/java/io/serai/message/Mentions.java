package io.serai.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds out which messages mention whom of several people: each payload is read once, however many they are. For one thread. */
public final class Mentions {
    private final Function<String, Optional<String>> key;
    private final Map<String, List<String>> people = new HashMap<>();
    private final Map<String, Set<String>> found = new HashMap<>();

    /** @param key by which a text recognises somebody; empty for what nobody is recognised by */
    public Mentions(Function<String, Optional<String>> key) {
        this.key = key;
    }

    /**
     * Somebody to look for.
     *
     * @param person any name
     * @param keys by which that person, and nobody else, is recognised
     */
    public void add(String person, Set<String> keys) {
        for (String each : keys)
            people.computeIfAbsent(each, any -> new ArrayList<>()).add(person);
    }

    /** Whether nobody can be found, whatever is read. */
    public boolean isEmpty() {
        return people.isEmpty();
    }

    public void read(String message, byte[] payload) {
        Texts.of(payload)
                .flatMap(text -> key.apply(text).stream())
                .flatMap(each -> people.getOrDefault(each, List.of()).stream())
                .forEach(person ->
                        found.computeIfAbsent(person, any -> new HashSet<>()).add(message));
    }

    /** Ids of the messages that mentioned the person so far. */
    public Set<String> of(String person) {
        return Set.copyOf(found.getOrDefault(person, Set.of()));
    }
}
