package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;

/** The integration tests that are run again with a native executable are all that start what was packaged. */
class PackagedProgramTest {
    private static final String TAG = "jvm";

    private final List<JavaClass> tests = new ClassFileImporter()
            .importPackages("io.serai").stream()
                    .filter(type -> type.getSimpleName().endsWith("IT"))
                    .toList();

    @Test
    void aTestThatDoesNotStartItSaysSo() {
        assertThat(tests).hasSizeGreaterThan(20);
        assertThat(tests.stream().filter(type -> !isTagged(type) && !starts(type)))
                .as("tag it " + TAG + ": with a native executable it would show nothing more")
                .isEmpty();
    }

    @Test
    void onlySuchATestDoes() {
        assertThat(tests.stream().filter(PackagedProgramTest::isTagged))
                .isNotEmpty()
                .allMatch(type -> type.getSimpleName().equals("ContainerIT") // its program is in its image
                        || !starts(type));
    }

    private static boolean isTagged(JavaClass test) {
        return AnnotationSupport.findRepeatableAnnotations(test.reflect(), Tag.class).stream()
                .anyMatch(tag -> tag.value().equals(TAG));
    }

    private static boolean starts(JavaClass test) {
        return test.getTransitiveDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .anyMatch(used -> used.isEquivalentTo(Runner.class));
    }
}
