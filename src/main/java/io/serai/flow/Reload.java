package io.serai.flow;

import io.serai.message.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What became of one changed file.
 *
 * @param file as the user would name it
 * @param kind {@code yaml}, {@code xml}, {@code kamelet}, {@code mapping}
 * @param from revision that ran before, or null for a new file
 * @param to revision that was to be loaded, or null for a deleted file
 * @param ok when false, {@code from} runs on
 * @param findings why not, or warnings
 */
public record Reload(
        String file,
        String kind,
        String from,
        String to,
        boolean ok,
        List<Finding> findings,
        Instant at,
        Duration duration) {

    /** One line for logs and lists. */
    public String summary() {
        String what = from == null ? "added " + to : to == null ? "removed " + from : from + " -> " + to;
        String result = ok ? what + " in " + duration.toMillis() + " ms" : "refused " + what;
        StringBuilder text = new StringBuilder(file).append(": ").append(result);
        if (!ok && from != null) text.append(", ").append(from).append(" runs on");
        for (Finding finding : findings)
            text.append(finding.isError() ? "; " : "; warning: ").append(finding);
        return text.toString();
    }
}
