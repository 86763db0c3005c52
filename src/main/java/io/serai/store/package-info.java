/**
 * The database: one writing thread that commits in groups, readers beside it, migrations, and the transaction that routes span
 * with {@code policy: transaction}.
 *
 * <p>No table of another room is known here, and no Camel endpoint: rooms bring their SQL, the store brings the transaction.
 */
package io.serai.store;
