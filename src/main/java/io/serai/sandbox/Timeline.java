package io.serai.sandbox;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Entities in order of (time of change, id). Changes are mostly appended; where an entity moved away a hole stays until there are
 * too many. Not thread-safe.
 */
final class Timeline {
    private static final int ID_BITS = 31;
    private static final int FEW_HOLES = 1024;
    private long[] keys = new long[64];
    private Entity[] entities = new Entity[64];
    private int size;
    private int live;

    void add(Entity entity) {
        long key = key(entity.updatedAt, entity.id);
        int position = position(key);
        if (position < size && keys[position] == key) {
            entities[position] = entity;
        } else {
            insert(position, key, entity);
        }
        live++;
    }

    /** Takes an entity out; its time of change must still be the one it was added with. */
    void remove(Entity entity) {
        entities[position(key(entity.updatedAt, entity.id))] = null;
        live--;
        if (size > 2 * live + FEW_HOLES) {
            close();
        }
    }

    /** Number of entities changed in [from, to], in seconds. */
    int count(long from, long to) {
        int count = 0;
        for (int i = position(key(from, 0)), end = end(to); i < end; i++) {
            if (entities[i] != null) {
                count++;
            }
        }
        return count;
    }

    /** Shows those changed in [from, to], in order, without the first {@code skip}, at most {@code most}. */
    void each(long from, long to, long skip, int most, Consumer<Entity> reader) {
        long left = skip;
        int shown = 0;
        for (int i = position(key(from, 0)), end = end(to); i < end && shown < most; i++) {
            if (entities[i] != null && left-- <= 0) {
                reader.accept(entities[i]);
                shown++;
            }
        }
    }

    private int end(long to) {
        return to >= Integer.MAX_VALUE * 2L ? size : position(key(to + 1, 0));
    }

    private int position(long key) {
        if (size == 0 || keys[size - 1] < key) {
            return size;
        }
        int found = Arrays.binarySearch(keys, 0, size, key);
        return found < 0 ? -found - 1 : found;
    }

    private void insert(int position, long key, Entity entity) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            entities = Arrays.copyOf(entities, size * 2);
        }
        System.arraycopy(keys, position, keys, position + 1, size - position);
        System.arraycopy(entities, position, entities, position + 1, size - position);
        keys[position] = key;
        entities[position] = entity;
        size++;
    }

    private void close() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (entities[i] != null) {
                keys[kept] = keys[i];
                entities[kept++] = entities[i];
            }
        }
        Arrays.fill(entities, kept, size, null);
        size = kept;
    }

    private static long key(long seconds, int id) {
        return Math.max(0, seconds) << ID_BITS | id;
    }
}
