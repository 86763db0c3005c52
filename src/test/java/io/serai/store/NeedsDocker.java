package io.serai.store;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Skips tests on PostgreSQL where there is no Docker; found by JUnit itself when the build asks for it. */
public final class NeedsDocker implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!TestStore.onPostgresql() || DockerClientFactory.instance().isDockerAvailable())
            return ConditionEvaluationResult.enabled("the store of the tests can be opened");
        return ConditionEvaluationResult.disabled("there is no Docker here: tests on PostgreSQL need it");
    }
}
