package io.serai.hub;

import java.util.List;

/**
 * Who may write a field.
 *
 * @param masters systems or kinds of systems, in order of precedence: the first that has a value wins, others never write. {@value
 *     #LATEST} stands for any system: the value that changed last at its source wins. {@value #DECISION} alone: the newest explicit
 *     decision wins, whoever says it
 */
record Ownership(List<String> masters) {
    static final String LATEST = "latest";
    static final String DECISION = "decision";
    static final Ownership BY_TIME = new Ownership(List.of(LATEST));

    Ownership {
        masters = List.copyOf(masters);
    }

    /** Whether the value is a decision of a person, which systems only report. */
    boolean decides() {
        return masters.equals(List.of(DECISION));
    }

    /** Place in the order of precedence, 0 is first; -1 when the system may not write. */
    int rank(String system, String kind) {
        for (int i = 0; i < masters.size(); i++) {
            String master = masters.get(i);
            if (master.equals(LATEST) || master.equals(system) || master.equals(kind)) return i;
        }
        return -1;
    }
}
