package io.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.connect.VendorDouble;
import io.serai.connect.VendorDouble.Answer;
import io.serai.connect.VendorDouble.Request;
import io.serai.message.Json;
import io.serai.sandbox.SandboxOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of routes/README.md beside the shipped flows, in the program as it is packaged: what is added to it is YAML only. */
class ExamplesIT {
    private static final Path EXAMPLES = Path.of("deploy/examples");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    static VendorDouble loyalty;
    static Vendors secondAccount;
    static Site site;

    @BeforeAll
    static void start() {
        Flows flows = Flows.copiedTo(folder)
                .with(EXAMPLES.resolve("loyalty"))
                .with(EXAMPLES.resolve("second-account"))
                .edit(
                        "mappings/model/customer.yaml",
                        "omnisend] }",
                        "omnisend, loyalty] }"); // as routes/README.md says
        loyalty = new VendorDouble(ExamplesIT::answer);
        secondAccount = new Vendors(SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        site = Site.in(folder)
                .set("serai.routes", flows.routes().toString())
                .set("serai.mappings", flows.mappings().toString())
                .set("serai.poll.every", "1s");
        system("loyalty", "rest", loyalty.url(), "bearer", "t");
        account("omnisend", site.vendors());
        account("omnisend-de", secondAccount);
        site.start();
    }

    @AfterAll
    static void stop() {
        site.close();
        secondAccount.close();
        loyalty.close();
    }

    @Test
    void aSystemThatNobodyHasHeardOfIsReadAndWritten() {
        JsonNode member = await("the member")
                .atMost(PATIENCE)
                .until(
                        () -> site.runtime()
                                .managementJson("/serai/records?entity=customer&match=email:member@example.com")
                                .at("/records/0"),
                        JsonNode::isObject);
        assertThat(member.at("/provenance/email/system").asText()).isEqualTo("loyalty");

        new Shop(site.vendors(), "magento-pl").register("ewa@example.com", "Ewa", "Nowak");
        await("the customer, put there")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(loyalty.requests())
                        .filteredOn(request -> request.method().equals("PUT"))
                        .extracting(request -> json(request.body()).path("mail").asText())
                        .contains("ewa@example.com"));
    }

    @Test
    void theCustomersOfOneShopGoToASecondAccountOfAVendor() {
        new Shop(site.vendors(), "magento-de").register("anna@example.com", "Anna", "Berg");
        await("the contact")
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(secondAccount.get("omnisend/contacts").findValuesAsText("email"))
                                .containsExactly("anna@example.com"));
    }

    private static void account(String name, Vendors of) {
        system(name, "omnisend", of.url() + "/sandbox/omnisend/api", "api-key", "sandbox-omnisend-key");
    }

    private static void system(String name, String kind, String url, String auth, String token) {
        String prefix = "serai.systems." + name + ".";
        site.set(prefix + "kind", kind)
                .set(prefix + "url", url)
                .set(prefix + "auth", auth)
                .set(prefix + "token", token);
    }

    private static Answer answer(Request request) {
        if (request.method().equals("PUT")) return Answer.json(200, "{\"id\":77}");
        return Answer.json(200, """
                {"members":[{"id":1,"mail":"member@example.com","changed_at":"2026-11-20T10:15:31Z"}]}""");
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
