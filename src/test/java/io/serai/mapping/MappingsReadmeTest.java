package io.serai.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README of the mappings says of a new field: one line in the model, one in each table, and one in its test. */
class MappingsReadmeTest {
    private static final Path SHIPPED = Path.of("mappings");

    @TempDir
    Path folder;

    @BeforeEach
    void copyWhatIsShipped() throws IOException {
        try (Stream<Path> files = Files.walk(SHIPPED)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(SHIPPED.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Test
    void aFieldGoesFromAShopToTheCrmByTheThreeLinesThatTheReadmeShows() throws IOException {
        add("model/customer.yaml", shown("`(loyaltyTier: \\{[^`]+)`"));
        add("magento/magento-customer.mapping.yaml", shown("\n {7}(loyaltyTier: [^\n]+)"));
        expect("magento/magento-customer.tests.yaml", "loyaltyTier: gold");
        add("salesforce/salesforce-contact.mapping.yaml", shown("\n {7}(Loyalty_Tier__c: [^\n]+)"));

        Mappings mappings = Mappings.load(folder);

        assertThat(mappings.findings()).isEmpty();
        JsonNode customer = map(mappings, "magento-customer", """
                {"id": 42, "email": "anna@example.com", "lastname": "Berg", "updated_at": "2026-11-20 10:15:31",
                 "custom_attributes": [{"attribute_code": "loyalty_tier", "value": "gold"}]}""");
        assertThat(customer.path("loyaltyTier").asText()).isEqualTo("gold");
        assertThat(map(mappings, "salesforce-contact", customer.toString())
                        .path("Loyalty_Tier__c")
                        .asText())
                .isEqualTo("gold");
    }

    /** The fields are the last part of each of these files. */
    private void add(String file, String line) throws IOException {
        Files.writeString(folder.resolve(file), "  " + line + "\n", StandardOpenOption.APPEND);
    }

    /** In the table's first test, whose customer has had a tier all along. */
    private void expect(String file, String line) throws IOException {
        Path tests = folder.resolve(file);
        Files.writeString(
                tests, Files.readString(tests).replaceFirst("\n  expect:\n", "\n  expect:\n    " + line + "\n"));
    }

    private static String shown(String pattern) throws IOException {
        Matcher line = Pattern.compile(pattern).matcher(Files.readString(SHIPPED.resolve("README.md")));
        assertThat(line.find()).as("the README shows %s", pattern).isTrue();
        return line.group(1);
    }

    private static JsonNode map(Mappings mappings, String table, String record) {
        Mapped mapped = mappings.plan(table)
                .map(TableFolder.yaml(record), new About("magento-pl", "r-1", 1L, null), TableFolder.NO_LINKS);
        assertThat(mapped).isInstanceOf(Mapped.Done.class);
        return ((Mapped.Done) mapped).body();
    }
}
