package io.serai.flow.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.message.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouteCheckTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<FlowFile> files = new ArrayList<>();

    @AfterEach
    void stop() {
        context.stop();
    }

    private void yaml(String name, String content) {
        files.add(FlowFile.of("routes/" + name + ".camel.yaml", FlowFile.Kind.YAML, content));
    }

    private void xml(String name, String content) {
        files.add(FlowFile.of("routes/" + name + ".camel.xml", FlowFile.Kind.XML, content));
    }

    private void kamelet(String name, String content) {
        files.add(FlowFile.of("routes/kamelets/" + name + ".kamelet.yaml", FlowFile.Kind.KAMELET, content));
    }

    private List<String> check() {
        FlowParser parser = new FlowParser(context);
        return new RouteCheck(context, "known"::equals, () -> Set.of("magento-customer"))
                .check(parser.parse(files)).stream().map(Finding::toString).toList();
    }

    private static final String SEARCH = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: search
            spec:
              definition:
                required: [system]
                properties:
                  system: { type: string }
                  size: { type: integer, default: "100" }
                  order: { type: string, default: ASC, enum: [ASC, DESC] }
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - setBody:
                        simple: "{{system}} {{size}} {{order}}"
            """;

    @Test
    void aCorrectFileHasNoFindings() {
        kamelet("search", SEARCH);
        yaml("good", """
                - route:
                    id: good
                    from:
                      uri: timer:tick
                      parameters: { period: "{{good.period:1000}}" }
                      steps:
                        - to: kamelet:search?system=${header.SeraiSystem}&size=10
                        - to: mapping:magento-customer
                        - process: { ref: known }
                        - choice:
                            when:
                              - jq: .total > 10
                                steps:
                                  - to: log:large?level=INFO
                            otherwise:
                              steps:
                                - toD: log:${header.kind}
                """);
        assertThat(check()).isEmpty();
    }

    @Test
    void anOrderingThatTheBusDoesNotHaveIsToldWithThoseItHas() {
        yaml("order", """
                - route:
                    id: order
                    from:
                      uri: bus:order?group=g&ordering=blcok
                      steps: [{ to: "log:a" }]
                """);
        assertThat(check())
                .anySatisfy(
                        finding -> assertThat(finding.toString())
                                .contains(
                                        "option 'ordering': 'blcok' is none of [park, block, superseded], did you mean 'block'?"));
    }

    @Test
    void aSyntaxErrorTellsLineAndColumn() {
        yaml("broken", """
                - route:
                    id: a
                    from: {uri: "timer:a
                """);
        assertThat(check()).singleElement().asString().startsWith("routes/broken.camel.yaml:4:1: not YAML: ");
    }

    @Test
    void allUnknownStepsAndFieldsOfAFileAreToldWithTheirPlaces() {
        yaml("dsl", """
                - route:
                    id: a
                    from:
                      uri: timer:a
                      parmeters: { period: 1 }
                      steps:
                        - lgo: hello
                        - to: log:a
                        - setBdy:
                            simple: x
                - ruote:
                    id: b
                """);
        assertThat(check())
                .containsExactly(
                        "routes/dsl.camel.yaml:5:7: unknown 'parmeters', did you mean 'parameters'?",
                        "routes/dsl.camel.yaml:7:11: unknown 'lgo', did you mean 'log'?",
                        "routes/dsl.camel.yaml:9:11: unknown 'setBdy', did you mean 'setBody'?",
                        "routes/dsl.camel.yaml:11:3: 'ruote' cannot stand here: expected 'route', 'beans', 'onException' or"
                                + " 'intercept'");
    }

    @Test
    void componentsAndOptionsAreCheckedWhereverAnEndpointIsNamed() {
        yaml("options", """
                - route:
                    id: a
                    from:
                      uri: tmer:a
                      steps:
                        - to: log:a?levle=INFO
                        - to:
                            uri: log:b
                            parameters:
                              showAll: yess
                              level: LOUD
                        - wireTap:
                            uri: timer:no
                        - enrich:
                            constant: drect:x
                - route:
                    id: b
                    from:
                      uri: timer:b?period=soon
                """);
        assertThat(check())
                .containsExactly(
                        "routes/options.camel.yaml:4:12: unknown component 'tmer', did you mean 'timer'?",
                        "routes/options.camel.yaml:6:21: unknown option 'levle', did you mean 'level'? (log)",
                        "routes/options.camel.yaml:10:15: option 'showAll': expected true or false, found 'yess' (log)",
                        "routes/options.camel.yaml:11:15: option 'level': 'LOUD' is none of [TRACE, DEBUG, INFO, WARN, ERROR,"
                                + " OFF] (log)",
                        "routes/options.camel.yaml:13:18: 'timer' cannot be sent to, only read from",
                        "routes/options.camel.yaml:15:23: unknown component 'drect', did you mean 'direct'?",
                        "routes/options.camel.yaml:19:20: option 'period': expected a duration such as 30s, found 'soon'"
                                + " (timer)");
    }

    @Test
    void kameletsAreKnownWithTheirProperties() {
        kamelet("search", SEARCH);
        yaml("users", """
                - route:
                    id: a
                    from:
                      uri: timer:a
                      steps:
                        - to: kamelet:serach?system=x
                        - to: kamelet:search?sise=3
                        - to:
                            uri: kamelet:search
                            parameters:
                              system: x
                              size: many
                              order: up
                """);
        assertThat(check())
                .containsExactly(
                        "routes/users.camel.yaml:6:23: unknown kamelet 'serach', did you mean 'search'?",
                        "routes/users.camel.yaml:7:23: missing required property 'system' (kamelet:search)",
                        "routes/users.camel.yaml:7:30: unknown property 'sise' (kamelet:search), did you mean 'size'?",
                        "routes/users.camel.yaml:12:15: property 'size': expected a whole number, found 'many'"
                                + " (kamelet:search)",
                        "routes/users.camel.yaml:13:15: property 'order': 'up' is none of [ASC, DESC] (kamelet:search)");
    }

    @Test
    void theTemplateOfAKameletIsCheckedLikeARoute() {
        kamelet(
                "search",
                SEARCH.replace("simple: \"{{system}}", "simple: \"{{sytem}}").replace("setBody", "setBdy"));
        assertThat(check())
                .containsExactly(
                        "routes/kamelets/search.kamelet.yaml:16:11: unknown 'setBdy', did you mean 'setBody'?",
                        "routes/kamelets/search.kamelet.yaml:17:22: nothing is configured for 'sytem': set it, or give a"
                                + " default, {{sytem:...}}");
    }

    @Test
    void expressionsAreCompiled() {
        yaml("terms", """
                - route:
                    id: a
                    from:
                      uri: timer:a
                      steps:
                        - setBody:
                            jq: .items[
                        - filter:
                            simple: "${body} === 3"
                            steps:
                              - log: "${bdoy.x}"
                        - setHeader:
                            name: x
                            expression:
                              jq:
                                expression: ".a |"
                """);
        assertThat(check())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("routes/terms.camel.yaml:7:17: jq: "),
                        line -> assertThat(line).startsWith("routes/terms.camel.yaml:9:22: simple: "),
                        line -> assertThat(line)
                                .startsWith("routes/terms.camel.yaml:11:23: simple: Unknown function: bdoy.x"),
                        line -> assertThat(line).startsWith("routes/terms.camel.yaml:16:30: jq: "));
    }

    @Test
    void routeIdsAreGivenAndUniqueAcrossFiles() {
        yaml("one", "- route:\n    id: same\n    from:\n      uri: timer:a\n");
        xml("two", "<routes>\n  <route id=\"same\">\n    <from uri=\"timer:b\"/>\n  </route>\n</routes>\n");
        yaml("three", "- from:\n    uri: timer:c\n    steps:\n      - log: x\n");
        assertThat(check())
                .containsExactly(
                        "routes/three.camel.yaml:1:3: the route needs an id: it is known by it in the journal and in metrics",
                        "routes/two.camel.xml:2:14: route id 'same' is used in routes/one.camel.yaml too");
    }

    @Test
    void unknownMappingsBeansAndDirectEndpointsAreTold() {
        yaml("names", """
                - route:
                    id: a
                    from:
                      uri: timer:a
                      steps:
                        - to: mapping:magento-custmer
                        - process: { ref: nobody }
                        - to: bean:nobody2?method=x
                        - to: direct:nowhere
                        - setBody:
                            method: { ref: nobody3, method: x }
                        - to: mapping:magento-customer?readBack=magento-order
                        - to: mapping:magento-customer?readBack=magento-customer
                """);
        assertThat(check())
                .containsExactly(
                        "routes/names.camel.yaml:6:23: unknown mapping 'magento-custmer', did you mean 'magento-customer'?",
                        "routes/names.camel.yaml:7:27: unknown bean 'nobody'",
                        "routes/names.camel.yaml:8:20: unknown bean 'nobody2'",
                        "routes/names.camel.yaml:9:22: no route reads 'direct:nowhere'",
                        "routes/names.camel.yaml:11:28: unknown bean 'nobody3'",
                        "routes/names.camel.yaml:12:49: unknown mapping 'magento-order'");
    }

    @Test
    void topicsThatNobodyReadsOrWritesAreTold() {
        yaml("writer", """
                - route:
                    id: a
                    from:
                      uri: timer:a
                      steps:
                        - to: bus:customer.changed
                        - to: bus:order.chnged
                        - toD: bus:${header.SeraiKind}.${header.SeraiEntity}
                """);
        yaml("reader", """
                - route:
                    id: b
                    from:
                      uri: bus:customer.changed?group=b
                - route:
                    id: c
                    from:
                      uri: bus:order?group=c
                - route:
                    id: d
                    from:
                      uri: bus:magento.customer?group=d
                """);
        assertThat(check())
                .containsExactly(
                        "routes/reader.camel.yaml:8:16: nobody writes topic 'order'",
                        "routes/writer.camel.yaml:7:19: nobody reads topic 'order.chnged'");
    }

    @Test
    void aCallToAVendorInsideATransactionIsToldEvenBehindDirect() {
        kamelet("search", SEARCH);
        yaml("transaction", """
                - route:
                    id: a
                    from:
                      uri: timer:a
                      steps:
                        - to: http:example.com
                        - transacted:
                            ref: known
                            steps:
                              - to: hub:merge
                              - split:
                                  jq: .items
                                  steps:
                                    - to: http:example.com
                              - to: kamelet:search?system=x
                              - to: direct:b
                - route:
                    id: b
                    from:
                      uri: direct:b
                      steps:
                        - to: https:example.com
                """);
        String what = " inside a transaction: a call to another system must stand outside of it";
        assertThat(check())
                .containsExactly(
                        "routes/transaction.camel.yaml:14:27: 'http:'" + what,
                        "routes/transaction.camel.yaml:15:21: 'kamelet:'" + what,
                        "routes/transaction.camel.yaml:16:21: 'direct:b -> https:'" + what);
    }

    @Test
    void xmlIsCheckedWithTheSameRulesAndAllItsRoutes() {
        xml("x", """
                <routes xmlns="http://camel.apache.org/schema/xml-io">
                  <route id="a">
                    <from uri="timer:a"/>
                    <lgo message="x"/>
                  </route>
                  <route id="b">
                    <from uri="timer:b"/>
                    <to uri="log:x?levle=INFO"/>
                  </route>
                  <route id="c">
                    <from uri="timer:c" urri="x"/>
                  </route>
                </routes>
                """);
        assertThat(check())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("routes/x.camel.xml:4:")
                                .contains("lgo"),
                        line -> assertThat(line)
                                .isEqualTo(
                                        "routes/x.camel.xml:8:20: unknown option 'levle', did you mean 'level'? (log)"),
                        line -> assertThat(line)
                                .startsWith("routes/x.camel.xml:11:")
                                .contains("urri"));
    }

    @Test
    void brokenXmlTellsLineAndColumn() {
        xml("x", "<routes>\n  <route id=\"a\">\n    <from uri=\"timer:a\"/>\n  </rout>\n</routes>\n");
        assertThat(check()).singleElement().asString().startsWith("routes/x.camel.xml:4:5: not XML: ");
    }

    @Test
    void placeholdersNeedAValueOrADefault() {
        context.getPropertiesComponent().addInitialProperty("poll.every", "1000");
        yaml("props", """
                - route:
                    id: a
                    from:
                      uri: timer:a?period={{poll.every}}&delay={{poll.delay}}&repeatCount={{poll.count:3}}
                """);
        assertThat(check())
                .containsExactly(
                        "routes/props.camel.yaml:4:48: nothing is configured for 'poll.delay': set it, or give a default,"
                                + " {{poll.delay:...}}");
    }
}
