package io.serai.it.oracle;

import io.serai.it.Vendors;
import java.util.List;

/** What Salesforce does to its callers now and then. Each ends by itself, so that what strikes next meets it. */
record VendorFaults(Vendors vendors) {

    List<Fault> all() {
        return List.of(
                fault("429 for all calls", "{\"status\":429,\"seconds\":4}"),
                fault("500 for half of the calls", "{\"status\":500,\"rate\":0.5,\"seconds\":5}"),
                fault(
                        "done, but the answer never comes",
                        "{\"kind\":\"timeout-after-commit\",\"latencyMs\":1500,\"times\":4,\"path\":\"composite\"}"),
                fault("half of the rows of each batch fail", "{\"kind\":\"rows\",\"rate\":0.5,\"seconds\":5}"),
                fault("connections drop", "{\"kind\":\"drop\",\"rate\":0.5,\"seconds\":4}"));
    }

    void end() {
        vendors.delete("salesforce/fail");
    }

    private Fault fault(String name, String order) {
        return new Fault("vendor: " + name, () -> vendors.post("salesforce/fail", order));
    }
}
