package io.serai.sandbox;

/** Who writes: the application user of the integration, or somebody at a screen. */
record DynamicsUser(String id, String name) {
    static final DynamicsUser APPLICATION = new DynamicsUser("5a1e0000-0000-4000-8000-000000000001", "# Serai");
    static final DynamicsUser PERSON = new DynamicsUser("5a1e0000-0000-4000-8000-000000000002", "Petra Person");
}
