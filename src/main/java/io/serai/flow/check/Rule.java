package io.serai.flow.check;

import io.serai.message.Finding;
import java.util.List;

/** Looks at all files together for one kind of mistake. */
@FunctionalInterface
interface Rule {
    void check(FlowSet flows, List<Finding> findings);
}
