package io.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.store.Store;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds records that may be one, by the rules {@code duplicates} of the models. Reads all records of an entity twice, a page at a
 * time, and keeps eight bytes of each for each rule. Thread-safe; reads only.
 */
@Singleton
public class Duplicates {
    private static final int PAGE = 500;
    private static final String READ =
            "SELECT id, data FROM hub_record WHERE entity = ? AND id > ? AND forgotten_at IS NULL"
                    + " AND gone_at IS NULL ORDER BY id LIMIT " + PAGE;

    private final Store store;
    private final Models models;

    public Duplicates(Store store, Models models) {
        this.store = store;
        this.models = models;
    }

    /**
     * Two records that have the same values.
     *
     * @param by paths of the values, which are not told
     * @param record the older one
     * @param links of it, such as {@code magento-pl:9}
     */
    public record Pair(
            String entity, List<String> by, String record, List<String> links, String other, List<String> otherLinks) {}

    /** Entities that have a rule, sorted. */
    public List<String> entities() {
        return models.all().values().stream()
                .filter(model -> !model.duplicates().isEmpty())
                .map(Model::entity)
                .sorted()
                .toList();
    }

    /** Pairs of the entity, by the order of its rules, the older records first. */
    public List<Pair> find(String entity, int limit) {
        Model model = models.known(entity);
        List<Pair> found = new ArrayList<>();
        for (List<String> rule : model.duplicates()) {
            if (found.size() < limit) found.addAll(find(entity, rule, limit - found.size()));
        }
        return found;
    }

    private List<Pair> find(String entity, List<String> rule, int limit) {
        Set<Long> shared = shared(entity, rule);
        Map<String, String> first = new HashMap<>();
        List<String[]> pairs = new ArrayList<>();
        if (shared.isEmpty()) return List.of();
        read(
                entity,
                (id, data) -> Folded.of(data, rule)
                        .filter(value -> shared.contains(hash(value)))
                        .ifPresent(value -> {
                            String older = first.putIfAbsent(value, id);
                            if (older != null && pairs.size() < limit) pairs.add(new String[] {older, id});
                        }));
        return pairs(entity, rule, pairs);
    }

    private List<Pair> pairs(String entity, List<String> rule, List<String[]> pairs) {
        Set<String> ids = new HashSet<>();
        pairs.forEach(pair -> ids.addAll(List.of(pair)));
        Map<String, List<Identity>> identities = store.read(tx -> LinkTable.identities(tx, ids));
        return pairs.stream()
                .map(pair -> new Pair(
                        entity, rule, pair[0], links(identities.get(pair[0])), pair[1], links(identities.get(pair[1]))))
                .toList();
    }

    private static List<String> links(List<Identity> identities) {
        return identities == null
                ? List.of()
                : identities.stream()
                        .map(each -> each.system() + ":" + each.externalId())
                        .sorted()
                        .toList();
    }

    /** Hashes that more than one record has. */
    private Set<Long> shared(String entity, List<String> rule) {
        Hashes hashes = new Hashes();
        read(entity, (id, data) -> Folded.of(data, rule).ifPresent(value -> hashes.add(hash(value))));
        return hashes.repeated();
    }

    private interface Reader {
        void read(String id, JsonNode data);
    }

    private record Row(String id, JsonNode data) {}

    private void read(String entity, Reader reader) {
        String after = "";
        List<Row> page;
        do {
            String from = after;
            page = store.read(tx ->
                    tx.query(READ, row -> new Row(row.getString(1), Columns.object(row.getString(2))), entity, from));
            page.forEach(row -> reader.read(row.id(), row.data()));
            if (!page.isEmpty()) after = page.get(page.size() - 1).id();
        } while (page.size() == PAGE);
    }

    private static long hash(String value) {
        return Long.parseUnsignedLong(Values.sha256(value).substring(0, 16), 16);
    }

    /** Grows as needed. */
    private static final class Hashes {
        private long[] all = new long[1024];
        private int size;

        void add(long hash) {
            if (size == all.length) all = Arrays.copyOf(all, size * 2);
            all[size++] = hash;
        }

        Set<Long> repeated() {
            Arrays.sort(all, 0, size);
            Set<Long> repeated = new HashSet<>();
            for (int i = 1; i < size; i++) if (all[i] == all[i - 1]) repeated.add(all[i]);
            return repeated;
        }
    }
}
