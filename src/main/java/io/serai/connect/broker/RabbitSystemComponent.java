package io.serai.connect.broker;

import com.rabbitmq.client.impl.CredentialsProvider;
import io.serai.connect.Credentials;
import io.serai.connect.VendorSystem;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.springrabbit.SpringRabbitMQComponent;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.PropertiesHelper;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;

/**
 * camel-spring-rabbitmq for one system: {@code shop-broker:shop.events?queues=serai.shop-events&routingKey=user_created,user_updated}
 * reads, {@code shop-broker:shop.events?routingKey=company_edited} sends. Options are those of camel-spring-rabbitmq; {@code routingKey}
 * of a reader may be several.
 *
 * <p>Reading: at least once, in the order of the queue; acknowledged when the route has ended well, else tried again until it does.
 * The connection comes back by itself. Sending: the step ends once the broker has confirmed. TLS trusts what this Java trusts.
 */
public final class RabbitSystemComponent extends SpringRabbitMQComponent {
    private static final int PORT = 5672;
    private static final int TLS_PORT = 5671;
    private static final long CONFIRM_MS = 10_000;

    private final String system;
    private final CachingConnectionFactory connections;
    private final Declarations declarations;

    public RabbitSystemComponent(VendorSystem system) {
        this.system = system.name();
        this.connections = connections(system);
        this.declarations = new Declarations(system.name());
        connections.addConnectionListener(declarations);
        setConnectionFactory(connections);
        setHeaderFilterStrategy(new BrokerHeaders());
        setListenerContainerFactory(RabbitSystemComponent::container);
    }

    String system() {
        return system;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String exchange, Map<String, Object> parameters) throws Exception {
        SpringRabbitMQEndpoint endpoint = new RabbitEndpoint(uri, this, exchange, declarations);
        endpoint.setConnectionFactory(connections);
        endpoint.setMessageConverter(getMessageConverter());
        getMessagePropertiesConverter().setHeaderFilterStrategy(getHeaderFilterStrategy());
        endpoint.setMessagePropertiesConverter(getMessagePropertiesConverter());
        endpoint.setPrefetchCount(getPrefetchCount());
        endpoint.setConcurrentConsumers(1); // more would not keep the order
        endpoint.setAcknowledgeMode(AcknowledgeMode.AUTO);
        endpoint.setDisableReplyTo(true);
        endpoint.setConfirm("enabled");
        endpoint.setConfirmTimeout(CONFIRM_MS);
        endpoint.setUsePublisherConnection(true);
        endpoint.setArgs(PropertiesHelper.extractProperties(parameters, SpringRabbitMQEndpoint.ARG_PREFIX));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** camel-spring-rabbitmq's own, which is found by its name and not by this class; without it options would need reflection. */
    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return PluginHelper.getConfigurerResolver(getCamelContext())
                .resolvePropertyConfigurer("spring-rabbitmq-endpoint-configurer", getCamelContext());
    }

    @Override
    protected void doInit() throws Exception {
        setMessageConverter(new JsonMessages(getCamelContext()));
        super.doInit();
    }

    @Override
    protected void doShutdown() throws Exception {
        super.doShutdown();
        connections.destroy();
    }

    /** Without Spring's advices, which would need proxies and are not needed: {@link UntilTaken} does not give up. */
    private static AbstractMessageListenerContainer container(SpringRabbitMQEndpoint endpoint) {
        DirectMessageListenerContainer container = new DirectMessageListenerContainer(endpoint.getConnectionFactory());
        container.setConsumersPerQueue(endpoint.getConcurrentConsumers());
        container.setQueueNames(Topology.words(endpoint.getQueues()).toArray(String[]::new));
        container.setAcknowledgeMode(endpoint.getAcknowledgeMode());
        container.setPrefetchCount(endpoint.getPrefetchCount());
        container.setExclusive(endpoint.isExclusive());
        container.setConsumerArguments(endpoint.getConsumerArgs());
        container.setAutoDeclare(false);
        container.setMissingQueuesFatal(false);
        return container;
    }

    private static CachingConnectionFactory connections(VendorSystem system) {
        Addresses addresses =
                Addresses.of(system.url(), system.url().getScheme().equals("amqps") ? TLS_PORT : PORT);
        com.rabbitmq.client.ConnectionFactory client = new com.rabbitmq.client.ConnectionFactory();
        client.setAutomaticRecoveryEnabled(false); // Spring's containers do that
        client.setConnectionTimeout((int) system.connectTimeout().toMillis());
        if (addresses.tls()) secure(client);
        CachingConnectionFactory connections = new CachingConnectionFactory(client);
        connections.setAddresses(addresses.hosts());
        if (!addresses.path().isEmpty()) connections.setVirtualHost(addresses.path());
        if (system.credentials() instanceof Credentials.Password login) {
            client.setCredentialsProvider(new Login(login));
        }
        connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.SIMPLE);
        connections.setConnectionNameStrategy(factory -> "serai " + system.name());
        return connections;
    }

    private static void secure(com.rabbitmq.client.ConnectionFactory client) {
        try {
            client.useSslProtocol(SSLContext.getDefault());
            client.enableHostnameVerification();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no default TLS", e);
        }
    }

    /** The password as it is at each connect. */
    private record Login(Credentials.Password credentials) implements CredentialsProvider {
        @Override
        public String getUsername() {
            return credentials.username();
        }

        @Override
        public String getPassword() {
            return credentials.password().reveal();
        }
    }
}
