package io.serai.deploy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.lang.reflect.Parameter;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings that the configuration classes of the runtime declare; {@code *} stands for a name that the user chooses. */
final class SettingNames {
    private final Set<String> names;

    private SettingNames(Set<String> names) {
        this.names = names;
    }

    static SettingNames ofTheRuntime() {
        Set<String> names = new TreeSet<>();
        // Switches that application.yaml hands on to Quarkus.
        names.add("serai.log.json");
        for (JavaClass found : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.serai")) {
            if (found.isAnnotatedWith(ConfigMapping.class))
                names.addAll(ConfigMappings.getProperties(ConfigClass.configClass(found.reflect()))
                        .keySet());
            names.addAll(injected(found));
        }
        return new SettingNames(names);
    }

    private static Set<String> injected(JavaClass found) {
        if (!found.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> dependency.getTargetClass().isEquivalentTo(ConfigProperty.class)))
            return Set.of();
        Class<?> type = found.reflect();
        return Stream.concat(Stream.of(type.getDeclaredConstructors()), Stream.of(type.getDeclaredMethods()))
                .flatMap(method -> Stream.of(method.getParameters()))
                .filter(parameter -> parameter.isAnnotationPresent(ConfigProperty.class))
                .map(SettingNames::name)
                .collect(Collectors.toSet());
    }

    private static String name(Parameter parameter) {
        return parameter.getAnnotation(ConfigProperty.class).name();
    }

    boolean has(String setting) {
        return names.stream().anyMatch(name -> pattern(name).matcher(setting).matches());
    }

    /** Whether a variable such as SERAI_STORE_PASSWORD_FILE is read as one of them. */
    boolean hasVariable(String variable) {
        return names.stream()
                .filter(name -> !name.contains("*"))
                .anyMatch(name -> variable(name).equals(variable));
    }

    static String variable(String setting) {
        return setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static Pattern pattern(String name) {
        return Pattern.compile(
                Stream.of(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[a-z0-9-]+")));
    }

    @Override
    public String toString() {
        return names.toString();
    }
}
