package io.serai.hub;

/** Names an object of a system; at most one record is linked to it. */
record Identity(String entity, String system, String externalId) {}
