package io.serai.flow.schedule;

/** Names on the exchanges that a schedule begins. */
public final class Scheduled {
    /** Header: name of the system of this run; none when the schedule has no {@code systems}. */
    public static final String SYSTEM = "SeraiSystem";
    /** Header: kind of that system. */
    public static final String KIND = "SeraiKind";
    /** Property: name of the schedule. */
    public static final String SCHEDULE = "SeraiSchedule";
    /** Property: system of the watermark, kept apart from the header, which routes may change; empty for none. */
    public static final String WATERMARK_SYSTEM = "SeraiWatermarkSystem";
    /** Property: time of the stored watermark, ISO 8601; absent before the first. */
    public static final String WATERMARK_TIME = "SeraiWatermarkTime";
    /** Property: id of the stored watermark. */
    public static final String WATERMARK_ID = "SeraiWatermarkId";
    /** Property: watermark less the overlap, in the schedule's format: where this run is to begin reading. */
    public static final String SINCE = "SeraiSince";
    /** Property: time of the row up to which the flow has read, for {@code schedule:advance} without fields. */
    public static final String ROW_TIME = "SeraiRowTime";
    /** Property: id of that row. */
    public static final String ROW_ID = "SeraiRowId";

    /** Property: instead of a row, the text by which the system knows how far was read; the next run finds it in {@link #WATERMARK_ID}. */
    public static final String CURSOR = "SeraiCursor";

    private Scheduled() {}
}
