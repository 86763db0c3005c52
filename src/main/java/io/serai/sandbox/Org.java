package io.serai.sandbox;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One organisation's data. Not thread-safe: {@link Salesforce} guards it. */
final class Org {
    final SalesforceSchema schema;
    final Clock clock;
    final String user;
    final String person;
    /** Who writes now. */
    String actor;

    private final Map<String, STable> tables = new LinkedHashMap<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private int units;

    Org(SandboxOptions options, Clock clock) {
        this.clock = clock;
        schema = new SalesforceSchema(options.fields());
        schema.all().forEach(type -> tables.put(type.name, new STable(type, options.history())));
        STable users = tables.get("User");
        user = addUser(users, "Integration User", options.salesforceAccess().username());
        person = addUser(users, "Account Owner", "owner@sandbox.example");
        actor = user;
    }

    Optional<STable> table(String object) {
        return schema.find(object).map(type -> tables.get(type.name));
    }

    Map<String, STable> tables() {
        return tables;
    }

    /** Says how to take back what was just done, if anybody may want to. */
    void undoable(Runnable inverse) {
        if (units > 0) {
            undo.push(inverse);
        }
    }

    /** From here on writes can be taken back; units may lie within each other. Returns the mark for {@link #end}. */
    int begin() {
        units++;
        return undo.size();
    }

    void end(int mark, boolean rollback) {
        while (rollback && undo.size() > mark) {
            undo.pop().run();
        }
        if (--units == 0) {
            undo.clear();
        }
    }

    private String addUser(STable users, String name, String username) {
        Object[] values = new Object[users.type.fields().size()];
        values[users.type.place("Name")] = name;
        values[users.type.place("Username")] = username;
        values[users.type.place("IsActive")] = true;
        return users.insert(values, clock.millis()).id();
    }
}
