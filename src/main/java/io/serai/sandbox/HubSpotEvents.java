package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.function.Consumer;

/** Tells what happens in a HubSpot, as its webhooks do: one event for each property that changes. */
final class HubSpotEvents {
    static final int PORTAL = 62515;
    static final int APP = 54321;

    /** Who does something: {@code CRM_UI} for people, {@code INTEGRATION} for an app. */
    record Origin(String changeSource, String sourceId) {
        static final Origin PEOPLE = new Origin("CRM_UI", "userId:7");
        static final Origin OUR_APP = new Origin("INTEGRATION", Integer.toString(APP));
    }

    private final Clock clock;
    private final Consumer<ObjectNode> listener;
    private long next = 100;
    private boolean quiet;

    HubSpotEvents(Clock clock, Consumer<ObjectNode> listener) {
        this.clock = clock;
        this.listener = listener;
    }

    /** Nobody is told of what is done meanwhile. */
    void quietly(Runnable work) {
        quiet = true;
        try {
            work.run();
        } finally {
            quiet = false;
        }
    }

    void created(HubSpotSchema.Type type, long id, Origin by) {
        tell(event(type, "creation", by).put("objectId", id).put("changeFlag", "NEW"));
    }

    void changed(HubSpotSchema.Type type, long id, String property, String value, Origin by) {
        tell(event(type, "propertyChange", by)
                .put("objectId", id)
                .put("propertyName", property)
                .put("propertyValue", value == null ? "" : value));
    }

    void deleted(HubSpotSchema.Type type, long id, Origin by) {
        tell(event(type, "deletion", by).put("objectId", id).put("changeFlag", "DELETED"));
    }

    void restored(HubSpotSchema.Type type, long id, Origin by) {
        tell(event(type, "restore", by).put("objectId", id));
    }

    void forgotten(HubSpotSchema.Type type, long id, Origin by) {
        tell(event(type, "privacyDeletion", by).put("objectId", id));
    }

    void merged(HubSpotSchema.Type type, long primary, long other, Origin by) {
        ObjectNode event = event(type, "merge", by).put("objectId", primary).put("primaryObjectId", primary);
        event.putArray("mergedObjectIds").add(other);
        tell(event.put("newObjectId", primary).put("numberOfPropertiesMoved", 0));
    }

    void associated(HubSpotSchema.Type from, long fromId, HubSpotSchema.Type to, long toId, Origin by) {
        tell(event(from, "associationChange", by)
                .put("fromObjectId", fromId)
                .put("toObjectId", toId)
                .put("associationType", (from.singular() + "_TO_" + to.singular()).toUpperCase(java.util.Locale.ROOT))
                .put("associationRemoved", false)
                .put("isPrimaryAssociation", true));
    }

    private ObjectNode event(HubSpotSchema.Type type, String what, Origin by) {
        return Json.object()
                .put("eventId", next++)
                .put("subscriptionId", 1001)
                .put("portalId", PORTAL)
                .put("appId", APP)
                .put("occurredAt", clock.millis())
                .put("subscriptionType", type.singular() + "." + what)
                .put("attemptNumber", 0)
                .put("changeSource", by.changeSource())
                .put("sourceId", by.sourceId());
    }

    private void tell(ObjectNode event) {
        if (!quiet) {
            listener.accept(event);
        }
    }
}
