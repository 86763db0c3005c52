package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.flow.check.FlowFile;
import io.serai.flow.check.FlowFolder;
import io.serai.flow.check.FlowParser;
import io.serai.flow.check.RouteCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloaderTest {
    @TempDir
    Path folder;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, Integer> starts = new ConcurrentHashMap<>();
    private final ReloadLog log = new ReloadLog(meters);
    private ProducerTemplate template;
    private Reloader reloader;
    private Flows flows;

    @BeforeEach
    void context() {
        context.getManagementStrategy().addEventNotifier(new SimpleEventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof CamelEvent.RouteStartedEvent started)
                    starts.merge(started.getRoute().getRouteId(), 1, Integer::sum);
            }
        });
        QuietErrors.set(context);
        context.start();
        template = context.createProducerTemplate();
        RouteCheck check = new RouteCheck(context, name -> context.getRegistry().lookupByName(name) != null, Set::of);
        reloader = new Reloader(
                new FlowFolder(folder),
                new FlowParser(context),
                check,
                new Deployer(context, Duration.ofSeconds(10)),
                log);
        flows = new Flows(context, reloader, log);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private static String route(String id, String answer) {
        return """
                - route:
                    id: %1$s
                    from:
                      uri: direct:%1$s
                      steps:
                        - setBody:
                            constant: %2$s
                """.formatted(id, answer);
    }

    private static String kamelet(String name, String answer) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: %s
                spec:
                  definition:
                    properties:
                      greeting: { type: string, default: hello }
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - setBody:
                            simple: "%s"
                """.formatted(name, answer);
    }

    private static String calling(String id, String uri) {
        return """
                - route:
                    id: %1$s
                    from:
                      uri: direct:%1$s
                      steps:
                        - to: %2$s
                """.formatted(id, uri);
    }

    private void write(String name, String content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private boolean poll() {
        try {
            return reloader.poll();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String ask(String route) {
        return template.requestBody("direct:" + route, "", String.class);
    }

    private Reload last(String file) {
        return log.last(folder.resolve(file).toString()).orElseThrow();
    }

    private double count(String kind, String result) {
        return meters.counter("serai_flow_reload", "kind", kind, "result", result)
                .count();
    }

    @Test
    void startUpFailsWithAllFindingsOfAllFilesInOneMessage() {
        write("a.camel.yaml", route("a", "1").replace("setBody", "setBdy"));
        write("b.camel.yaml", route("b", "1").replace("direct:", "drect:"));
        assertThatThrownBy(() -> reloader.start(List.of()))
                .isInstanceOf(FlowException.class)
                .hasNoCause()
                .hasMessageContaining("a.camel.yaml:6:11: unknown 'setBdy'")
                .hasMessageContaining("b.camel.yaml:4:12: unknown component 'drect'");
        assertThat(context.getRoutes()).isEmpty();
    }

    @Test
    void startUpFailsWithEveryRouteThatDoesNotStart() {
        context.getRegistry().bind("notAProcessor", "text");
        String broken = "- route:\n    id: %s\n    from:\n      uri: direct:%s\n      steps:\n        - process:\n"
                + "            ref: notAProcessor\n";
        write("a.camel.yaml", broken.formatted("a", "a"));
        write("b.camel.yaml", broken.formatted("b", "b") + route("c", "1"));
        assertThatThrownBy(() -> reloader.start(List.of()))
                .isInstanceOf(FlowException.class)
                .hasMessageContaining("a.camel.yaml:1:1: route 'a' does not start: ")
                .hasMessageContaining("b.camel.yaml:1:1: route 'b' does not start: ");
        assertThat(context.getRoutes()).isEmpty();
    }

    @Test
    void yamlXmlAndKameletsAreLoadedAndKnownWithTheirRevisions() {
        write("a.camel.yaml", calling("a", "kamelet:greet"));
        write(
                "b.camel.xml",
                "<routes><route id=\"b\"><from uri=\"direct:b\"/><setBody><constant>xml</constant></setBody>"
                        + "</route></routes>");
        write("kamelets/greet.kamelet.yaml", kamelet("greet", "{{greeting}} you"));
        reloader.start(List.of());
        assertThat(ask("a")).isEqualTo("hello you");
        assertThat(ask("b")).isEqualTo("xml");
        assertThat(flows.all())
                .extracting(FlowState::route, FlowState::kind, FlowState::status)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", "yaml", "Started"),
                        org.assertj.core.groups.Tuple.tuple("b", "xml", "Started"));
        assertThat(flows.ofRoute("a")).isEqualTo(FlowFile.hash(calling("a", "kamelet:greet")));
        String ofKamelet = context.getRoutes().stream()
                .map(org.apache.camel.Route::getRouteId)
                .filter(id -> id.startsWith("greet-"))
                .findFirst()
                .orElseThrow();
        assertThat(flows.ofRoute(ofKamelet)).isEqualTo(FlowFile.hash(kamelet("greet", "{{greeting}} you")));
        assertThat(flows.ofRoute("nobody")).isEqualTo("none");
    }

    @Test
    void aTypoKeepsTheOldRouteRunningAndTellsTheLineAndAFixTakesEffect() {
        write("a.camel.yaml", route("a", "one"));
        reloader.start(List.of());

        write("a.camel.yaml", route("a", "two").replace("setBody", "setBdy"));
        poll();
        assertThat(ask("a")).isEqualTo("one");
        assertThat(last("a.camel.yaml").ok()).isFalse();
        assertThat(last("a.camel.yaml").summary()).contains("a.camel.yaml:6:11: unknown 'setBdy'");
        assertThat(flows.failures()).hasSize(1);
        assertThat(flows.ofRoute("a")).isEqualTo(FlowFile.hash(route("a", "one")));
        assertThat(count("yaml", "failed")).isEqualTo(1);

        write("a.camel.yaml", route("a", "two"));
        poll();
        assertThat(ask("a")).isEqualTo("two");
        assertThat(flows.failures()).isEmpty();
        assertThat(last("a.camel.yaml").from()).isEqualTo(FlowFile.hash(route("a", "one")));
        assertThat(flows.ofRoute("a")).isEqualTo(FlowFile.hash(route("a", "two")));
        assertThat(count("yaml", "ok")).isEqualTo(1);
        assertThat(starts).containsEntry("a", 2);
    }

    @Test
    void aFailedFileIsNotTriedAgainUntilSomethingChangesAndGoingBackMakesItHealthy() {
        write("a.camel.yaml", route("a", "one"));
        reloader.start(List.of());
        write("a.camel.yaml", "- route: [");
        assertThat(poll()).isTrue();
        assertThat(poll()).isFalse();
        assertThat(count("yaml", "failed")).isEqualTo(1);
        write("a.camel.yaml", route("a", "one"));
        poll();
        assertThat(flows.failures()).isEmpty();
        assertThat(starts).containsEntry("a", 1);
    }

    @Test
    void oneFilesReloadTouchesNoOtherFilesRoutesAndNoUnchangedRouteOfItsOwn() {
        write("a.camel.yaml", route("a1", "one") + route("a2", "one"));
        write("b.camel.yaml", route("b", "one"));
        write("c.camel.xml", xml("one", "one"));
        reloader.start(List.of());

        write("a.camel.yaml", route("a1", "one") + "# a comment\n" + route("a2", "two"));
        write("c.camel.xml", xml("one", "two"));
        poll();
        assertThat(ask("a2")).isEqualTo("two");
        assertThat(ask("c2")).isEqualTo("two");
        assertThat(starts).containsEntry("a1", 1).containsEntry("a2", 2).containsEntry("b", 1);
        assertThat(starts).containsEntry("c1", 1).containsEntry("c2", 2);
        assertThat(flows.ofRoute("a1")).isEqualTo(flows.ofRoute("a2"));
    }

    private static String xml(String first, String second) {
        return """
                <routes>
                  <route id="c1">
                    <from uri="direct:c1"/>
                    <setBody><constant>%s</constant></setBody>
                  </route>
                  <route id="c2">
                    <from uri="direct:c2"/>
                    <setBody><constant>%s</constant></setBody>
                  </route>
                </routes>
                """.formatted(first, second);
    }

    @Test
    void aChangeThatWorksButIsProbablyNotMeantIsTakenWithAWarning() {
        write("a.camel.yaml", route("a", "one"));
        reloader.start(List.of());
        context.addComponent("bus", new org.apache.camel.component.seda.SedaComponent());
        write("a.camel.yaml", route("a", "two") + "        - to: bus:nobody.reads\n");
        poll();
        assertThat(last("a.camel.yaml").ok()).isTrue();
        assertThat(last("a.camel.yaml").summary())
                .contains("; warning: ")
                .endsWith("a.camel.yaml:8:19: nobody reads topic 'nobody.reads'");
    }

    @Test
    void whatAFileSaysAboutAllItsRoutesReplacesThemAll() {
        write("a.camel.yaml", route("a1", "one") + route("a2", "one"));
        reloader.start(List.of());
        write(
                "a.camel.yaml",
                "- onException:\n    exception: [java.lang.Exception]\n    handled:\n      constant: \"true\"\n"
                        + route("a1", "one") + route("a2", "one"));
        poll();
        assertThat(last("a.camel.yaml").summary()).contains(" -> ");
        assertThat(starts).containsEntry("a1", 2).containsEntry("a2", 2);
    }

    @Test
    void anExchangeInFlightEndsOnTheOldRoute() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        context.getRegistry().bind("gate", Processor.class, (Processor) exchange -> {
            entered.countDown();
            release.await();
        });
        String gated = route("a", "one").replace("      steps:\n", "      steps:\n        - process: { ref: gate }\n");
        write("a.camel.yaml", gated);
        reloader.start(List.of());

        CompletableFuture<String> inFlight = CompletableFuture.supplyAsync(() -> ask("a"));
        entered.await();
        write("a.camel.yaml", route("a", "two"));
        CompletableFuture<Boolean> reload = CompletableFuture.supplyAsync(this::poll);
        DefaultShutdownStrategy stopping = (DefaultShutdownStrategy) context.getShutdownStrategy();
        await().until(() -> stopping.getCurrentShutdownTaskFuture() != null);
        assertThat(reload).isNotDone();
        release.countDown();
        assertThat(inFlight.get()).isEqualTo("one");
        assertThat(reload.get()).isTrue();
        assertThat(ask("a")).isEqualTo("two");
    }

    @Test
    void aNewFileIsAddedAndADeletedFilesRoutesStopAndGo() throws IOException {
        write("a.camel.yaml", route("a", "one"));
        reloader.start(List.of());
        write("b.camel.yaml", route("b", "one"));
        poll();
        assertThat(ask("b")).isEqualTo("one");
        assertThat(last("b.camel.yaml").from()).isNull();

        Files.delete(folder.resolve("b.camel.yaml"));
        poll();
        assertThat(context.getRoute("b")).isNull();
        assertThat(flows.all()).extracting(FlowState::route).containsExactly("a");
        assertThat(last("b.camel.yaml").to()).isNull();
        assertThat(starts).containsEntry("a", 1);
    }

    @Test
    void aRouteThatDoesNotStartIsPutBackAsItWasWithAllThatWasTouched() {
        write("a.camel.yaml", route("a1", "one") + route("a2", "one"));
        write("b.camel.yaml", route("b", "one"));
        reloader.start(List.of());

        write("a.camel.yaml", route("a1", "two") + failing("a2"));
        write("b.camel.yaml", route("b", "two"));
        poll();
        assertThat(ask("a1")).isEqualTo("one");
        assertThat(ask("a2")).isEqualTo("one");
        assertThat(ask("b")).isEqualTo("two");
        assertThat(last("a.camel.yaml").ok()).isFalse();
        assertThat(last("a.camel.yaml").summary()).contains("route 'a2' does not start: no good");
        assertThat(flows.ofRoute("a1")).isEqualTo(FlowFile.hash(route("a1", "one") + route("a2", "one")));
        assertThat(context.getRoutes()).hasSize(3);
    }

    /** Passes every check, and fails when the endpoint is started. */
    private String failing(String id) {
        context.getRegistry().bind("bad", new org.apache.camel.component.seda.SedaComponent() {
            @Override
            protected org.apache.camel.Endpoint createEndpoint(String uri, String path, Map<String, Object> options) {
                throw new IllegalStateException("no good");
            }
        });
        return "- route:\n    id: %1$s\n    from:\n      uri: bad:%1$s\n      steps:\n        - log: x\n".formatted(id);
    }

    @Test
    void aKameletsReloadRestartsOnlyTheRoutesThatUseItAlsoThroughAnotherKamelet() {
        write("kamelets/inner.kamelet.yaml", kamelet("inner", "one"));
        write(
                "kamelets/outer.kamelet.yaml",
                kamelet("outer", "x").replace("setBody:\n            simple: \"x\"", "to: kamelet:inner"));
        write("a.camel.yaml", calling("a", "kamelet:inner"));
        write("b.camel.yaml", calling("b", "kamelet:outer"));
        write("c.camel.yaml", route("c", "one"));
        write("d.camel.yaml", calling("d", "kamelet:inner") + calling("d2", "kamelet:inner?greeting=hi"));
        reloader.start(List.of());
        assertThat(ask("b")).isEqualTo("one");
        int routes = context.getRoutes().size();

        write("kamelets/inner.kamelet.yaml", kamelet("inner", "two"));
        poll();
        assertThat(List.of(ask("a"), ask("b"), ask("d"), ask("d2"))).containsOnly("two");
        assertThat(starts)
                .containsEntry("a", 2)
                .containsEntry("b", 2)
                .containsEntry("c", 1)
                .containsEntry("d2", 2);
        assertThat(context.getRoutes()).hasSize(routes);
        assertThat(last("kamelets/inner.kamelet.yaml").kind()).isEqualTo("kamelet");
    }

    @Test
    void aKameletWithStepsOfTheRouteIsReloadedToo() {
        write("kamelets/inner.kamelet.yaml", kamelet("inner", "one"));
        String eip = """
                - route:
                    id: a
                    from:
                      uri: direct:a
                      steps:
                        - kamelet:
                            name: inner
                            steps:
                              - setBody:
                                  simple: "got ${body}"
                """;
        write("a.camel.yaml", eip);
        reloader.start(List.of());
        assertThat(ask("a")).isEqualTo("got one");
        write("kamelets/inner.kamelet.yaml", kamelet("inner", "two"));
        poll();
        assertThat(ask("a")).isEqualTo("got two");
        write("a.camel.yaml", eip.replace("got", "have"));
        poll();
        assertThat(ask("a")).isEqualTo("have two");
        assertThat(context.getEndpoints().stream()
                        .filter(KameletEndpoint.class::isInstance)
                        .filter(endpoint -> endpoint.getEndpointUri().startsWith("kamelet://inner")))
                .hasSize(1);
    }

    @Test
    void aKameletThatHandlesErrorsOutlivesTheReloadOfOthers() {
        write("kamelets/inner.kamelet.yaml", kamelet("inner", "handled"));
        write("a.camel.yaml", """
                - route:
                    id: a
                    from:
                      uri: direct:a
                      steps:
                        - onException:
                            exception: [java.lang.Exception]
                            handled:
                              constant: "true"
                            steps:
                              - to: kamelet:inner
                        - throwException:
                            exceptionType: java.lang.IllegalStateException
                            message: on purpose
                """);
        write("b.camel.yaml", route("b", "one"));
        reloader.start(List.of());
        assertThat(ask("a")).isEqualTo("handled");
        write("b.camel.yaml", route("b", "two"));
        poll();
        assertThat(ask("b")).isEqualTo("two");
        assertThat(ask("a")).isEqualTo("handled");
        write("kamelets/inner.kamelet.yaml", kamelet("inner", "handled anew"));
        poll();
        assertThat(ask("a")).isEqualTo("handled anew");
    }

    @Test
    void aBrokenKameletLeavesItsUsersRunning() {
        write("kamelets/inner.kamelet.yaml", kamelet("inner", "one"));
        write("a.camel.yaml", calling("a", "kamelet:inner"));
        reloader.start(List.of());
        write("kamelets/inner.kamelet.yaml", kamelet("inner", "two").replace("setBody", "setBdy"));
        poll();
        assertThat(ask("a")).isEqualTo("one");
        assertThat(starts).containsEntry("a", 1);
        assertThat(count("kamelet", "failed")).isEqualTo(1);
    }

    @Test
    void aKameletWhoseRouteDoesNotStartIsPutBackWithItsUsers() {
        write("kamelets/inner.kamelet.yaml", kamelet("inner", "one"));
        write("a.camel.yaml", calling("a", "kamelet:inner"));
        write("b.camel.yaml", calling("b", "kamelet:inner"));
        reloader.start(List.of());
        failing("x");
        write(
                "kamelets/inner.kamelet.yaml",
                kamelet("inner", "x").replace("setBody:\n            simple: \"x\"", "to: bad:x"));
        poll();
        assertThat(ask("a")).isEqualTo("one");
        assertThat(ask("b")).isEqualTo("one");
        assertThat(flows.failures()).extracting(Reload::kind).containsExactly("kamelet");
        write("kamelets/inner.kamelet.yaml", kamelet("inner", "three"));
        poll();
        assertThat(ask("a")).isEqualTo("three");
        assertThat(flows.failures()).isEmpty();
    }

    @Test
    void deletingAKameletThatARouteUsesIsRefused() throws IOException {
        write("kamelets/inner.kamelet.yaml", kamelet("inner", "one"));
        write("a.camel.yaml", calling("a", "kamelet:inner"));
        reloader.start(List.of());
        Files.delete(folder.resolve("kamelets/inner.kamelet.yaml"));
        poll();
        assertThat(ask("a")).isEqualTo("one");
        assertThat(last("kamelets/inner.kamelet.yaml").summary()).contains("unknown kamelet 'inner'");
    }

    @Test
    void filesThatNeedEachOtherAreTakenTogetherAndABrokenOneHoldsNobodyBack() {
        write("kamelets/inner.kamelet.yaml", kamelet("inner", "one"));
        write("a.camel.yaml", calling("a", "kamelet:inner"));
        write("b.camel.yaml", route("b", "one"));
        reloader.start(List.of());
        write("kamelets/inner.kamelet.yaml", kamelet("inner", "{{name}}").replace("greeting:", "name:"));
        write("a.camel.yaml", calling("a", "kamelet:inner?name=new"));
        write("b.camel.yaml", route("b", "two").replace("constant", "cnstant"));
        poll();
        assertThat(ask("a")).isEqualTo("new");
        assertThat(ask("b")).isEqualTo("one");
        assertThat(flows.failures())
                .extracting(Reload::file)
                .containsExactly(folder.resolve("b.camel.yaml").toString());
    }

    @Test
    void aFlowWhoseSystemIsNotConfiguredIsOffAndTheOthersRun() {
        context.getPropertiesComponent().addInitialProperty("serai.on.shop", "true");
        write("a.camel.yaml", route("a", "one"));
        write("b.camel.yaml", forSystems("b", "direct:b", "{{serai.on.shop}}"));
        write(
                "c.camel.yaml",
                forSystems("c", "no-broker:events?queues=q", "{{serai.on.shop}} && {{serai.on.no-broker}}"));
        reloader.start(List.of());

        assertThat(flows.all())
                .extracting(FlowState::route, FlowState::status, FlowState::reason)
                .containsExactly(
                        tuple("a", "Started", null),
                        tuple("b", "Started", null),
                        tuple("c", "Off", "serai.systems.no-broker is not configured, or switched off"));
        assertThat(ask("b")).isEqualTo("b");
        assertThat(ask("a")).isEqualTo("one");

        write("c.camel.yaml", forSystems("c", "direct:c", "{{serai.on.shop}}"));
        poll();
        assertThat(ask("c")).isEqualTo("c");
        write("c.camel.yaml", forSystems("c", "direct:c", "{{serai.on.no-broker}}"));
        poll();
        assertThat(flows.all()).extracting(FlowState::status).containsExactly("Started", "Started", "Off");
        assertThat(context.getRoute("c")).isNull();
    }

    @Test
    void whereNoneOfTheSystemsThatFlowsAreForIsConfiguredItDoesNotStart() {
        write("a.camel.yaml", route("a", "one"));
        write("c.camel.yaml", forSystems("c", "direct:c", "{{serai.on.no-broker}}"));

        assertThatThrownBy(() -> reloader.start(List.of()))
                .hasMessageContaining("Serai cannot start")
                .hasMessageContaining("serai.systems.<name>.kind=magento")
                .hasMessageContaining("serai.systems.salesforce.url");
        assertThat(context.getRoutes()).isEmpty();
    }

    @Test
    void aFlowThatIsOffIsCheckedLikeAnyOther() {
        write(
                "c.camel.yaml",
                forSystems("c", "no-broker:events", "{{serai.on.no-broker}}").replace("constant", "cnstant"));
        assertThatThrownBy(() -> reloader.start(List.of())).hasMessageContaining("cnstant");
        write("c.camel.yaml", forSystems("c", "no-broker:events", "{{serai.on.broker}}"));
        assertThatThrownBy(() -> reloader.start(List.of())).hasMessageContaining("unknown component 'no-broker'");
        write("c.camel.yaml", forSystems("c", "direct:c", "${body} != null"));
        assertThatThrownBy(() -> reloader.start(List.of())).hasMessageContaining("{{serai.on.<system>}}");
    }

    private static String forSystems(String id, String uri, String condition) {
        return """
                - route:
                    id: %s
                    precondition: "%s"
                    from:
                      uri: %s
                      steps:
                        - setBody:
                            constant: %s
                """.formatted(id, condition, uri, id);
    }

    @Test
    void theWatcherFindsAConfigMapSwapByContent() throws IOException {
        Path first = Files.createDirectory(folder.resolve("..first"));
        Path second = Files.createDirectory(folder.resolve("..second"));
        Files.writeString(first.resolve("a.camel.yaml"), route("a", "one"));
        Files.writeString(second.resolve("a.camel.yaml"), route("a", "two"));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first);
        Files.createSymbolicLink(folder.resolve("a.camel.yaml"), Path.of("..data/a.camel.yaml"));
        reloader.start(List.of());
        try (Watcher watcher = new Watcher(reloader, List.of(), Duration.ofMillis(20))) {
            watcher.start();
            Path next = Files.createSymbolicLink(folder.resolve("..next"), second);
            Files.move(
                    next,
                    data,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            await().untilAsserted(() -> assertThat(ask("a")).isEqualTo("two"));
        }
    }
}
