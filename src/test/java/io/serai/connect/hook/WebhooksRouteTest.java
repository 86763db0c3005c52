package io.serai.connect.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The route as it is shipped, with stand-ins for the HTTP server, the store and the bus. */
class WebhooksRouteTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private Processor verified;

    @BeforeEach
    void start() throws Exception {
        context.getRegistry().bind("verifyWebhook", (Processor) exchange -> verified.process(exchange));
        context.getRegistry().bind("reception", new NoTransaction());
        context.addComponent("journal", new DirectComponent());
        context.addComponent("bus", new DirectComponent());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("journal:receive").process(exchange -> receive(exchange));
                for (String topic : List.of("magento.order", "helpdesk.ticket", "helpdesk.person"))
                    from("bus:" + topic).process(exchange -> keep(topic, exchange));
            }
        });
        String route = Files.readString(Path.of("routes/webhooks.camel.yaml"))
                .replaceFirst("uri: platform-http:[^\n]+\n +parameters:\n[^\n]+\n", "uri: direct:hooks\n");
        context.start();
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("webhooks.camel.yaml", route));
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void oneEventIsReceivedAndPublishedUnderKindAndEntity() throws Exception {
        verified = exchange -> {
            exchange.setProperty("SeraiAccepted", 202);
            exchange.getMessage().setHeader("SeraiKind", "magento");
            exchange.getMessage().setHeader("SeraiEntity", "order");
            exchange.getMessage().setBody("a");
        };

        Exchange answer = context.createProducerTemplate().request("direct:hooks", exchange -> {});

        assertThat(stored).containsExactly("magento.order a");
        assertAnswer(answer, 202, "{\"id\":\"m-a\",\"duplicate\":false}");
    }

    @Test
    void severalEventsAreReceivedAndPublishedOneByOne() throws Exception {
        verified = exchange -> several(exchange, "a", "b", "c");

        Exchange answer = context.createProducerTemplate().request("direct:hooks", exchange -> {});

        assertThat(stored).containsExactly("helpdesk.ticket a", "helpdesk.ticket b", "helpdesk.person c");
        assertAnswer(answer, 200, "{\"events\":3}");
    }

    @Test
    void whatCannotBeStoredIsAnswered503AsAWhole() {
        verified = exchange -> several(exchange, "a", "full", "c");

        Exchange answer = context.createProducerTemplate().request("direct:hooks", exchange -> {});

        assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class))
                .isEqualTo(503);
        assertThat(answer.getMessage().getHeader("Retry-After")).isEqualTo("10");
        assertThat(stored).as("the transaction takes it back").containsExactly("helpdesk.ticket a");
    }

    private void several(Exchange exchange, String first, String second, String third) {
        exchange.setProperty("SeraiAccepted", 200);
        exchange.setProperty("SeraiEvents", 3);
        exchange.getMessage().setBody(List.of(event("ticket", first), event("ticket", second), event("person", third)));
    }

    private DefaultMessage event(String entity, String body) {
        DefaultMessage message = new DefaultMessage(context);
        message.setHeader("SeraiKind", "helpdesk");
        message.setHeader("SeraiEntity", entity);
        message.setBody(body);
        return message;
    }

    private static void receive(Exchange exchange) {
        String body = exchange.getMessage().getBody(String.class);
        if (body.equals("full")) throw new IllegalStateException("the disk is full");
        exchange.getMessage().setHeader("SeraiMessageId", "m-" + body);
        exchange.getMessage().setHeader("SeraiDuplicate", false);
    }

    private void keep(String topic, Exchange exchange) {
        stored.add(topic + " " + exchange.getMessage().getBody(String.class));
    }

    private static void assertAnswer(Exchange answer, int status, String body) throws Exception {
        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class))
                .isEqualTo(status);
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(answer.getMessage().getBody(String.class))).isEqualTo(json.readTree(body));
        assertThat(answer.getMessage().getHeaders()).containsOnlyKeys(Exchange.HTTP_RESPONSE_CODE, "Content-Type");
    }

    private static final class NoTransaction implements Policy {
        @Override
        public void beforeWrap(Route route, NamedNode definition) {
            // nothing to prepare
        }

        @Override
        public Processor wrap(Route route, Processor steps) {
            return steps;
        }
    }
}
