package io.serai.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A native executable can write as JSON only what it was told of when it was built. */
class ViewsTest {
    private static final List<Class<?>> OWN = List.of(DeadView.class, DeadResource.Done.class);

    @Test
    void everyTypeThatIsWrittenIsNamedForNativeExecutables() {
        List<Class<?>> named = new ArrayList<>(OWN);
        named.addAll(
                List.of(Views.class.getAnnotation(RegisterForReflection.class).targets()));
        named.addAll(List.of(
                BusResource.class.getAnnotation(RegisterForReflection.class).targets()));
        assertThat(OWN).allMatch(type -> type.isAnnotationPresent(RegisterForReflection.class));

        Set<String> missing = new TreeSet<>();
        Deque<Class<?>> left = new ArrayDeque<>(named);
        while (!left.isEmpty()) {
            Class<?> type = left.pop();
            if (!type.isRecord()) continue;
            for (RecordComponent part : type.getRecordComponents())
                for (Class<?> used : classes(part.getGenericType()))
                    if (used.getName().startsWith("io.serai.") && !named.contains(used) && missing.add(used.getName()))
                        left.add(used);
        }
        assertThat(named).hasSizeGreaterThan(15);
        assertThat(missing).isEmpty();
    }

    private static List<Class<?>> classes(Type type) {
        List<Class<?>> all = new ArrayList<>();
        if (type instanceof Class<?> plain) all.add(plain);
        if (type instanceof ParameterizedType generic) {
            all.addAll(classes(generic.getRawType()));
            for (Type argument : generic.getActualTypeArguments()) all.addAll(classes(argument));
        }
        return all;
    }
}
