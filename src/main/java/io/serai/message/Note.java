package io.serai.message;

/** Names of the notes on an {@link Item}. */
public final class Note {
    /** Canonical entity, such as {@code customer}. */
    public static final String ENTITY = "entity";
    /** Id of the hub's record. */
    public static final String RECORD = "record";
    /** Id by which the target knows the record, where it is that of a record that was merged into it. */
    public static final String KNOWN_AS = "known-as";
    /** Version of the hub's record that the body shows. */
    public static final String VERSION = "version";
    /** Id of the record in the system that the body comes from. */
    public static final String EXTERNAL_ID = "external-id";
    /** When the record changed at its source, ISO 8601. */
    public static final String SOURCE_TIME = "source-time";
    /** {@code true} when a person made the change at the source, not a program. */
    public static final String HUMAN = "human";
    /** Fields, separated by commas, of which the source says nothing now: what it said last stays its word. */
    public static final String UNSAID = "unsaid";
    /** Hash of the body as it would be sent to the target. */
    public static final String FINGERPRINT = "fingerprint";
    /** System that the item is delivered to. */
    public static final String TARGET = "target";
    /** Id that the target gave or has. */
    public static final String TARGET_ID = "target-id";
    /** Mapping and its revision, {@code name@hash}. */
    public static final String MAPPING = "mapping";

    /** System in whose name the item, and what follows from it, is said, where that is not the message's source. */
    public static final String SOURCE = "source";

    private Note() {}
}
