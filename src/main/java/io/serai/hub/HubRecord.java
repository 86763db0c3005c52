package io.serai.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A record as it is stored.
 *
 * @param version grows by one with each change of the data
 * @param data the canonical values; empty when forgotten
 * @param provenance by path
 * @param sourceTime of the newest contribution, epoch milliseconds
 * @param gone true when no system has an object of it any more; the data is what was known last
 */
record HubRecord(
        String id,
        String entity,
        long version,
        ObjectNode data,
        Map<String, Provenance> provenance,
        long sourceTime,
        boolean forgotten,
        boolean gone) {

    HubRecord with(
            ObjectNode newData,
            long newVersion,
            Map<String, Provenance> newProvenance,
            long newSourceTime,
            boolean nowGone) {
        return new HubRecord(id, entity, newVersion, newData, newProvenance, newSourceTime, forgotten, nowGone);
    }

    HubRecord version(long another) {
        return new HubRecord(id, entity, another, data, provenance, sourceTime, forgotten, gone);
    }
}
