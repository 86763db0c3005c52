package io.serai.connect;

import java.util.Optional;

/** Which version of a vendor's API is spoken, where it has to be said. */
final class ApiVersion {
    private ApiVersion() {}

    /** @param kind null when it is not known */
    static String read(Settings settings, Kind kind, Optional<String> version) {
        if (kind == Kind.SALESFORCE) return read(settings, version, "67.0", "\\d{2,3}\\.0");
        if (kind == Kind.OMNISEND) return read(settings, version, "2026-03-15", "\\d{4}-\\d{2}-\\d{2}|v5");
        return version.orElse("");
    }

    private static String read(Settings settings, Optional<String> version, String usual, String pattern) {
        String chosen = version.orElse(usual);
        if (!chosen.matches(pattern)) settings.problem("api-version", "must be such as " + usual);
        return chosen;
    }

    /** Omnisend's versions before the dated ones name the header and the fields in another way. */
    static boolean dated(String version) {
        return !version.startsWith("v");
    }
}
