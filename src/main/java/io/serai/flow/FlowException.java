package io.serai.flow;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.serai.message.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** Files cannot be used as they are. At the start its message is all that is shown: its findings say where to look. */
public final class FlowException extends ConfigurationException {
    private final transient List<Finding> findings;

    FlowException(String what, List<Finding> findings) {
        super(what + findings.stream().map(finding -> "\n  " + finding).collect(Collectors.joining()));
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
