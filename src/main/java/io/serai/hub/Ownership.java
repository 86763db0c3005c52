package io.serai.hub;

import java.util.List;

/**
 * Who may write a field.
 *
 * @param masters systems or kinds of systems, in order of precedence: the first that has a value wins, others never write. {@value
 *     #LATEST} stands for any system: the value that changed last at its source wins. {@value #HUMAN} for any
 *     system where a person made the change; alone, others follow by time. {@value #DECISION} alone: the newest explicit decision wins,
 *     whoever says it
 */
record Ownership(List<String> masters) {
    static final String LATEST = "latest";
    static final String HUMAN = "human";
    static final String DECISION = "decision";
    static final Ownership BY_TIME = new Ownership(List.of(LATEST));

    Ownership {
        masters = masters.equals(List.of(HUMAN)) ? List.of(HUMAN, LATEST) : List.copyOf(masters);
    }

    /** Whether the value is a decision of a person, which systems only report. */
    boolean decides() {
        return masters.equals(List.of(DECISION));
    }

    /** Whether a change that a person made may count more than one of a program. */
    boolean people() {
        return masters.contains(HUMAN);
    }

    /** Place in the order of precedence, 0 is first; -1 when the system may not write. */
    int rank(String system, String kind) {
        return rank(system, kind, false);
    }

    /** @param human whether a person in that system made the change */
    int rank(String system, String kind, boolean human) {
        for (int i = 0; i < masters.size(); i++) {
            String master = masters.get(i);
            if (human && master.equals(HUMAN)) return i;
            if (master.equals(LATEST) || master.equals(system) || master.equals(kind)) return i;
        }
        return -1;
    }
}
