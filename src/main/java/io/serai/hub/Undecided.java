package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.store.Tx;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Records of which a target shows another decision than the one that counts, so that it must be told even of what it said itself. */
final class Undecided {
    private Undecided() {}

    static Set<String> at(Tx tx, Models models, String system, Collection<HubRecord> records) throws SQLException {
        List<String> decided = records.stream()
                .filter(record -> !decisions(models, record).isEmpty())
                .map(HubRecord::id)
                .toList();
        Set<String> undecided = new HashSet<>();
        if (decided.isEmpty()) return undecided;
        List<LinkTable.Link> links = LinkTable.of(tx, models, decided);
        for (HubRecord record : records) {
            Map<String, JsonNode> decisions = decisions(models, record);
            boolean told = links.stream()
                    .filter(link -> link.record().equals(record.id())
                            && link.identity().system().equals(system)
                            && link.contribution() != null)
                    .allMatch(link -> shows(link.contribution(), decisions));
            if (!told) undecided.add(record.id());
        }
        return undecided;
    }

    private static Map<String, JsonNode> decisions(Models models, HubRecord record) {
        Model model = models.known(record.entity());
        Map<String, JsonNode> values = model.flatten(record.data());
        values.keySet().removeIf(path -> !model.decides(path));
        return values;
    }

    /** A channel that the object says nothing of counts as shown. */
    private static boolean shows(Contribution said, Map<String, JsonNode> decisions) {
        return decisions.entrySet().stream()
                .filter(each -> said.values().containsKey(each.getKey()))
                .allMatch(each -> Model.side(said.values().get(each.getKey())).equals(Model.side(each.getValue())));
    }
}
