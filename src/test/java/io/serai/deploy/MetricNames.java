package io.serai.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The metrics that the runtime's sources register, as Prometheus sees them, and those that a text uses. */
public final class MetricNames {
    private static final Pattern REGISTERED = Pattern.compile(
            "(?:(Counter|FunctionCounter|Timer|TimeGauge|Gauge|gauge|counter|timer)[^;\"]{0,60})?\"(serai_[a-z_]+)\"");
    private static final Pattern USED = Pattern.compile("\\bserai_[a-z_]+");

    private static final Pattern OF_THE_PROCESS = Pattern.compile("\\b(?:jvm|process|system|http|worker)_[a-z_]+");

    private MetricNames() {}

    static Set<String> ofTheSources() {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                Matcher found = REGISTERED.matcher(Files.readString(file));
                while (found.find()) names.addAll(series(found.group(1), found.group(2)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    /** A meter's name gets its unit and kind at the end, unless they are there. */
    private static List<String> series(String meter, String name) {
        if (meter == null) return List.of();
        String base = name.replaceFirst("_(total|seconds)$", "");
        return switch (meter) {
            case "Counter", "FunctionCounter", "counter" -> List.of(base + "_total");
            case "TimeGauge" -> List.of(base + "_seconds");
            case "Timer", "timer" ->
                Stream.of("_count", "_sum", "_max", "_bucket")
                        .map(part -> base + "_seconds" + part)
                        .toList();
            default -> List.of(name);
        };
    }

    public static Set<String> in(String text) {
        return USED.matcher(text).results().map(each -> each.group()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that are not Serai's own, but of its process. */
    public static Set<String> ofTheProcessIn(String text) {
        return OF_THE_PROCESS
                .matcher(text)
                .results()
                .map(each -> each.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
