package io.serai.connect.quota;

/** Whole numbers as vendors write them. */
final class Numbers {
    private static final int DIGITS = 15;

    private Numbers() {}

    /** Null when the text is not a whole number, is negative, or is too long to be meant. */
    static Long read(String text) {
        if (text == null || text.isEmpty() || text.length() > DIGITS) return null;
        return text.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.valueOf(text) : null;
    }
}
