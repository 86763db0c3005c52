package io.serai.it;

import io.serai.sandbox.SandboxOptions;
import java.nio.file.Path;

/** A runtime, and outside of it empty doubles of the vendors that push their changes to it. */
record Site(RuntimeProcess runtime, Vendors vendors) implements AutoCloseable {

    /** Not started, so that settings can be added. */
    static Site in(Path folder) {
        RuntimeProcess runtime = new RuntimeProcess(folder);
        String hooks = runtime.http("/hooks/").toString() + "{system}";
        Vendors vendors = new Vendors(SandboxOptions.defaults()
                .withSeed(SandboxOptions.Seed.NOTHING)
                .withWebhooks(SandboxOptions.Webhooks.none().to(hooks)));
        runtime.vendors(vendors.url());
        return new Site(runtime, vendors);
    }

    Site set(String setting, String value) {
        runtime.set(setting, value);
        return this;
    }

    /** Only webhooks bring changes. */
    Site withoutPolling() {
        return set("serai.poll.initial-delay", "1h");
    }

    Site start() {
        runtime.start();
        return this;
    }

    Shop shop() {
        return new Shop(vendors, "magento-pl");
    }

    @Override
    public void close() {
        runtime.close();
        vendors.close();
    }
}
