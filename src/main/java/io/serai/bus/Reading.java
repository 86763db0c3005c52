package io.serai.bus;

import java.util.ArrayList;
import java.util.List;

/**
 * The workers of one group in this process.
 *
 * @param system that the group delivers to, where a route has a group for each; else null
 */
record Reading(Group group, String system, List<BusWorker> workers) {

    /** The group is registered before any route starts, so that no message passes it by. */
    static Reading open(Workshop workshop, BusConsumer consumer, BusEndpoint endpoint, String system) {
        Group group = workshop.groups().register(endpoint.getTopic(), name(endpoint, system));
        workshop.transport().open(group, endpoint.getBatch(), endpoint.getConcurrency());
        List<BusWorker> workers = new ArrayList<>();
        for (int index = 0; index < endpoint.getConcurrency(); index++)
            workers.add(new BusWorker(consumer, endpoint, workshop, group, system, index));
        return new Reading(group, system, workers);
    }

    private static String name(BusEndpoint endpoint, String system) {
        return system == null ? endpoint.getGroup() : endpoint.getGroup().replace(BusEndpoint.SYSTEM, system);
    }
}
