package io.serai.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code $batch}: up to 1,000 requests one after the other. Without {@code Prefer: odata.continue-on-error} the first that fails is the last.
 * Change sets are not understood. Lines end with CR LF, and headers with an
 * empty line, also where no body follows; others are refused, as Dataverse does.
 */
final class DynamicsBatch {
    private static final int MOST = 1_000;
    private static final Pattern BOUNDARY = Pattern.compile("multipart/mixed;\\s*boundary=\"?([^\";]+)\"?");
    private static final Pattern REQUEST = Pattern.compile("([A-Z]+) (\\S+) HTTP/1\\.1");
    private final DynamicsApi api;

    DynamicsBatch(DynamicsApi api) {
        this.api = api;
    }

    Reply run(Call call) {
        Matcher type = BOUNDARY.matcher(call.header("Content-Type").orElse(""));
        if (!type.matches()) {
            throw DynamicsError.refusal(415, "0x80060888", "expected multipart/mixed with a boundary");
        }
        List<Call> requests = requests(call, type.group(1));
        if (requests.isEmpty() || requests.size() > MOST) {
            throw DynamicsError.refusal(400, "0x80060890", "The batch request must have 1 to " + MOST + " operations.");
        }
        boolean goOn = call.header("Prefer").orElse("").contains("odata.continue-on-error");
        String boundary = "batchresponse_" + UUID.randomUUID();
        StringBuilder text = new StringBuilder();
        for (Call request : requests) {
            Reply reply = one(request);
            write(text.append("--").append(boundary).append("\r\n"), reply);
            if (reply.status() >= 400 && !goOn) {
                break;
            }
        }
        text.append("--").append(boundary).append("--\r\n");
        return new Reply(
                200,
                text.toString().getBytes(StandardCharsets.UTF_8),
                "multipart/mixed; boundary=" + boundary,
                Map.of());
    }

    private Reply one(Call request) {
        try {
            return api.failing(request).orElseGet(() -> api.answer(request));
        } catch (Refusal e) {
            return e.reply();
        }
    }

    private static List<Call> requests(Call call, String boundary) {
        String text = new String(call.body(), StandardCharsets.UTF_8);
        List<Call> requests = new ArrayList<>();
        for (String part : ("\r\n" + text).split(Pattern.quote("\r\n--" + boundary))) {
            if (!part.isBlank() && !part.startsWith("--")) {
                requests.add(request(call, part));
            }
        }
        return requests;
    }

    private static Call request(Call call, String part) {
        String[] sections = part.split("\r\n\r\n", 3);
        if (sections.length < 3 || !sections[0].toLowerCase(Locale.ROOT).contains("content-type: application/http")) {
            throw unreadable();
        }
        String[] lines = sections[1].split("\r\n");
        Matcher first = REQUEST.matcher(lines[0]);
        if (!first.matches()) {
            throw unreadable();
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split(": ", 2);
            headers.put(header[0], header.length == 2 ? header[1] : "");
        }
        byte[] body = (sections.length == 3 ? sections[2] : "").getBytes(StandardCharsets.UTF_8);
        Call sub = call.sub(first.group(1), first.group(2), body);
        return new Call(
                sub.method(), sub.origin(), sub.base(), sub.rawPath(), sub.rawQuery(), sub.path(), headers::get, body);
    }

    private static void write(StringBuilder text, Reply reply) {
        text.append("Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
        text.append("HTTP/1.1 ")
                .append(reply.status())
                .append(' ')
                .append(reason(reply.status()))
                .append("\r\n");
        if (!reply.type().isEmpty()) {
            text.append("Content-Type: ").append(reply.type()).append("\r\n");
        }
        reply.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        text.append("OData-Version: 4.0\r\n\r\n")
                .append(new String(reply.body(), StandardCharsets.UTF_8))
                .append("\r\n");
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 204 -> "No Content";
            default -> "Refused";
        };
    }

    private static Refusal unreadable() {
        return DynamicsError.refusal(
                400, "0x80048d19", "Error identified in Payload provided by the user: stream was not readable.");
    }
}
