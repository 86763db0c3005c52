package io.serai.connect;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Reads the options of one system, and writes down what is wrong with them by their full names. Never shows a secret. */
final class Settings {
    private final String prefix;
    private final List<String> problems;

    Settings(String system, List<String> problems) {
        this.prefix = "serai.systems." + system + ".";
        this.problems = problems;
    }

    void problem(String option, String text) {
        problems.add(prefix + option + " " + text);
    }

    /** The value, or null and a problem. */
    String required(String option, Optional<String> value, String neededBy) {
        if (value.isEmpty()) problem(option, "is missing (needed by " + neededBy + ")");
        return value.orElse(null);
    }

    /** The secret from the option or its file, or null and a problem. */
    Secret requiredSecret(String option, Optional<String> value, Optional<String> file, String neededBy) {
        if (value.isEmpty() && file.isEmpty()) required(option, value, neededBy);
        return secret(option, value, file).orElse(null);
    }

    Optional<Secret> secret(String option, Optional<String> value, Optional<String> file) {
        return secret(option, value, file, Duration.ZERO);
    }

    /** @param formerFor how long the text that stood in the file before a change is accepted */
    Optional<Secret> secret(String option, Optional<String> value, Optional<String> file, Duration formerFor) {
        if (value.isPresent() && file.isPresent())
            problem(option, "and " + option + "-file are both given; leave one out");
        if (file.isEmpty()) return value.map(Secret::new);
        try {
            Secret secret = new Secret(
                    new SecretFile(Path.of(file.get()), formerFor, System::nanoTime, InstantSource.system()));
            if (secret.reveal().isEmpty()) problem(option + "-file", "names an empty file: " + file.get());
            return Optional.of(secret);
        } catch (IOException | java.nio.file.InvalidPathException e) {
            problem(option + "-file", "cannot be read: " + file.get());
            return Optional.empty();
        }
    }

    /** A problem unless it is a day or absent. */
    void day(String option, Optional<String> value) {
        try {
            value.ifPresent(LocalDate::parse);
        } catch (DateTimeParseException e) {
            problem(option, "is not a day such as 2027-01-31");
        }
    }

    /** An absolute http(s) URL without a slash at the end, or null and a problem. */
    URI url(String option, Optional<String> value) {
        return url(option, value, Kind.REST);
    }

    /** An absolute URL of the kind's form, without a slash at the end, or null and a problem. */
    URI url(String option, Optional<String> value, Kind kind) {
        if (value.isEmpty()) return null;
        String text = value.get().strip();
        while (text.endsWith("/")) text = text.substring(0, text.length() - 1);
        try {
            URI url = new URI(text);
            boolean named = kind.clustered() ? url.getRawAuthority() != null : url.getHost() != null;
            boolean plain = url.getRawQuery() == null && url.getRawFragment() == null;
            if (kind.schemes().contains(String.valueOf(url.getScheme())) && named && plain) {
                if (!url.getRawAuthority().contains("@")) return url;
                problem(option, "must not hold a user or password");
                return null;
            }
        } catch (URISyntaxException e) {
            // told below, without the text: it may hold a password
        }
        problem(option, "is not a URL such as " + kind.exampleUrl());
        return null;
    }
}
