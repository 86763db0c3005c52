package io.serai;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.serai.sandbox.SandboxServer;
import jakarta.inject.Inject;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Holds the rules of the rooms. */
@AnalyzeClasses(packages = "io.serai", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule the_store_knows_nothing_of_serai = knowsOnly("store");

    @ArchTest
    static final ArchRule messages_know_nothing_of_serai = knowsOnly("message");

    @ArchTest
    static final ArchRule the_sandbox_knows_nothing_of_serai = knowsOnly("sandbox");

    @ArchTest
    static final ArchRule the_journal_stands_on_store_and_message = knowsOnly("journal", "store", "message");

    @ArchTest
    static final ArchRule the_bus_stands_on_store_and_message = knowsOnly("bus", "store", "message");

    @ArchTest
    static final ArchRule mapping_stands_on_store_and_message = knowsOnly("mapping", "store", "message");

    @ArchTest
    static final ArchRule the_hub_stands_on_store_and_message = knowsOnly("hub", "store", "message");

    @ArchTest
    static final ArchRule connect_stands_on_store_and_message = knowsOnly("connect", "store", "message");

    @ArchTest
    static final ArchRule flow_knows_only_rooms_below =
            knowsOnly("flow", "store", "message", "journal", "bus", "mapping", "hub", "connect");

    @ArchTest
    static final ArchRule watch_knows_only_rooms_below =
            knowsOnly("watch", "store", "message", "journal", "bus", "mapping", "hub", "connect", "flow");

    @ArchTest
    static final ArchRule nobody_knows_the_console = noClasses()
            .that(areSeraiOutside("console"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.serai.console..");

    @ArchTest
    static final ArchRule nobody_knows_the_cli = noClasses()
            .that(areSeraiOutside("cli"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.serai.cli..");

    @ArchTest
    static final ArchRule only_the_command_that_runs_it_alone_knows_the_sandbox = noClasses()
            .that(areSeraiOutside("sandbox", "cli"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.serai.sandbox..");

    @ArchTest
    static final ArchRule rooms_have_no_cycles =
            slices().matching("io.serai.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobody_logs_with_java_util_logging = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(
                    "io.serai.watch.TraceInLogs") // it does not log, but looks at how lines are written
            .and()
            .doNotHaveFullyQualifiedName("io.serai.watch.TraceInLogs$WithTrace")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule only_commands_print = noClasses()
            .that()
            .resideOutsideOfPackage("io.serai.cli..")
            .and()
            .doNotBelongToAnyOf(SandboxServer.class)
            .should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule what_a_class_needs_comes_by_its_constructor =
            noFields().should().beAnnotatedWith(Inject.class).orShould().beAnnotatedWith(ConfigProperty.class);

    /** Camel generates option tables that are filled once, when a class is loaded. */
    @ArchTest
    static final ArchRule nothing_static_changes = fields().that()
            .areStatic()
            .and()
            .doNotHaveModifier(SYNTHETIC)
            .should()
            .beFinal();

    private static ArchRule knowsOnly(String room, String... others) {
        return noClasses()
                .that()
                .resideInAPackage("io.serai." + room + "..")
                .should()
                .dependOnClassesThat(areSeraiOutside(
                        Stream.concat(Stream.of(room), Stream.of(others)).toArray(String[]::new)));
    }

    private static DescribedPredicate<JavaClass> areSeraiOutside(String... rooms) {
        return resideInAPackage("io.serai..")
                .and(DescribedPredicate.not(resideInAnyPackage(
                        Stream.of(rooms).map(room -> "io.serai." + room + "..").toArray(String[]::new))))
                .as("are of other rooms than %s", String.join(", ", rooms));
    }
}
