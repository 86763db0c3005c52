package io.serai.sandbox;

/** Reads rates such as {@code 1/s}, {@code 30/m} or {@code 0.5}. */
public final class Rate {
    private Rate() {}

    /** Events per second; 0 for none. Anything else is an {@link IllegalArgumentException} that says what was expected. */
    public static double perSecond(String text) {
        String[] parts = text.trim().split("/", 2);
        try {
            double count = Double.parseDouble(parts[0].trim());
            String unit = parts.length == 1 ? "s" : parts[1].trim();
            double seconds = switch (unit) {
                case "s" -> 1;
                case "m" -> 60;
                case "h" -> 3600;
                default -> throw new IllegalArgumentException();
            };
            if (count >= 0 && !Double.isInfinite(count)) {
                return count / seconds;
            }
            throw new IllegalArgumentException();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected a rate such as 1/s, 30/m or 0, not '" + text + "'", e);
        }
    }
}
