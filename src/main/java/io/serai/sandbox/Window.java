package io.serai.sandbox;

/** Which part of a listing is wanted. */
record Window(long offset, long limit) {
    static Window of(Call call) {
        return new Window(number(call, "offset", 0), number(call, "limit", 100));
    }

    private static long number(Call call, String name, long otherwise) {
        String text = call.query(name).orElse(Long.toString(otherwise));
        if (!text.matches("\\d{1,9}")) {
            throw new Refusal(Reply.refused(400, "expected a number for " + name));
        }
        return Long.parseLong(text);
    }
}
