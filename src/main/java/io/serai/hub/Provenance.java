package io.serai.hub;

/**
 * Where a field's value comes from.
 *
 * @param system that it was taken from
 * @param externalId of the object there
 * @param time since when the system holds it, epoch milliseconds of its own clock; of ours where it changed the value without the object's time
 * @param message that brought it
 */
public record Provenance(String system, String externalId, long time, String message) {}
