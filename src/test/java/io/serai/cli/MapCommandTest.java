package io.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapCommandTest {
    private final InputStream in = System.in;

    @TempDir
    Path folder;

    @BeforeEach
    void writeTables() throws IOException {
        write("model/customer.yaml", """
                entity: customer
                match: [email]
                fields:
                  email: { type: email, personal: true, master: latest }
                  firstName: { type: string, master: latest }
                """);
        write("magento/magento-customer.mapping.yaml", """
                mapping: magento-customer
                from: { system: magento, object: customer }
                to: customer
                id: .id
                when: .ghost != true
                fields:
                  email: { from: .email, type: email, required: true }
                  firstName: { from: .firstname, required: true }
                """);
    }

    @AfterEach
    void giveBack() {
        System.setIn(in);
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private Invocation map(String input, String... more) {
        System.setIn(new ByteArrayInputStream(input.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        String[] arguments = new String[more.length + 3];
        arguments[0] = "map";
        arguments[1] = "--mappings";
        arguments[2] = folder.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Invocation.of(arguments);
    }

    @Test
    void aRecordIsMappedAndPrintedAlone() {
        Invocation map = map("{'id': 7, 'email': 'anna@example.com', 'firstname': 'Łucja'}", "magento-customer");
        assertThat(map.err()).isEmpty();
        assertThat(map.exit()).isZero();
        assertThat(map.json().path("email").asText()).isEqualTo("anna@example.com");
        assertThat(map.json().path("firstName").asText()).isEqualTo("Łucja");
    }

    @Test
    void allErrorsOfARecordAreToldAndNothingIsPrinted() {
        Invocation map = map("{'id': 7, 'email': 'nobody'}", "magento-customer");
        assertThat(map.exit()).isEqualTo(1);
        assertThat(map.out()).isEmpty();
        assertThat(map.err()).contains("email").contains("firstName");
    }

    @Test
    void withJsonErrorsAreDataTogetherWithTheIdOfWhatWasMapped() {
        String input = "[{'id': 7, 'email': 'a@example.com', 'firstname': 'A'}, {'id': 8}, {'id': 9, 'ghost': true}]";
        Invocation map = map(input, "magento-customer", "--json");
        assertThat(map.exit()).isEqualTo(1);
        assertThat(map.json().findValuesAsText("outcome")).containsExactly("mapped", "failed", "skipped-filtered");
        assertThat(map.json().get(0).path("externalId").asText()).isEqualTo("7");
        assertThat(map.json().get(1).path("errors").findValuesAsText("field")).contains("email", "firstName");
    }

    @Test
    void aRecordThatTheTableLeavesOutIsToldAndIsNoError() {
        Invocation map = map("{'id': 7, 'ghost': true}", "magento-customer");
        assertThat(map.exit()).isZero();
        assertThat(map.out()).isEmpty();
        assertThat(map.err()).contains("leaves this record out");
    }

    @Test
    void anUnknownTableIsToldWithThoseThatThereAre() {
        Invocation map = map("{}", "magento-custmer");
        assertThat(map.exit()).isEqualTo(2);
        assertThat(map.err()).contains("'magento-custmer'").contains("there is magento-customer");
    }

    @Test
    void aTableWithErrorsIsToldWithFileLineAndColumn() throws IOException {
        write("magento/broken.mapping.yaml", "mapping: broken\nfrom: { system: magento }\nto: custmer\nfields: {}\n");
        Invocation map = map("{}", "broken");
        assertThat(map.exit()).isEqualTo(2);
        assertThat(map.err()).containsPattern("broken\\.mapping\\.yaml:\\d+:\\d+: ");
    }

    @Test
    void inputThatIsNoJsonIsToldWithItsPlace() {
        Invocation map = map("{'id': }", "magento-customer");
        assertThat(map.exit()).isEqualTo(2);
        assertThat(map.err()).contains("line 1, column");
        assertThat(map("", "magento-customer").exit()).isEqualTo(2);
    }
}
