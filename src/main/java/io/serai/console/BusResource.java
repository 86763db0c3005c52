package io.serai.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.serai.bus.GroupInUse;
import io.serai.bus.GroupRemoval;
import io.serai.bus.broker.BrokerException;
import io.serai.watch.Audit;
import io.serai.watch.BusWatch;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.TreeSet;

/** What waits on the bus, and groups that nobody needs any more. */
@Singleton
@RegisterForReflection(targets = GroupRemoval.Dropped.class)
class BusResource {
    private final BusWatch bus;
    private final GroupRemoval removal;
    private final Audit audit;

    BusResource(BusWatch bus, GroupRemoval removal, Audit audit) {
        this.bus = bus;
        this.removal = removal;
        this.audit = audit;
    }

    Object list(Ask ask) {
        ask.allow();
        return bus.look();
    }

    Object drop(Ask ask) {
        ask.allow();
        JsonNode body = ask.object();
        Set<String> given = new TreeSet<>();
        body.fieldNames().forEachRemaining(given::add);
        Ask.allow(given, Set.of("topic", "group"));
        String topic = text(body, "topic");
        String group = text(body, "group");
        String who = ask.who();
        try {
            return removal.drop(topic, group, dropped -> note(who, dropped))
                    .orElseThrow(() -> Problem.notFound("there is no group " + group + " of topic " + topic));
        } catch (GroupInUse e) {
            throw new Problem(409, "In use", e.getMessage());
        } catch (BrokerException e) {
            throw new Problem(503, "Unavailable", e.getMessage());
        }
    }

    private void note(String who, GroupRemoval.Dropped dropped) {
        long messages = dropped.waiting() + dropped.parked() + dropped.dead();
        audit.note(who, "drop-group", dropped.topic() + "?group=" + dropped.group(), (int)
                Math.min(Integer.MAX_VALUE, messages));
    }

    private static String text(JsonNode body, String field) {
        if (!body.path(field).isTextual() || body.path(field).asText().isBlank())
            throw Problem.badRequest(field + ": expected a name");
        return body.path(field).asText();
    }
}
