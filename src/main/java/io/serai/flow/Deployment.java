package io.serai.flow;

import io.serai.flow.check.FlowFile;
import io.serai.flow.check.Parsed;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A state of the routes folder that runs or shall run.
 *
 * @param files by name
 * @param routes by route id
 * @param kamelets files of the templates, by template name
 */
record Deployment(SortedMap<String, Parsed> files, SortedMap<String, Unit> routes, SortedMap<String, Parsed> kamelets) {
    static final Deployment NOTHING = new Deployment(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    /**
     * A route and what it is made of.
     *
     * @param file that defines it
     * @param fingerprint changes when the route, what its file says about all its routes, or a kamelet that it uses changes
     */
    record Unit(Parsed file, String fingerprint) {}

    static Deployment of(Collection<Parsed> parsed) {
        SortedMap<String, Parsed> files = new TreeMap<>();
        SortedMap<String, Parsed> kamelets = new TreeMap<>();
        for (Parsed file : parsed) {
            files.put(file.file().name(), file);
            if (file.template() != null) kamelets.put(file.template(), file);
        }
        SortedMap<String, Unit> routes = new TreeMap<>();
        for (Parsed file : files.values())
            file.definitions()
                    .forEach((id, text) -> routes.put(id, new Unit(file, fingerprint(file, id, text, kamelets))));
        return new Deployment(files, routes, kamelets);
    }

    private static String fingerprint(Parsed file, String route, String text, Map<String, Parsed> kamelets) {
        StringBuilder all = new StringBuilder(text).append('\0').append(file.shared());
        Set<String> used = new TreeSet<>();
        collect(file.kamelets(route), kamelets, used);
        for (String name : used) all.append('\0').append(name).append('@').append(revision(kamelets.get(name)));
        return FlowFile.hash(all.toString());
    }

    private static void collect(Set<String> names, Map<String, Parsed> kamelets, Set<String> used) {
        for (String name : names)
            if (used.add(name) && kamelets.containsKey(name))
                collect(kamelets.get(name).kamelets(name), kamelets, used);
    }

    private static String revision(Parsed kamelet) {
        return kamelet == null ? "none" : kamelet.file().revision();
    }

    /** Revision of a file, or null when it is not there. */
    String revision(String file) {
        Parsed parsed = files.get(file);
        return parsed == null ? null : parsed.file().revision();
    }
}
