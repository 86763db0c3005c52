package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What every system understands beside its vendor's API: {@code fail}; the rest is the double's own. */
final class Controls {
    private Controls() {}

    static Reply answer(Vendor vendor, Call call) {
        if (!call.segment(0).equals("fail") || call.path().size() > 1) {
            return vendor.control(call);
        }
        switch (call.method()) {
            case "POST" -> order(vendor, body(call));
            case "DELETE" -> vendor.faults().clear();
            case "GET" -> {}
            default -> throw new Refusal(Reply.refused(405, "expected GET, POST or DELETE"));
        }
        return Reply.json(200, vendor.faults().toJson());
    }

    static ObjectNode body(Call call) {
        if (call.body().length == 0) {
            return Json.object();
        }
        return Json.parse(call.body()).orElseThrow(() -> new Refusal(Reply.refused(400, "expected a JSON object")));
    }

    private static void order(Vendor vendor, ObjectNode order) {
        if (order.path("kind").asText().equals("session")) {
            vendor.expireSessions();
        } else {
            vendor.faults().add(order);
        }
    }
}
