package io.serai.flow.check;

import io.serai.message.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.model.RouteDefinition;

/** Every route has an id, and no two have the same: journal, metrics and reload know routes by it. */
final class RouteIdRule implements Rule {

    @Override
    public void check(FlowSet flows, List<Finding> findings) {
        Map<String, Parsed> owners = new HashMap<>();
        for (Parsed file : flows.files()) {
            if (file.file().kind() == FlowFile.Kind.KAMELET) continue;
            for (RouteDefinition route : file.routes())
                if (route.getInput() != null) check(route, file, owners, flows.text(file), findings);
        }
    }

    private static void check(
            RouteDefinition route, Parsed file, Map<String, Parsed> owners, SourceText text, List<Finding> findings) {
        String id = route.getId();
        int line = line(route);
        if (id == null) {
            findings.add(
                    text.error(line, "from", "the route needs an id: it is known by it in the journal and in metrics"));
            return;
        }
        Parsed other = owners.putIfAbsent(id, file);
        if (other == null) return;
        String where = other == file ? "this file" : other.file().name();
        findings.add(text.error(line, id, "route id '" + id + "' is used in " + where + " too"));
    }

    private static int line(RouteDefinition route) {
        return route.getLineNumber() > 0
                ? route.getLineNumber()
                : route.getInput().getLineNumber();
    }
}
