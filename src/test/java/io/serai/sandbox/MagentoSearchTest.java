package io.serai.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MagentoSearchTest {
    private static SandboxServer server;
    private static Web shop;

    @BeforeAll
    static void start() {
        server = SandboxServer.start(0, SandboxOptions.defaults().withSeed(SandboxOptions.Seed.NOTHING));
        shop = Web.of(server, "magento-pl").as("Bearer sandbox-access-token");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void fill() {
        shop.reset();
        for (String name : List.of("Anna Berg", "Björn Ström", "Łukasz Żak", "Anna Öz", "李 伟")) {
            String[] parts = name.split(" ");
            int number = customers("").path("total_count").asInt() + 1;
            shop.post("rest/all/V1/customers", """
                    {"customer":{"email":"c%d@example.com","firstname":"%s","lastname":"%s","group_id":%d%s}}""".formatted(
                            number, parts[0], parts[1], number % 2 + 1, number == 2 ? ",\"taxvat\":\"SE1,SE2\"" : ""));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "firstname eq anna|1 4", "firstname neq anna|2 3 5", "entity_id gt 3|4 5", "entity_id gteq 3|3 4 5",
                "entity_id lt 3|1 2", "entity_id lteq 3|1 2 3", "entity_id in 1,5,9|1 5", "entity_id nin 1,5|2 3 4",
                "lastname like %r%|1 2", "lastname nlike %r%|3 4 5", "taxvat null|1 3 4 5", "taxvat notnull|2",
                "taxvat finset SE2|2", "entity_id from 4|4 5", "entity_id to 2|1 2", "entity_id moreq 5|5",
                "email eq C3@EXAMPLE.COM|3", "lastname eq żak|3"
            })
    void everyOperatorSelectsAsMagentoDoes(String filter, String ids) {
        assertThat(ids(customers(Web.criteria(Web.page(0, 1), filter)))).isEqualTo(ids);
    }

    @Test
    void groupsAreAndedAndFiltersInAGroupOred() {
        String query = "?searchCriteria[filterGroups][0][filters][0][field]=firstname"
                + "&searchCriteria[filterGroups][0][filters][0][value]=Anna"
                + "&searchCriteria[filterGroups][0][filters][1][field]=entity_id"
                + "&searchCriteria[filterGroups][0][filters][1][value]=2"
                + "&searchCriteria[filterGroups][1][filters][0][field]=group_id"
                + "&searchCriteria[filterGroups][1][filters][0][value]=1";

        assertThat(ids(customers(query.replace("[", "%5B").replace("]", "%5D"))))
                .isEqualTo("2 4");
    }

    @Test
    void theLastPageComesAgainBeyondTheEnd() {
        JsonNode beyond = customers("?" + Web.page(2, 9) + Web.sorted("entity_id ASC"));

        assertThat(ids(beyond)).isEqualTo("5");
        assertThat(beyond.path("total_count").asInt()).isEqualTo(5);
        assertThat(beyond.at("/search_criteria/current_page").asInt()).isEqualTo(9);
        assertThat(ids(customers(Web.criteria(
                        Web.page(2, 9) + Web.sorted("updated_at ASC", "entity_id ASC"), "updated_at gteq 2020-01-01"))))
                .isEqualTo("5");
    }

    @Test
    void sortsAsAskedDescendingUnlessToldOtherwise() {
        assertThat(ids(customers("?searchCriteria%5BsortOrders%5D%5B0%5D%5Bfield%5D=entity_id")))
                .isEqualTo("5 4 3 2 1");
        assertThat(ids(customers("?" + Web.page(9, 1) + Web.sorted("firstname ASC", "entity_id DESC"))))
                .startsWith("4 1 2");
    }

    @Test
    void changesAreReadPageByPageInOrderOfTimeAndId() {
        String time = customers("?searchCriteria=all").at("/items/0/updated_at").asText();
        assertThat(time).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
        List<String> pages = new ArrayList<>();
        for (int page = 1; page <= 3; page++) {
            pages.add(ids(customers(Web.criteria(
                    Web.page(2, page) + Web.sorted("updated_at ASC", "entity_id ASC"), "updated_at gteq " + time))));
        }

        assertThat(pages).containsExactly("1 2", "3 4", "5");
        assertThat(ids(customers(Web.criteria(Web.sorted("updated_at ASC"), "updated_at gt 2099-01-01 00:00:00"))))
                .isEmpty();
        assertThat(ids(customers(Web.criteria("", "updated_at gteq 2020-01-01 00:00:00", "firstname eq Anna"))))
                .isEqualTo("1 4");
    }

    @Test
    void theAnswerRepeatsTheRequest() {
        JsonNode echo = customers(Web.criteria(Web.page(2, 1) + Web.sorted("entity_id ASC"), "firstname eq Anna"))
                .path("search_criteria");

        assertThat(echo.at("/filter_groups/0/filters/0").toString())
                .isEqualTo("{\"field\":\"firstname\",\"value\":\"Anna\",\"condition_type\":\"eq\"}");
        assertThat(echo.at("/sort_orders/0/direction").asText()).isEqualTo("ASC");
        assertThat(echo.path("page_size").asInt()).isEqualTo(2);
    }

    @Test
    void aSearchWithoutCriteriaIsRefusedWithPlacesInTheMessage() {
        Web.Answer answer = shop.get("rest/all/V1/customers/search");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("message").asText()).contains("%fieldName");
        assertThat(answer.json().at("/parameters/fieldName").asText()).isEqualTo("searchCriteria");
    }

    @Test
    void unknownColumnsAreTheCallersFaultForAttributesAndAnSqlErrorForTables() {
        assertThat(shop.get("rest/all/V1/customers/search" + Web.criteria("", "id eq 1"))
                        .status())
                .isEqualTo(400);
        Web.Answer table = shop.get("rest/all/V1/orders" + Web.criteria("", "nonsense eq 1"));
        assertThat(table.status()).isEqualTo(500);
        assertThat(table.json().path("message").asText()).contains("Report ID: webapi-");
        assertThat(shop.get("rest/all/V1/company/" + Web.criteria("", "updated_at gt 2020-01-01"))
                        .status())
                .isEqualTo(500);
    }

    @Test
    void anAdministratorMayLimitThePageSize() {
        Web control = Web.of(server, "magento-pl");
        control.post("options", "{\"maxPageSize\":300}");
        Web.Answer answer = shop.get("rest/all/V1/orders?" + Web.page(301, 1));
        control.post("options", "{\"maxPageSize\":0}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo("{\"message\":\"Maximum SearchCriteria pageSize is %max\",\"parameters\":{\"max\":300}}");
    }

    @Test
    void productsAndCompaniesAreSearchedLikewise() {
        Web seeded = Web.of(server, "magento-de").as("Bearer sandbox-access-token");

        assertThat(seeded.get("rest/V1/products?searchCriteria=all")
                        .json()
                        .path("total_count")
                        .asInt())
                .isGreaterThan(20);
        assertThat(seeded.get("rest/V1/products/MUG-1").json().path("name").asText())
                .isEqualTo("Emaille-Becher");
        assertThat(seeded.get("rest/default/V1/company/?searchCriteria=all")
                        .json()
                        .path("items")
                        .isArray())
                .isTrue();
        assertThat(seeded.get("rest/V1/products/none").status()).isEqualTo(404);
    }

    private static JsonNode customers(String query) {
        return shop.get("rest/all/V1/customers/search" + (query.isEmpty() ? "?searchCriteria=all" : query))
                .json();
    }

    private static String ids(JsonNode result) {
        List<String> ids = new ArrayList<>();
        result.path("items").forEach(item -> ids.add(item.path("id").asText()));
        return String.join(" ", ids);
    }
}
