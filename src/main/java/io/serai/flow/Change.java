package io.serai.flow;

import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What must be stopped and started to get from one state to another; what is the same in both stays untouched.
 *
 * @param routesOut ids of routes to stop, in the old state
 * @param routesIn ids of routes to start, in the new state
 * @param kameletsOut names of templates to remove
 * @param kameletsIn names of templates to add
 */
record Change(
        SortedSet<String> routesOut,
        SortedSet<String> routesIn,
        SortedSet<String> kameletsOut,
        SortedSet<String> kameletsIn) {

    static Change between(Deployment from, Deployment to) {
        Function<Deployment.Unit, String> route = Deployment.Unit::fingerprint;
        Function<io.serai.flow.check.Parsed, String> kamelet =
                file -> file.file().revision();
        return new Change(
                missing(from.routes(), to.routes(), route),
                missing(to.routes(), from.routes(), route),
                missing(from.kamelets(), to.kamelets(), kamelet),
                missing(to.kamelets(), from.kamelets(), kamelet));
    }

    /** Keys of the one that the other has not, or has with another print. */
    private static <T> SortedSet<String> missing(
            SortedMap<String, T> one, SortedMap<String, T> other, Function<T, String> print) {
        SortedSet<String> keys = new TreeSet<>();
        one.forEach((key, value) -> {
            T there = other.get(key);
            if (there == null || !Objects.equals(print.apply(value), print.apply(there))) keys.add(key);
        });
        return keys;
    }
}
