package io.serai.mapping;

/**
 * What is known of a record beside its body.
 *
 * @param system where an inbound record comes from ({@code magento-pl}) or an outbound one goes to; {@code $system}
 * @param record id of the hub's record; {@code $record}; null when not yet known
 * @param version version of the hub's record; {@code $version}; null when not yet known
 * @param there id that the record has in the system it goes to; {@code $there}; null when it has none or nobody asked
 */
public record About(String system, String record, Long version, String there) {
    public static About system(String name) {
        return new About(name, null, null, null);
    }
}
