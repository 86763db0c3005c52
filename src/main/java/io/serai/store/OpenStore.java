package io.serai.store;

/**
 * The store of this process.
 *
 * @param file null where there is none to hold
 */
record OpenStore(SqlStore store, SqliteFile file) implements AutoCloseable {
    @Override
    public void close() {
        store.close();
        if (file != null) file.close();
    }
}
