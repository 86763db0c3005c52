package io.serai.flow.check;

import io.serai.message.Finding;
import java.util.List;
import org.apache.camel.model.RouteDefinition;

/** A condition names systems and nothing else, so that it can be told why a flow is off. */
final class ConditionRule implements Rule {

    @Override
    public void check(FlowSet flows, List<Finding> findings) {
        for (Parsed file : flows.files())
            for (RouteDefinition route : file.routes())
                if (Condition.unknown(route))
                    findings.add(flows.text(file)
                            .error(
                                    Math.max(1, route.getLineNumber()),
                                    "precondition",
                                    "expected the precondition to be {{" + Condition.PREFIX
                                            + "<system>}}, several joined by &&"));
    }
}
