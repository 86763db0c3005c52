package io.serai.connect.quota;

import java.util.function.UnaryOperator;

/**
 * What a vendor answered, as far as it matters here.
 *
 * @param headers a header's first value by its name, in whatever case; null when there is none
 * @param body null unless {@link Correction#readsBody} asked for it
 */
public record Answer(int status, UnaryOperator<String> headers, String body) {
    String header(String name) {
        String value = headers.apply(name);
        return value == null ? null : value.strip();
    }

    /** A header that is a whole number, not negative; else null. */
    Long number(String name) {
        return Numbers.read(header(name));
    }

    boolean tooMany() {
        return status == 429;
    }

    boolean accepted() {
        return status >= 200 && status < 300;
    }
}
