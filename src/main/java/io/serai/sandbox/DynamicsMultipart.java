package io.serai.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of a {@code $batch}, taken apart. Lines end with CR LF, and headers with an empty line, also where no body follows; others
 * are refused, as Dataverse does.
 */
final class DynamicsMultipart {
    private static final Pattern BOUNDARY = Pattern.compile("multipart/mixed;\\s*boundary=\"?([^\";\\s]+)\"?");
    private static final Pattern REQUEST = Pattern.compile("([A-Z]+) (\\S+) HTTP/1\\.1");

    /** @param changeSet whether all of its requests are done or none */
    record Operation(List<Request> requests, boolean changeSet) {}

    /** @param contentId empty for none */
    record Request(Call call, String contentId) {}

    private DynamicsMultipart() {}

    static List<Operation> operations(Call call) {
        String boundary = boundary(call.header("Content-Type").orElse(""));
        if (boundary == null) {
            throw DynamicsError.refusal(415, "0x80060888", "expected multipart/mixed with a boundary");
        }
        return parts(new String(call.body(), StandardCharsets.UTF_8), boundary).stream()
                .map(part -> operation(call, part))
                .toList();
    }

    private static Operation operation(Call call, String part) {
        String[] sections = part.split("\r\n\r\n", 2);
        String inner = boundary(headers(sections[0].split("\r\n"), 0).getOrDefault("Content-Type", ""));
        if (inner == null) {
            return new Operation(List.of(request(call, part)), false);
        }
        List<Request> requests = parts(sections.length < 2 ? "" : sections[1], inner).stream()
                .map(each -> request(call, each))
                .toList();
        if (requests.isEmpty()
                || requests.stream().anyMatch(request -> request.call().method().equals("GET"))) {
            throw unreadable();
        }
        return new Operation(requests, true);
    }

    private static List<String> parts(String text, String boundary) {
        List<String> parts = new ArrayList<>();
        for (String part : ("\r\n" + text).split(Pattern.quote("\r\n--" + boundary))) {
            if (!part.isBlank() && !part.startsWith("--")) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static Request request(Call call, String part) {
        String[] sections = part.split("\r\n\r\n", 3);
        Map<String, String> outer = headers(sections[0].split("\r\n"), 0);
        if (sections.length < 3
                || !outer.getOrDefault("Content-Type", "")
                        .toLowerCase(Locale.ROOT)
                        .startsWith("application/http")) {
            throw unreadable();
        }
        String[] lines = sections[1].split("\r\n");
        Matcher first = REQUEST.matcher(lines[0]);
        if (!first.matches()) {
            throw unreadable();
        }
        Map<String, String> headers = headers(lines, 1);
        byte[] body = sections[2].getBytes(StandardCharsets.UTF_8);
        Call sub = call.sub(first.group(1), first.group(2), body);
        return new Request(
                new Call(
                        sub.method(),
                        sub.origin(),
                        sub.base(),
                        sub.rawPath(),
                        sub.rawQuery(),
                        sub.path(),
                        headers::get,
                        body),
                outer.getOrDefault("Content-ID", ""));
    }

    private static Map<String, String> headers(String[] lines, int from) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = from; i < lines.length; i++) {
            String[] header = lines[i].split(":\\s*", 2);
            headers.put(header[0], header.length == 2 ? header[1] : "");
        }
        return headers;
    }

    private static String boundary(String type) {
        Matcher matcher = BOUNDARY.matcher(type);
        return matcher.matches() ? matcher.group(1) : null;
    }

    private static Refusal unreadable() {
        return DynamicsError.refusal(
                400, "0x80048d19", "Error identified in Payload provided by the user: stream was not readable.");
    }
}
