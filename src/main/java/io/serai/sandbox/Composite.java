package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code POST composite}: up to 25 requests that may use what earlier ones answered, as {@code @{ref.id}}. */
final class Composite {
    private static final int MOST = 25;
    private static final Pattern REFERENCE = Pattern.compile("@\\{(\\w+)\\.([\\w.\\[\\]]+)}");
    private final Org org;
    private final Function<Call, Reply> inner;

    Composite(Org org, Function<Call, Reply> inner) {
        this.org = org;
        this.inner = inner;
    }

    Reply run(Call call) {
        ObjectNode body = Json.parse(call.body())
                .orElseThrow(() -> SError.refusal("JSON_PARSER_ERROR", "expected {\"compositeRequest\":[...]}"));
        JsonNode requests = body.path("compositeRequest");
        if (!requests.isArray() || requests.isEmpty() || requests.size() > MOST) {
            throw SError.refusal("LIMIT_EXCEEDED", "a composite request needs 1 to " + MOST + " subrequests");
        }
        boolean allOrNone = body.path("allOrNone").asBoolean();
        Map<String, JsonNode> answers = new HashMap<>();
        ObjectNode result = Json.object();
        ArrayNode responses = result.putArray("compositeResponse");
        int mark = org.begin();
        boolean halted = false;
        for (JsonNode request : requests) {
            Reply reply = halted ? halted() : one(call, request, answers);
            halted |= allOrNone && reply.status() >= 400;
            String reference = request.path("referenceId").asText();
            JsonNode content = content(reply);
            answers.put(reference, reply.status() < 400 ? content : null);
            ObjectNode response = responses.addObject();
            response.set("body", content);
            response.putObject("httpHeaders");
            response.put("httpStatusCode", reply.status()).put("referenceId", reference);
        }
        org.end(mark, halted);
        return Reply.json(200, result);
    }

    private Reply one(Call call, JsonNode request, Map<String, JsonNode> answers) {
        try {
            String url = fill(request.path("url").asText(), answers);
            JsonNode body = request.path("body");
            byte[] bytes = body.isMissingNode()
                    ? new byte[0]
                    : fill(body.toString(), answers).getBytes(StandardCharsets.UTF_8);
            return inner.apply(call.sub(request.path("method").asText(), url, bytes));
        } catch (Refusal e) {
            return e.reply();
        }
    }

    private static String fill(String text, Map<String, JsonNode> answers) {
        Matcher matcher = REFERENCE.matcher(text);
        return matcher.replaceAll(match -> {
            JsonNode answer = answers.get(match.group(1));
            String pointer = "/" + match.group(2).replace('.', '/').replaceAll("\\[(\\d+)]", "/$1");
            JsonNode value = answer == null ? null : answer.at(pointer);
            if (value == null || value.isMissingNode()) {
                throw SError.refusal(
                        "PROCESSING_HALTED",
                        "Invalid reference specified. No value for " + match.group(1) + "." + match.group(2)
                                + " found");
            }
            return Matcher.quoteReplacement(value.asText());
        });
    }

    private static JsonNode content(Reply reply) {
        try {
            return reply.body().length == 0 ? NullNode.instance : Json.MAPPER.readTree(reply.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reply halted() {
        return SError.of(
                        "PROCESSING_HALTED",
                        "The transaction was rolled back since another operation in the same transaction failed.")
                .reply();
    }
}
