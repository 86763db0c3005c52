package io.serai.connect.broker;

import io.serai.connect.Credentials;
import io.serai.connect.VendorSystem;
import java.util.List;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.component.kafka.KafkaProducer;
import org.apache.camel.component.kafka.PollOnError;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommitFactory;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PluginHelper;

/**
 * camel-kafka for one system: {@code shop-broker:shop.events?groupId=serai} reads, {@code shop-broker:shop.events} sends. Options are
 * those of camel-kafka; {@code queues}, as a RabbitMQ has it, stands for the group.
 *
 * <p>Reading: at least once, in the order of each partition, from the topic's beginning when the group is new; an offset is committed
 * when the route has ended well, else the record is tried again until it does. Sending: the step ends once all in-sync replicas
 * have it. A password that changes in its file is used from then on. TLS trusts what this Java trusts.
 */
public final class KafkaSystemComponent extends KafkaComponent {
    private static final int PORT = 9092;

    /** Options of {@link RabbitSystemComponent} that say nothing to a Kafka, so that a route may stand as it is. */
    private static final List<String> RABBIT_ONLY = List.of("autoDeclare", "exchangeType", "routingKey");

    private final String system;
    private final KafkaClients clients;

    public KafkaSystemComponent(VendorSystem system) {
        this.system = system.name();
        this.clients = new KafkaClients(system.credentials() instanceof Credentials.Password login ? login : null);
        setConfiguration(configuration(system));
        setKafkaClientFactory(clients);
        // Commits what was taken after each poll, and never before; any other factory leaves that to the route.
        setKafkaManualCommitFactory(new DefaultKafkaManualCommitFactory());
    }

    private static KafkaConfiguration configuration(VendorSystem system) {
        Addresses addresses = Addresses.of(system.url(), PORT);
        KafkaConfiguration kafka = new KafkaConfiguration();
        kafka.setBrokers(addresses.hosts());
        kafka.setClientId("serai-" + system.name());
        kafka.setHeaderFilterStrategy(new BrokerHeaders());
        kafka.setAutoOffsetReset("earliest");
        kafka.setAutoCommitEnable(false);
        kafka.setAllowManualCommit(true);
        kafka.setBreakOnFirstError(true);
        kafka.setRequestRequiredAcks("all");
        kafka.setValueSerializer(JsonSerializer.class.getName());
        kafka.setUseIterator(false); // a JSON object would be taken for a list of its values
        kafka.setPollOnError(PollOnError.RECONNECT); // Camel's own would go on behind what it did not get
        boolean login = system.credentials() instanceof Credentials.Password;
        kafka.setSecurityProtocol(
                login ? addresses.tls() ? "SASL_SSL" : "SASL_PLAINTEXT" : addresses.tls() ? "SSL" : "PLAINTEXT");
        return kafka;
    }

    @Override
    protected KafkaEndpoint createEndpoint(String uri, String topic, Map<String, Object> parameters) throws Exception {
        RABBIT_ONLY.forEach(parameters::remove);
        Object group = parameters.remove("queues");
        if (group != null) parameters.putIfAbsent("groupId", group);
        KafkaEndpoint endpoint = new Edge(uri, this);
        endpoint.setConfiguration(getConfiguration().copy());
        setProperties(endpoint, parameters);
        endpoint.getConfiguration().setTopic(topic);
        return endpoint;
    }

    /** camel-kafka's own, which is found by its name and not by this class; without it options would need reflection. */
    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return PluginHelper.getConfigurerResolver(getCamelContext())
                .resolvePropertyConfigurer("kafka-endpoint-configurer", getCamelContext());
    }

    private static final class Edge extends KafkaEndpoint {
        private final String system;
        private final KafkaClients clients;

        Edge(String uri, KafkaSystemComponent component) {
            super(uri, component);
            this.system = component.system;
            this.clients = component.clients;
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            if (getConfiguration().getGroupId() == null)
                throw new IllegalArgumentException(
                        system + ":" + getConfiguration().getTopic() + " needs a group to read as: " + system + ":"
                                + getConfiguration().getTopic() + "?queues=NAME");
            return Patience.consumer(system, processor, super::createConsumer);
        }

        @Override
        protected KafkaProducer createProducer(KafkaEndpoint endpoint) {
            return new RenewedProducer(endpoint, clients::login);
        }
    }
}
