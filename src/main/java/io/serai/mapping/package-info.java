/**
 * Mapping tables: read with the place of every word, checked against the canonical model, compiled once into a plan, tested, and
 * run by the {@code mapping:} component.
 *
 * <p>A plan is immutable and may be used by any number of threads. All errors of a record are found together; one bad record never
 * fails another. Nothing here talks to a vendor, knows a record of the hub or watches files: identity links come through
 * {@link io.serai.message.Links}, and whoever sees a file change calls {@link io.serai.mapping.Mappings#reload()}.
 */
package io.serai.mapping;
