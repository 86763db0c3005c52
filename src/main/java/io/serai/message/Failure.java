package io.serai.message;

import java.time.Duration;

/**
 * Why something did not work, and whether trying again may help.
 *
 * @param transientFailure true when it may pass by itself
 * @param code stable code, such as {@code http-429}, {@code timeout}, {@code UNABLE_TO_LOCK_ROW}
 * @param detail for people, free of personal values and secrets; may be null
 * @param retryAfter what the vendor asked to wait; may be null
 */
public record Failure(boolean transientFailure, String code, String detail, Duration retryAfter) {
    /** Code of what Serai itself held back to keep within a vendor's quota: the vendor was not asked, so it was no attempt. */
    public static final String QUOTA = "quota";
}
