package io.serai.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.message.LinkKey;
import java.util.List;
import java.util.Set;

/** What a plan made of one record. */
public sealed interface Mapped {

    /**
     * @param externalId id in the source, for inbound tables
     * @param time when it changed at the source, ISO 8601, for inbound tables; null when the record does not say
     * @param human whether a person made the change there, not a program
     * @param unsaid fields of which the source says nothing now, so that what it said last stays
     */
    record Done(ObjectNode body, String externalId, String time, boolean human, Set<String> unsaid) implements Mapped {}

    /** The table's {@code when} leaves it out. */
    record Filtered() implements Mapped {}

    /** All errors of the record. */
    record Failed(List<FieldError> errors) implements Mapped {
        /** For people: all of them, free of personal values. */
        public String detail() {
            StringBuilder text = new StringBuilder(errors.get(0).mapping()).append(": ");
            for (int i = 0; i < errors.size(); i++)
                text.append(i == 0 ? "" : "; ").append(errors.get(i));
            return text.toString();
        }
    }

    /** It refers to a record that the target does not have yet. */
    record Waits(LinkKey link) implements Mapped {}
}
