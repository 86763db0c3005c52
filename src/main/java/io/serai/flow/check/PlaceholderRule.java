package io.serai.flow.check;

import io.serai.message.Finding;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** Placeholders without a default have a value in the configuration, or are properties of the kamelet. */
final class PlaceholderRule implements Rule {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}:?!]+?)\\s*}}");

    private final CamelContext context;

    PlaceholderRule(CamelContext context) {
        this.context = context;
    }

    @Override
    public void check(FlowSet flows, List<Finding> findings) {
        flows.files().forEach(file -> check(file, findings));
    }

    private void check(Parsed file, List<Finding> findings) {
        String[] lines = file.file().content().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].strip().startsWith("#")) continue;
            Matcher matcher = PLACEHOLDER.matcher(lines[i]);
            while (matcher.find()) {
                String key = matcher.group(1);
                if (known(file, key)) continue;
                String message =
                        "nothing is configured for '" + key + "': set it, or give a default, {{" + key + ":...}}";
                findings.add(Finding.error(file.file().name(), i + 1, matcher.start() + 1, message));
            }
        }
    }

    private boolean known(Parsed file, String key) {
        if (key.startsWith(Condition.PREFIX)) return true;
        Kamelet kamelet = file.kamelet();
        if (kamelet != null && kamelet.properties().containsKey(key)) return true;
        if (kamelet != null && file.beans().contains(key)) return true; // {{name}} of a kamelet's own bean
        return context.getPropertiesComponent().resolveProperty(key).isPresent();
    }
}
