package io.serai.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * {@code $batch}: up to 1,000 requests one after the other. Without {@code Prefer: odata.continue-on-error} the first that fails is the last.
 * A change set is one transaction, in order: a refused request is the answer of the whole set, and nothing of it is done. References to
 * its requests ({@code $1}) are not understood. That it takes actions, too, is OData's word.
 */
final class DynamicsBatch {
    private static final int MOST = 1_000;
    private final DynamicsApi api;
    private final DynamicsData data;

    DynamicsBatch(DynamicsApi api, DynamicsData data) {
        this.api = api;
        this.data = data;
    }

    Reply run(Call call) {
        List<DynamicsMultipart.Operation> operations = DynamicsMultipart.operations(call);
        int requests = operations.stream()
                .mapToInt(operation -> operation.requests().size())
                .sum();
        if (requests == 0 || requests > MOST) {
            throw DynamicsError.refusal(400, "0x80060890", "The batch request must have 1 to " + MOST + " operations.");
        }
        boolean goOn = call.header("Prefer").orElse("").contains("odata.continue-on-error");
        String boundary = "batchresponse_" + UUID.randomUUID();
        StringBuilder text = new StringBuilder();
        for (DynamicsMultipart.Operation operation : operations) {
            text.append("--").append(boundary).append("\r\n");
            boolean done = operation.changeSet()
                    ? changeSet(text, operation)
                    : single(text, operation.requests().get(0));
            if (!done && !goOn) {
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

    private boolean single(StringBuilder text, DynamicsMultipart.Request request) {
        Reply reply = refusable(() -> answer(request));
        write(text, reply, "");
        return reply.status() < 400;
    }

    private boolean changeSet(StringBuilder text, DynamicsMultipart.Operation operation) {
        String boundary = "changesetresponse_" + UUID.randomUUID();
        StringBuilder answers =
                new StringBuilder("Content-Type: multipart/mixed; boundary=" + boundary).append("\r\n\r\n");
        Reply outcome = refusable(() -> data.atomically(() -> {
            for (DynamicsMultipart.Request request : operation.requests()) {
                Reply reply = answer(request);
                if (reply.status() >= 400) {
                    throw new Refusal(reply);
                }
                write(answers.append("--").append(boundary).append("\r\n"), reply, request.contentId());
            }
            return Reply.empty(204);
        }));
        if (outcome.status() >= 400) {
            write(text, outcome, "");
            return false;
        }
        text.append(answers).append("--").append(boundary).append("--\r\n");
        return true;
    }

    private Reply answer(DynamicsMultipart.Request request) {
        return api.failing(request.call()).orElseGet(() -> api.answer(request.call()));
    }

    private static Reply refusable(Supplier<Reply> work) {
        try {
            return work.get();
        } catch (Refusal e) {
            return e.reply();
        }
    }

    private static void write(StringBuilder text, Reply reply, String contentId) {
        text.append("Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n");
        if (!contentId.isEmpty()) {
            text.append("Content-ID: ").append(contentId).append("\r\n");
        }
        text.append("\r\nHTTP/1.1 ")
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
}
