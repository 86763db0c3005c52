package io.serai.cli;

import io.quarkus.runtime.annotations.RegisterForReflection;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the package. */
@RegisterForReflection
class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = org.eclipse.microprofile.config.ConfigProvider.getConfig()
                .getOptionalValue("quarkus.application.version", String.class)
                .orElse("of the development");
        return new String[] {"serai " + version};
    }
}
