package io.serai.sandbox;

/** Errors as Dataverse writes them: {@code {"error":{"code":"0x...","message":"..."}}}. */
final class DynamicsError {
    private DynamicsError() {}

    static Reply reply(int status, String code, String message) {
        var json = Json.object();
        json.putObject("error").put("code", code).put("message", message);
        Reply reply =
                new Reply(status, Json.write(json), "application/json; odata.metadata=minimal", java.util.Map.of());
        return status == 429 || status == 503 ? reply.with("Retry-After", "2") : reply;
    }

    static Refusal refusal(int status, String code, String message) {
        return new Refusal(reply(status, code, message));
    }

    static Refusal notFound(String table, String id) {
        return refusal(404, "0x80040217", table + " With Id = " + id + " Does Not Exist");
    }

    static Refusal noColumn(String table, String name) {
        return refusal(
                400,
                "0x80060888",
                "Could not find a property named '" + name + "' on type 'Microsoft.Dynamics.CRM." + table + "'.");
    }

    /** What an ordered failure of this status says. */
    static Reply of(int status) {
        return switch (status) {
            case 401 -> reply(401, "0x80072560", "The token is not valid.");
            case 403 -> reply(403, "0x80040220", "Principal user is missing a privilege.");
            case 404 -> reply(404, "0x80040217", "Does Not Exist");
            case 412 ->
                reply(
                        412,
                        "0x80060882",
                        "The version of the existing record doesn't match the RowVersion property provided.");
            case 413 -> reply(413, "0x80060891", "The request is too large.");
            case 429 ->
                reply(
                        429,
                        "0x80072322",
                        "Number of requests exceeded the limit of 6000 over time window of 300 seconds.");
            default -> reply(status, "0x80040216", "An unexpected error occurred.");
        };
    }
}
