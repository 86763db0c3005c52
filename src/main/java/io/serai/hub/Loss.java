package io.serai.hub;

/**
 * A value that a system said and that did not become the record's.
 *
 * @param path of the field
 * @param system that holds the record's value; null where nobody may
 * @param externalId of its object
 * @param rule owner (the system may not write the field), order (another one comes first), latest (another one changed it later), human
 *     (a person changed it), decision (there is a newer one), gone (its object is no more)
 */
record Loss(String path, String system, String externalId, String rule) {}
