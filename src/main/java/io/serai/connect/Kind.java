package io.serai.connect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The vendors' products that Serai can talk to, with the ways to log in and the entities of their webhooks. */
public enum Kind {
    MAGENTO(
            Form.HTTP,
            List.of("bearer", "oauth1", "admin"),
            List.of("customer", "company", "order", "product", "customer.deleted")),
    SALESFORCE(Form.HTTP, List.of("client-credentials", "jwt"), List.of()),
    /** With the token of a private app, or as an OAuth app. */
    HUBSPOT(Form.HTTP, List.of("bearer", "refresh-token"), List.of()),
    SHOPIFY(Form.HTTP, List.of("token"), List.of("customer", "order")),
    WOOCOMMERCE(Form.HTTP, List.of("consumer-key"), List.of("customer", "order")),
    BIGCOMMERCE(Form.HTTP, List.of("token"), List.of("customer", "order")),
    /** Microsoft Dynamics 365, by Dataverse's Web API. */
    DYNAMICS(Form.HTTP, List.of("client-credentials"), List.of("hint")),
    OMNISEND(Form.HTTP, List.of("api-key"), List.of("engagement")),
    SMARTICO(Form.HTTP, List.of("api-key"), List.of("engagement")),
    /** Any system with a REST API. */
    REST(Form.HTTP, List.of("bearer", "header", "basic", "client-credentials", "none"), List.of()),
    /** A RabbitMQ of somebody else, from whose queues flows begin or in whose exchanges they end. */
    RABBITMQ(Form.AMQP, List.of("password", "none"), List.of()),
    /** A Kafka of somebody else. */
    KAFKA(Form.KAFKA, List.of("password", "scram-sha-256", "scram-sha-512", "none"), List.of());

    /** Of the system's address. */
    private enum Form {
        HTTP("https://shop.example.com", "http", "https"),
        AMQP("amqps://broker.example.com:5671/vhost", "amqp", "amqps"),
        KAFKA("kafkas://one.example.com:9093,two.example.com:9093", "kafka", "kafkas");

        private final String example;
        private final List<String> schemes;

        Form(String example, String... schemes) {
            this.example = example;
            this.schemes = List.of(schemes);
        }
    }

    private final Form form;
    private final List<String> auths;
    private final List<String> entities;

    Kind(Form form, List<String> auths, List<String> entities) {
        this.form = form;
        this.auths = auths;
        this.entities = entities;
    }

    /** What the system's URL may begin with. */
    List<String> schemes() {
        return form.schemes;
    }

    String exampleUrl() {
        return form.example;
    }

    /** Whether an address may name several hosts, separated by commas. */
    boolean clustered() {
        return form != Form.HTTP;
    }

    /** As it is written in the configuration: {@code magento}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Of {@code auth=token}: the header that the vendor wants it in. */
    String tokenHeader() {
        return this == BIGCOMMERCE ? "X-Auth-Token" : "X-Shopify-Access-Token";
    }

    /** What {@code auth} may be. */
    public List<String> auths() {
        return auths;
    }

    /** Entities whose changes its webhooks may tell. */
    public List<String> entities() {
        return entities;
    }

    public static Optional<Kind> of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(Kind::label).toList();
    }
}
