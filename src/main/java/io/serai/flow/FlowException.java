package io.serai.flow;

import io.serai.message.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** Files cannot be used as they are; carries no stack trace, as its findings say where to look. */
public final class FlowException extends RuntimeException {
    private final transient List<Finding> findings;

    FlowException(String what, List<Finding> findings) {
        super(
                what + findings.stream().map(finding -> "\n  " + finding).collect(Collectors.joining()),
                null,
                false,
                false);
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
