package io.serai.store;

import io.serai.Needs;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Skips tests on PostgreSQL where there is no Docker; found by JUnit itself when the build asks for it. */
public final class NeedsDocker implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            if (TestStore.onPostgresql()) Needs.docker();
            return ConditionEvaluationResult.enabled("the store of the tests can be opened");
        } catch (TestAbortedException missing) {
            return ConditionEvaluationResult.disabled(missing.getMessage());
        }
    }
}
