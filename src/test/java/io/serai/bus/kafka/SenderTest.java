package io.serai.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.bus.broker.BrokerException;
import io.serai.message.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SenderTest {
    private static final List<Message> ONE = List.of(Replicas.message("customer.changed", "17", 1));

    private final List<MockProducer<String, byte[]>> made = new ArrayList<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private Sender sender;

    @BeforeEach
    void open() {
        KafkaEndpoint endpoint = new Endpoints(camel, "localhost:1", () -> ClientSettings.NONE).sending();
        endpoint.setKafkaClientFactory(new DefaultKafkaClientFactory() {
            @Override
            public Producer<?, ?> getProducer(Properties properties) {
                made.add(new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()));
                return made.get(made.size() - 1);
            }
        });
        Names names = new Names("");
        sender = new Sender(endpoint, () -> ClientSettings.NONE, new AllThere(names), names);
    }

    @AfterEach
    void close() throws IOException {
        sender.close();
        camel.close();
    }

    @Test
    void whatMayNotBeWrittenToOneTopicCostsNoClient() {
        sender.send(ONE);
        assertRefused(new TopicAuthorizationException("customer.changed"));
        assertRefused(new TopicAuthorizationException("customer.changed"));
        sender.send(ONE);
        assertThat(made).hasSize(1);
        assertThat(made.get(0).closed()).isFalse();
        assertThat(made.get(0).history()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("fatal")
    void aClientThatSendsNothingAnyMoreIsReplaced(RuntimeException failure) {
        sender.send(ONE);
        assertRefused(failure);
        sender.send(ONE);
        assertThat(made).hasSize(2);
        assertThat(made.get(0).closed()).isTrue();
        assertThat(made.get(1).history()).hasSize(1);
    }

    static Stream<RuntimeException> fatal() {
        return Stream.of(
                new SaslAuthenticationException("wrong"),
                new ClusterAuthorizationException("no"),
                new KafkaException("in an error state", new UnsupportedVersionException("old")),
                new InvalidPidMappingException("forgotten"),
                new TimeoutException("late"));
    }

    private void assertRefused(RuntimeException failure) {
        made.get(0).sendException = failure;
        assertThatThrownBy(() -> sender.send(ONE)).isInstanceOf(BrokerException.class);
        made.get(0).sendException = null;
    }

    private static final class AllThere extends Topics {
        private AllThere(Names names) {
            super(null, null, names);
        }

        @Override
        void need(String topic) {
            assertThat(topic).isEqualTo("customer.changed");
        }
    }
}
