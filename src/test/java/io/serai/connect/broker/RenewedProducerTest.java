package io.serai.connect.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RenewedProducerTest {
    private final List<MockProducer<String, String>> made = new CopyOnWriteArrayList<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private volatile String login = "one";
    private volatile boolean unresolved;
    private KafkaEndpoint endpoint;
    private RenewedProducer producer;

    @BeforeEach
    void start() {
        KafkaConfiguration configuration = new KafkaConfiguration();
        configuration.setBrokers("localhost:1");
        configuration.setTopic("shop.events");
        configuration.setPreValidateHostAndPort(false);
        endpoint = new KafkaEndpoint("kafka:shop.events", new KafkaComponent(camel));
        endpoint.setConfiguration(configuration);
        endpoint.setKafkaClientFactory(new Clients());
        camel.start();
        producer = new RenewedProducer(endpoint, () -> login);
        producer.start();
    }

    @AfterEach
    void stop() throws IOException {
        producer.stop();
        camel.close();
    }

    @Test
    void anotherPasswordMakesAnotherClient() throws Exception {
        assertSentBy(0);
        login = "two";
        assertSentBy(1);
        assertSentBy(1);
    }

    @Test
    void aFailureOfAFormerClientIsNotPutDownToTheNext() {
        CompletableFuture<Exchange> first = send();
        CompletableFuture<Exchange> second = send();
        assertFails(first, 0, new TimeoutException("no leader"));
        assertSentBy(1);
        assertFails(second, 0, new TimeoutException("no leader"));
        assertSentBy(1);
        assertThat(made).hasSize(2);
    }

    @Test
    void whatIsUnderWayByAClientThatTimedOutIsLeftItsTime() {
        CompletableFuture<Exchange> failing = send();
        CompletableFuture<Exchange> underWay = send();
        assertFails(failing, 0, new TimeoutException("no leader"));
        CompletableFuture<Exchange> refused = send();
        assertFails(refused, 1, new SaslAuthenticationException("wrong"));
        assertSentBy(2);
        await().until(() -> made.get(1).closed()); // given up later than the first
        assertThat(made.get(0).closed()).isFalse();
        made.get(0).completeNext();
        assertThat(underWay.join().getException()).isNull();
    }

    @Test
    void aTopicThatMayNotBeWrittenCostsNoClient() {
        assertFails(send(), 0, new TopicAuthorizationException("shop.events"));
        assertSentBy(0);
        assertThat(made).hasSize(1);
    }

    @Test
    void whileNoClientCanBeMadeNothingIsSentByAFormerOne() {
        unresolved = true;
        login = "two";
        for (int time = 0; time < 2; time++)
            assertThat(send().join().getException()).isInstanceOf(ConfigException.class);
        unresolved = false;
        assertSentBy(1);
        assertThat(made.get(0).history()).isEmpty();
    }

    @Test
    void whoWaitsForTheAnswerIsServedAlike() throws Exception {
        made.get(0).sendException = new SaslAuthenticationException("wrong");
        assertThatThrownBy(() -> producer.process(exchange())).isInstanceOf(SaslAuthenticationException.class);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
            try {
                producer.process(exchange());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> made.size() == 2 && made.get(1).completeNext());
        waiting.get();
    }

    @Test
    void aProducerWithTransactionsKeepsItsClient() throws Exception {
        endpoint.getConfiguration().setTransacted(true);
        login = "two";
        assertSentBy(0);
        assertThat(made).hasSize(1);
    }

    private void assertSentBy(int client) {
        CompletableFuture<Exchange> sent = send();
        assertThat(made.get(client).completeNext()).isTrue();
        assertThat(sent.join().getException()).isNull();
    }

    private void assertFails(CompletableFuture<Exchange> sent, int client, RuntimeException failure) {
        assertThat(made.get(client).errorNext(failure)).isTrue();
        assertThat(sent.join().getException()).isSameAs(failure);
    }

    private CompletableFuture<Exchange> send() {
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        Exchange exchange = exchange();
        producer.process(exchange, doneSync -> done.complete(exchange));
        return done;
    }

    private Exchange exchange() {
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody("{}");
        return exchange;
    }

    private final class Clients extends DefaultKafkaClientFactory {
        @Override
        public Producer<?, ?> getProducer(Properties properties) {
            if (unresolved) throw new ConfigException("no resolvable bootstrap urls");
            made.add(new MockProducer<>(false, null, new StringSerializer(), new StringSerializer()));
            return made.get(made.size() - 1);
        }
    }
}
