package io.serai.flow;

import io.serai.flow.check.Parsed;
import io.serai.flow.check.RouteCheck;
import io.serai.message.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides which of several changed files may be taken together: a broken one does not hold back the others, and files that need each
 * other (a kamelet and the route that uses its new property) go together.
 */
final class Candidates {
    private final Deployment running;
    private final Map<String, Parsed> changed;
    private final RouteCheck check;
    private final Map<String, List<Finding>> refused = new TreeMap<>();

    /** @param changed by name, with null for a deleted file */
    Candidates(Deployment running, Map<String, Parsed> changed, RouteCheck check) {
        this.running = running;
        this.changed = changed;
        this.check = check;
    }

    /** Why files were left out, by name. */
    Map<String, List<Finding>> refused() {
        return refused;
    }

    /** The running state with all changed files that can be taken; those that cannot are in {@link #refused()}. */
    Set<String> choose() {
        Set<String> left = new TreeSet<>(changed.keySet());
        while (true) {
            List<Finding> errors = errors(left);
            if (errors.isEmpty()) return left;
            Set<String> guilty =
                    errors.stream().map(Finding::file).filter(left::contains).collect(Collectors.toSet());
            if (guilty.isEmpty()) return oneByOne(left, errors);
            left.removeAll(guilty);
            for (String file : guilty)
                refused.put(
                        file,
                        errors.stream()
                                .filter(error -> error.file().equals(file))
                                .toList());
        }
    }

    /** What they break stands in files that did not change, as when a kamelet goes that a route uses. */
    private Set<String> oneByOne(Set<String> left, List<Finding> errors) {
        Set<String> taken = new TreeSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (String file : left) {
                if (taken.contains(file)) continue;
                Set<String> tried = new TreeSet<>(taken);
                tried.add(file);
                if (!errors(tried).isEmpty()) continue;
                taken = tried;
                more = true;
            }
        }
        for (String file : left) if (!taken.contains(file)) refused.put(file, errors);
        return taken;
    }

    private List<Finding> errors(Set<String> taken) {
        return check.check(with(taken)).stream().filter(Finding::isError).toList();
    }

    /** The running files, with these replaced. */
    List<Parsed> with(Set<String> taken) {
        Map<String, Parsed> files = new HashMap<>(running.files());
        for (String name : taken) {
            Parsed parsed = changed.get(name);
            if (parsed == null) files.remove(name);
            else files.put(name, parsed);
        }
        return new ArrayList<>(files.values());
    }
}
