/**
 * The reliability oracle: numbered changes go through real processes that are killed and cut off again and again, and a ledger at the
 * vendor's side tells what arrived. Faults come in an order that a seed decides; {@code -Dserai.oracle.seed} repeats it.
 */
package io.serai.it.oracle;
