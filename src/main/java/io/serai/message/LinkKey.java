package io.serai.message;

/**
 * Names the identity that a record of a source system has (or will have) in a target system.
 *
 * @param entity canonical entity, such as {@code customer}
 * @param system the system that the reference comes from, such as {@code magento-pl}
 * @param externalId the record's id there
 * @param target the system in which the record must be known, such as {@code salesforce}
 */
public record LinkKey(String entity, String system, String externalId, String target) {
    @Override
    public String toString() {
        return entity + ":" + system + ":" + externalId + "@" + target;
    }
}
