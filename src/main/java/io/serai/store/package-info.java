/**
 * The database: writing threads (on SQLite one, which commits in groups; on PostgreSQL several, beside those of other processes),
 * readers beside them, migrations, and the transaction that routes span with {@code policy: transaction}.
 *
 * <p>No table of another room is known here, and no Camel endpoint: rooms bring their SQL, which works on both databases, the store
 * brings the transaction. What must not happen twice at once is named with {@link io.serai.store.Tx#lock}.
 */
package io.serai.store;
