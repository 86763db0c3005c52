package io.serai.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.connect.VendorDouble.Answer;
import io.serai.connect.VendorDouble.Request;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The kamelets as they are shipped, in a plain Camel. */
class KameletsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DefaultCamelContext context;
    private VendorDouble vendor;

    @AfterEach
    void stop() {
        context.stop();
        vendor.close();
    }

    @Test
    void aSearchAsksForChangesSinceATimeInAStableOrder() {
        start(request -> Answer.json(200, "{\"items\":[{\"id\":1}],\"search_criteria\":{},\"total_count\":401}"));

        Exchange answer = context.createProducerTemplate()
                .request("kamelet:magento-search?resource=customers/search", exchange -> {
                    exchange.getMessage().setHeader("SeraiSystem", "magento-pl");
                    exchange.getMessage().setHeader("SeraiSince", java.time.Instant.parse("2026-11-20T10:15:31.250Z"));
                    exchange.getMessage().setHeader("SeraiPage", 3);
                    exchange.getMessage().setHeader("CamelHttpPath", "/hooks/magento-pl");
                    exchange.getMessage().setHeader("CamelHttpQuery", "x=y");
                });

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody(JsonNode.class))
                .isEqualTo(json("{\"items\":[{\"id\":1}],\"total_count\":401}"));
        assertThat(answer.getMessage().getHeaders()).containsEntry("SeraiSystem", "magento-pl");
        assertThat(answer.getMessage().getHeaders().keySet()).noneMatch(name -> name.startsWith("CamelHttp"));
        assertThat(answer.getVariables()).isEmpty();
        Request request = vendor.requests().get(0);
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.uri().getPath()).isEqualTo("/pl/rest/all/V1/customers/search");
        assertThat(request.uri().getRawQuery())
                .contains("2026-11-20%2010%3A15%3A31")
                .doesNotContain("+");
        assertThat(query(request))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "searchCriteria[filter_groups][0][filters][0][field]", "updated_at",
                        "searchCriteria[filter_groups][0][filters][0][condition_type]", "gteq",
                        "searchCriteria[filter_groups][0][filters][0][value]", "2026-11-20 10:15:31",
                        "searchCriteria[sortOrders][0][field]", "updated_at",
                        "searchCriteria[sortOrders][0][direction]", "ASC",
                        "searchCriteria[sortOrders][1][field]", "entity_id",
                        "searchCriteria[sortOrders][1][direction]", "ASC",
                        "searchCriteria[pageSize]", "200",
                        "searchCriteria[currentPage]", "3"));
        assertThat(request.headers().keySet()).noneMatch(name -> name.startsWith("Serai"));
    }

    @Test
    void oneSearchServesSeveralSystems() {
        start(request -> Answer.json(200, "{\"items\":null,\"total_count\":0}"));

        for (String system : List.of("magento-pl", "magento-de", "magento-pl")) {
            Exchange answer = context.createProducerTemplate()
                    .request(
                            "kamelet:magento-search?resource=orders&pageSize=50",
                            exchange -> exchange.getMessage().setHeader("SeraiSystem", system));
            assertThat(answer.getMessage().getBody(JsonNode.class)).isEqualTo(json("{\"items\":[],\"total_count\":0}"));
        }

        assertThat(vendor.requests())
                .extracting(request -> request.uri().getPath(), request -> request.header("Authorization"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("/pl/rest/all/V1/orders", "Bearer token-pl"),
                        org.assertj.core.groups.Tuple.tuple("/de/rest/all/V1/orders", "Bearer token-de"),
                        org.assertj.core.groups.Tuple.tuple("/pl/rest/all/V1/orders", "Bearer token-pl"));
        assertThat(query(vendor.requests().get(0)))
                .containsEntry("searchCriteria[pageSize]", "50")
                .containsEntry("searchCriteria[currentPage]", "1")
                .doesNotContainKey("searchCriteria[filter_groups][0][filters][0][field]");
    }

    @Test
    void aSearchMayNameItsSystemAndTime() {
        start(request -> Answer.json(200, "{\"items\":[],\"total_count\":0}"));

        context.createProducerTemplate()
                .requestBodyAndHeader(
                        "kamelet:magento-search?resource=orders&system=magento-de&since=${header.from}&idField=id",
                        "ignored",
                        "from",
                        "2026-11-20 10:15:31");

        assertThat(vendor.requests().get(0).uri().getPath()).isEqualTo("/de/rest/all/V1/orders");
        assertThat(query(vendor.requests().get(0)))
                .containsEntry("searchCriteria[filter_groups][0][filters][0][value]", "2026-11-20 10:15:31")
                .containsEntry("searchCriteria[sortOrders][1][field]", "id");
    }

    @Test
    void aShopThatIsDownIsAnException() {
        start(request -> new Answer(503, "<html>maintenance</html>", Map.of("Retry-After", "30")));

        Exchange answer = context.createProducerTemplate()
                .request(
                        "kamelet:magento-search?resource=orders",
                        exchange -> exchange.getMessage().setHeader("SeraiSystem", "magento-pl"));

        assertThat(new VendorFailures().classify(answer.getException()))
                .isEqualTo(new io.serai.message.Failure(
                        true, "http-503", "answered 503", java.time.Duration.ofSeconds(30)));
    }

    @Test
    void anUpsertIsOneCallWithOneResultForEachRecord() {
        start(request -> Answer.json(200, """
                        [ {"id":"003A","success":true,"created":true,"errors":[]},
                          {"id":"003B","success":true,"created":false,"errors":[]},
                          {"success":false,"created":false,"errors":[
                            {"statusCode":"STRING_TOO_LONG","message":"anna@example.com","fields":["Email","LastName"]},
                            {"statusCode":"UNABLE_TO_LOCK_ROW","message":"anna","fields":[]}]},
                          {"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"unable","fields":[]}]},
                          {"success":false} ]""").with("Sforce-Limit-Info", "api-usage=1/100"));
        String records = "[" + "{\"LastName\":\"Berg\",\"Serai_Id__c\":\"r1\"},".repeat(4)
                + "{\"Serai_Id__c\":\"r5\",\"Account\":{\"Serai_Id__c\":\"a1\"}}]";

        Exchange answer = upsert(json(records));

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody(JsonNode.class)).isEqualTo(json("""
                                [ {"ok":true,"id":"003A","created":true},
                                  {"ok":true,"id":"003B","created":false},
                                  {"ok":false,"code":"STRING_TOO_LONG","message":"STRING_TOO_LONG (Email, LastName), UNABLE_TO_LOCK_ROW","retry":false},
                                  {"ok":false,"code":"UNABLE_TO_LOCK_ROW","message":"UNABLE_TO_LOCK_ROW","retry":true},
                                  {"ok":false,"code":"UNKNOWN_ERROR","message":"","retry":false} ]"""));
        assertThat(answer.getMessage().getHeaders()).containsOnlyKeys("SeraiRecord");
        Request call = vendor.requests("/services/data/v67.0/composite/sobjects/Contact/Serai_Id__c")
                .get(0);
        assertThat(call.method()).isEqualTo("PATCH");
        JsonNode sent = json(call.body());
        assertThat(sent.path("allOrNone").booleanValue()).isFalse();
        assertThat(sent.path("records")).hasSize(5);
        assertThat(sent.path("records").get(0))
                .isEqualTo(
                        json("{\"attributes\":{\"type\":\"Contact\"},\"LastName\":\"Berg\",\"Serai_Id__c\":\"r1\"}"));
        assertThat(call.headers().keySet()).noneMatch(name -> name.startsWith("Serai"));
    }

    @Test
    void anUpsertOfOneObjectHasOneResult() {
        start(request -> Answer.json(200, "[{\"id\":\"003A\",\"success\":true,\"created\":true,\"errors\":[]}]"));

        Exchange answer = upsert(json("{\"LastName\":\"Berg\",\"Serai_Id__c\":\"r1\"}"));

        assertThat(answer.getMessage().getBody(JsonNode.class))
                .isEqualTo(json("[{\"ok\":true,\"id\":\"003A\",\"created\":true}]"));
    }

    @Test
    void aWholeCallThatFailsIsAnExceptionAndLeavesNothingInFlight() {
        start(request -> Answer.json(400, "[{\"errorCode\":\"JSON_PARSER_ERROR\",\"message\":\"anna\"}]"));

        Exchange answer = upsert(json("[]"));

        assertThat(new VendorFailures().classify(answer.getException()).code()).isEqualTo("JSON_PARSER_ERROR");
        assertThat(context.getInflightRepository().size()).isZero();
    }

    @Test
    void aGetReadsFieldsByIdOrExternalId() {
        start(request -> Answer.json(
                200, "{\"attributes\":{\"type\":\"Account\"},\"OwnerId\":\"005A\",\"Name\":\"Berg & Co\"}"));

        JsonNode byId = context.createProducerTemplate()
                .requestBodyAndHeader(
                        "kamelet:salesforce-get?object=Account&fields=OwnerId,Name",
                        json("{\"x\":1}"),
                        "SeraiTargetId",
                        "001A",
                        JsonNode.class);
        JsonNode byKey = context.createProducerTemplate()
                .requestBody(
                        "kamelet:salesforce-get?object=Account&fields=OwnerId&key=Serai_Id__c&id=${jq(.company)}",
                        json("{\"company\":\"a/b ü\"}"),
                        JsonNode.class);

        assertThat(byId).isEqualTo(json("{\"OwnerId\":\"005A\",\"Name\":\"Berg & Co\"}"));
        assertThat(byKey.path("OwnerId").asText()).isEqualTo("005A");
        assertThat(vendor.requests())
                .filteredOn(request -> request.method().equals("GET"))
                .extracting(request -> request.uri().toString())
                .containsExactly(
                        "/services/data/v67.0/sobjects/Account/001A?fields=OwnerId,Name",
                        "/services/data/v67.0/sobjects/Account/Serai_Id__c/a%2Fb%20%C3%BC?fields=OwnerId");
    }

    @Test
    void aThingOfTheCustomShopIsReadByWhatAnEventTells() {
        start(request -> Answer.json(200, "{\"id\":7,\"total\":10.10,\"name\":\"Zoë\"}"));

        Exchange answer = context.createProducerTemplate().request("kamelet:custom-shop-get", exchange -> {
            exchange.getMessage().setHeader("SeraiResource", "users");
            exchange.getMessage().setHeader("SeraiSystem", "custom-shop");
            exchange.getMessage().setBody(json("{\"event\":\"user_created\",\"id\":7}"));
        });

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody(JsonNode.class).path("name").asText())
                .isEqualTo("Zoë");
        assertThat(answer.getMessage().getHeaders().keySet()).noneMatch(name -> name.startsWith("CamelHttp"));
        assertThat(answer.getVariables()).isEmpty();
        Request request = vendor.requests().get(0);
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.uri().getRawPath()).isEqualTo("/custom/api/users/7");
        assertThat(request.header("Authorization")).isEqualTo("Bearer shop-token");
        assertThat(request.headers().keySet()).noneMatch(name -> name.startsWith("Serai"));
    }

    @Test
    void aThingOfTheCustomShopIsChangedAndTheResultTellsItsId() {
        start(request -> Answer.json(200, "{\"id\":3}"));

        Exchange answer = context.createProducerTemplate()
                .request("kamelet:custom-shop-update?resource=businesses", exchange -> {
                    exchange.getMessage().setHeader("SeraiTargetId", "3");
                    exchange.getMessage().setBody(json("{\"name\":\"Zoë GmbH\"}"));
                });

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody(JsonNode.class)).isEqualTo(json("[{\"ok\":true,\"id\":\"3\"}]"));
        Request request = vendor.requests().get(0);
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.uri().getRawPath()).isEqualTo("/custom/api/businesses/3");
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(json(request.body())).isEqualTo(json("{\"name\":\"Zoë GmbH\"}"));
    }

    /** Magento deletes addresses that are not sent, and before 2.4 unsubscribes who is written without the newsletter's flag. */
    @Test
    void aCustomerOfMagentoIsChangedWithAllThatMagentoWouldOtherwiseTakeAway() {
        start(
                request -> Answer.json(
                        200,
                        "{\"id\":42,\"email\":\"a@example.com\",\"firstname\":\"A\",\"lastname\":\"Ö\",\"updated_at\":\"2026-01-01 00:00:00\","
                                + "\"addresses\":[{\"id\":7}],\"extension_attributes\":{\"is_subscribed\":true,\"assistance_allowed\":1}}"));

        assertThat(subscribe("magento-de", false)).isEqualTo(json("[{\"ok\":true,\"id\":\"42\"}]"));

        assertThat(vendor.requests())
                .extracting(
                        Request::method,
                        request -> request.uri().getRawPath(),
                        request -> request.header("Authorization"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("GET", "/de/rest/all/V1/customers/42", "Bearer token-de"),
                        org.assertj.core.groups.Tuple.tuple("PUT", "/de/rest/all/V1/customers/42", "Bearer token-de"));
        assertThat(json(vendor.requests().get(1).body()))
                .isEqualTo(json(
                        "{\"customer\":{\"id\":42,\"email\":\"a@example.com\",\"firstname\":\"A\",\"lastname\":\"Ö\","
                                + "\"extension_attributes\":{\"is_subscribed\":false,\"assistance_allowed\":1}}}"));
    }

    @Test
    void aCustomerOfMagentoWhoIsAlreadySoIsNotWritten() {
        start(request -> Answer.json(
                200, "{\"id\":42,\"email\":\"a@example.com\",\"extension_attributes\":{\"is_subscribed\":false}}"));
        assertThat(subscribe("magento-pl", false)).isEqualTo(json("[{\"ok\":true,\"id\":\"42\"}]"));
        assertThat(vendor.requests()).extracting(Request::method).containsExactly("GET");
    }

    /** Both would send what they read before the other wrote. */
    @Test
    void twoFlowsDoNotWriteACustomerAtTheSameTime() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        start(request -> {
            if (request.method().equals("GET")) {
                both.countDown();
                try {
                    both.await(500, TimeUnit.MILLISECONDS); // the other one would be here by then, if it were let
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return Answer.json(200, "{\"id\":42,\"email\":\"a@example.com\"}");
        });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<JsonNode> one = threads.submit(() -> subscribe("magento-pl", false));
            Future<JsonNode> other = threads.submit(() -> subscribe("magento-pl", true));
            assertThat(one.get()).isEqualTo(other.get());
        } finally {
            threads.shutdown();
        }
        assertThat(vendor.requests()).extracting(Request::method).containsExactly("GET", "PUT", "GET", "PUT");
    }

    @Test
    void aCustomerWhomTheShopHasNoMoreIsLeftOut() {
        start(request -> Answer.json(404, "{\"message\":\"No such entity with %fieldName = %fieldValue\"}"));
        assertThat(subscribe("magento-pl", false).at("/0/code").asText()).isEqualTo("gone-there");
        assertThat(vendor.requests()).extracting(Request::method).containsExactly("GET");
    }

    @Test
    void aCustomerWhoseAttributesAreAnEmptyListIsWritten() {
        start(request -> Answer.json(200, "{\"id\":42,\"email\":\"a@example.com\",\"extension_attributes\":[]}"));
        subscribe("magento-pl", false);
        assertThat(json(vendor.requests().get(1).body()).at("/customer/extension_attributes"))
                .isEqualTo(json("{\"is_subscribed\":false}"));
    }

    @Test
    void contactsAreChangedByTheirIdsWithAResultForEach() {
        start(
                request -> Answer.json(
                        200,
                        "[{\"id\":\"003A\",\"success\":true,\"errors\":[]},"
                                + "{\"success\":false,\"errors\":[{\"statusCode\":\"INVALID_CROSS_REFERENCE_KEY\",\"message\":\"x\",\"fields\":[\"Id\"]}]}]"));

        Exchange answer = context.createProducerTemplate()
                .request(
                        "kamelet:salesforce-update?object=Contact",
                        exchange -> exchange.getMessage()
                                .setBody(
                                        json(
                                                "[{\"id\":\"003A\",\"HasOptedOutOfEmail\":true},{\"id\":\"003B\",\"HasOptedOutOfEmail\":false}]")));

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody(JsonNode.class))
                .isEqualTo(
                        json(
                                "[{\"ok\":true,\"id\":\"003A\",\"created\":false},"
                                        + "{\"ok\":false,\"code\":\"INVALID_CROSS_REFERENCE_KEY\",\"message\":\"INVALID_CROSS_REFERENCE_KEY (Id)\",\"retry\":false}]"));
        Request request = vendor.requests().get(vendor.requests().size() - 1);
        assertThat(request.method()).isEqualTo("PATCH");
        assertThat(request.uri().getPath()).endsWith("/composite/sobjects");
        assertThat(json(request.body()).at("/records/1"))
                .isEqualTo(
                        json("{\"attributes\":{\"type\":\"Contact\"},\"id\":\"003B\",\"HasOptedOutOfEmail\":false}"));
    }

    private JsonNode subscribe(String shop, boolean wanted) {
        Exchange answer = context.createProducerTemplate().request("kamelet:magento-customer-update", exchange -> {
            exchange.getMessage().setHeader("SeraiTarget", shop);
            exchange.getMessage().setHeader("SeraiTargetId", "42");
            exchange.getMessage().setBody(json("{\"extension_attributes\":{\"is_subscribed\":" + wanted + "}}"));
        });
        assertThat(answer.getException()).isNull();
        assertThat(answer.getVariables()).isEmpty();
        return answer.getMessage().getBody(JsonNode.class);
    }

    @Test
    void aKameletWithoutARequiredPropertyIsRefusedWhenItIsUsed() {
        start(request -> Answer.json(200, "{}"));

        assertThatThrownBy(() -> context.getEndpoint("kamelet:salesforce-upsert?object=Contact"))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .hasStackTraceContaining("key");
    }

    private Exchange upsert(JsonNode body) {
        return context.createProducerTemplate()
                .request("kamelet:salesforce-upsert?object=Contact&key=Serai_Id__c", exchange -> {
                    exchange.getMessage().setBody(body);
                    exchange.getMessage().setHeader("SeraiRecord", "r1");
                    exchange.getMessage().setHeader("rawPath", "/services/elsewhere");
                });
    }

    private void start(Function<Request, Answer> behaviour) {
        vendor = new VendorDouble(request -> request.uri().getPath().equals("/services/oauth2/token")
                ? Answer.json(
                        200,
                        "{\"access_token\":\"s\",\"instance_url\":\"" + vendor.url()
                                + "\",\"id\":\"https://login.salesforce.com/id/00D000000000000EAA/005000000000000AAA\"}")
                : behaviour.apply(request));
        Systems systems = TestSystems.of(
                "magento-pl.kind", "magento",
                "magento-pl.url", vendor.url() + "/pl",
                "magento-pl.auth", "bearer",
                "magento-pl.token", "token-pl",
                "magento-de.kind", "magento",
                "magento-de.url", vendor.url() + "/de",
                "magento-de.auth", "bearer",
                "magento-de.token", "token-de",
                "custom-shop.kind", "rest",
                "custom-shop.url", vendor.url() + "/custom",
                "custom-shop.auth", "bearer",
                "custom-shop.token", "shop-token",
                "salesforce.kind", "salesforce",
                "salesforce.url", vendor.url(),
                "salesforce.auth", "client-credentials",
                "salesforce.client-id", "client-1",
                "salesforce.client-secret", "secret-1");
        context = TestSystems.camel(systems);
        context.start();
    }

    private static Map<String, String> query(Request request) {
        Map<String, String> pairs = new TreeMap<>();
        Arrays.stream(request.uri().getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> pairs.put(decode(pair[0]), decode(pair[1])));
        return pairs;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
