package io.serai.connect;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.serai.message.SystemDirectory;
import io.serai.message.SystemInfo;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configured systems. Those with a problem are left out and told by {@link #problems()}. Immutable. */
@Singleton
@Named("systems")
public class Systems implements SystemDirectory {
    private final Map<String, VendorSystem> systems;
    private final List<String> problems;

    @Inject
    public Systems(SystemsConfig config) {
        SystemsReader reader = new SystemsReader(config);
        this.systems = reader.systems();
        this.problems = List.copyOf(reader.problems());
    }

    /** Everything that is wrong with the configuration, each line beginning with the setting's full name; empty if all is well. */
    public List<String> problems() {
        return problems;
    }

    /**
     * Ends a start that could only fail later.
     *
     * @throws ConfigurationException with all problems in one message
     */
    public void requireValid() {
        if (!problems.isEmpty())
            throw new ConfigurationException(
                    "The configuration of the systems is not complete:\n  " + String.join("\n  ", problems));
    }

    public Optional<VendorSystem> find(String name) {
        return name == null ? Optional.empty() : Optional.ofNullable(systems.get(name));
    }

    /** Whose product answers at this URL, as the system's quota names it; null where no system is. */
    String vendorAt(String url) {
        return systems.values().stream()
                .filter(system -> below(system.url().toString(), url))
                .max(Comparator.comparingInt(system -> system.url().toString().length()))
                .map(system -> system.quota().vendor())
                .orElse(null);
    }

    private static boolean below(String base, String url) {
        return url != null
                && url.startsWith(base)
                && (url.length() == base.length() || "/?".indexOf(url.charAt(base.length())) >= 0);
    }

    /** All, by name. */
    public Collection<VendorSystem> all() {
        return systems.values();
    }

    @Override
    public List<SystemInfo> ofKind(String kind) {
        return systems.values().stream()
                .filter(system -> system.kind().label().equals(kind))
                .map(system -> new SystemInfo(system.name(), kind, system.url().toString()))
                .toList();
    }
}
