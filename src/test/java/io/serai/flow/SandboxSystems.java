package io.serai.flow;

import io.serai.connect.Systems;
import io.serai.connect.TestSystems;
import io.serai.sandbox.SandboxServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The vendors' doubles, with the settings by which a user would connect them. */
final class SandboxSystems {
    private final SandboxServer vendors;
    private final List<String> settings = new ArrayList<>();

    private SandboxSystems(SandboxServer vendors) {
        this.vendors = vendors;
    }

    static SandboxSystems of(SandboxServer vendors) {
        return new SandboxSystems(vendors);
    }

    SandboxSystems salesforce() {
        return with(
                "salesforce.kind", "salesforce",
                "salesforce.url", vendors.url("salesforce"),
                "salesforce.auth", "client-credentials",
                "salesforce.client-id", "sandbox-client",
                "salesforce.client-secret", "sandbox-secret");
    }

    /** @param name of one of the sandbox's Magentos */
    SandboxSystems magento(String name) {
        return with(
                name + ".kind", "magento",
                name + ".url", vendors.url(name),
                name + ".auth", "bearer",
                name + ".token", "sandbox-access-token");
    }

    /** Without its limit of ten seconds, which a test would wait for. */
    SandboxSystems hubspot() {
        return with(
                "hubspot.kind", "hubspot",
                "hubspot.url", vendors.url("hubspot"),
                "hubspot.auth", "bearer",
                "hubspot.token", "sandbox-hubspot-token",
                "hubspot.quota.requests", "0");
    }

    /** Without its limit of five minutes, which a test would wait for. */
    SandboxSystems dynamics() {
        return with(
                "dynamics.kind", "dynamics",
                "dynamics.url", vendors.url("dynamics"),
                "dynamics.auth", "client-credentials",
                "dynamics.token-url", vendors.url("dynamics") + "/contoso/oauth2/v2.0/token",
                "dynamics.client-id", "sandbox-client",
                "dynamics.client-secret", "sandbox-secret",
                "dynamics.quota.requests", "0");
    }

    SandboxSystems omnisend() {
        return with(
                "omnisend.kind", "omnisend",
                "omnisend.url", vendors.url("omnisend") + "/api",
                "omnisend.auth", "api-key",
                "omnisend.token", "sandbox-omnisend-key");
    }

    /** @param options pairs of a name below {@code serai.systems.} and its value */
    SandboxSystems with(String... options) {
        Collections.addAll(settings, options);
        return this;
    }

    Systems systems() {
        return TestSystems.of(settings.toArray(String[]::new));
    }
}
