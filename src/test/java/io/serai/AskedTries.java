package io.serai;

import java.util.Optional;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Each run tries properties with a seed of its own, which a failure names. {@code -Djqwik.seed=<seed>} tries the same again,
 * {@code -Djqwik.tries=<n>} more or less often.
 */
public final class AskedTries implements AroundPropertyHook {
    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        Optional.ofNullable(System.getProperty("jqwik.seed")).ifPresent(context.attributes()::setSeed);
        Optional.ofNullable(Integer.getInteger("jqwik.tries")).ifPresent(context.attributes()::setTries);
        return property.execute();
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }
}
