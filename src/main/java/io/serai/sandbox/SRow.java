package io.serai.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One row: values in the places of its type (text, Double, Boolean or null), times in milliseconds. */
final class SRow {
    final SObjectType type;
    final int number;
    long createdAt;
    long modifiedAt;
    int writes;
    boolean deleted;
    String modifiedBy;
    /** The row that this one was merged into, which deleted it; null for none. */
    String master;

    private Object[] values;
    private List<byte[]> history;

    SRow(SObjectType type, int number) {
        this.type = type;
        this.number = number;
        this.values = new Object[type.fields().size()];
    }

    String id() {
        return SalesforceId.of(type.prefix, number);
    }

    Object get(int place) {
        return place < values.length ? values[place] : null;
    }

    Object[] values() {
        return Arrays.copyOf(values, type.fields().size());
    }

    void values(Object[] changed) {
        values = changed;
    }

    void remember(byte[] write) {
        if (history == null) {
            history = new ArrayList<>(2);
        }
        history.add(write);
    }

    void forgetLast() {
        if (history != null && !history.isEmpty()) {
            history.remove(history.size() - 1);
        }
    }

    /** What each write brought, oldest first; empty unless history is kept. */
    List<byte[]> history() {
        return history == null ? List.of() : history;
    }

    /** The value of any field by its name as a filter or a selection sees it; the name must exist. */
    Object value(String field) {
        int place = type.place(field);
        if (place >= 0) {
            return get(place);
        }
        if (type.composesName() && field.equalsIgnoreCase("Name")) {
            Object first = get(type.place("FirstName"));
            Object last = get(type.place("LastName"));
            return first == null ? last : first + " " + last;
        }
        return switch (type.systemField(field).orElseThrow()) {
            case "Id" -> id();
            case "IsDeleted" -> deleted;
            case "CreatedDate" -> SalesforceTime.text(createdAt);
            case "LastModifiedById" -> modifiedBy;
            case "MasterRecordId" -> master;
            default -> SalesforceTime.text(modifiedAt);
        };
    }
}
