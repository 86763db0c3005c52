package io.serai.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A record that was made of two.
 *
 * @param record that survived
 * @param merged id that leads to it now
 * @param change what is to be told, as {@code hub:merge} tells it; null when the person is forgotten
 */
public record United(String entity, String record, String merged, long version, ObjectNode change) {}
