package io.serai.sandbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sandbox inside the runtime. */
@ConfigMapping(prefix = "serai.sandbox")
public interface SandboxConfig {
    /** Whether the doubles answer under {@code /sandbox}. Never in production. */
    @WithDefault("false")
    boolean enabled();

    /** Shops that exist from the start. */
    @WithDefault("magento-pl,magento-de")
    List<String> magento();

    /** Customers, orders and changes that each of them makes by itself, e.g. {@code 1/s} or {@code 30/m}. */
    @WithDefault("0/s")
    String trickle();

    /** Customers, and orders, after which the trickle only changes what there is. */
    @WithDefault("5000")
    int trickleLimit();

    /** Where each change is pushed; {@code {system}} is replaced by the shop's name. */
    Optional<String> webhookUrl();

    /** Signs what is pushed. */
    @WithDefault("sandbox-webhook-secret")
    String webhookSecret();

    /** Share of pushed changes delivered twice, 0 to 1. */
    @WithDefault("0")
    double webhookDuplicate();

    /** Share of pushed changes that later ones overtake, 0 to 1. */
    @WithDefault("0")
    double webhookReorder();

    /** Whether Salesforce keeps what every write brought. */
    @WithDefault("false")
    boolean history();

    /** Salesforce calls per day. */
    @WithDefault("5000000")
    long dailyLimit();

    /** Whether Salesforce refuses a second contact with the same e-mail address. */
    @WithDefault("false")
    boolean detectDuplicates();

    /** More fields per Salesforce object, e.g. {@code Contact: "Shoe_Size__c double, Nickname__c string(40)"}. */
    Map<String, String> fields();

    /** AMQP URL, with user and password, of the RabbitMQ to which the custom shop tells what happens. */
    Optional<String> broker();

    /** PEM of the key that JWT assertions for Salesforce are signed with. */
    Optional<String> jwtPublicKey();

    default SandboxOptions options() {
        SandboxOptions plain = SandboxOptions.defaults();
        SandboxOptions.SalesforceAccess access = plain.salesforceAccess();
        SandboxOptions.Webhooks hooks = plain.webhooks();
        return new SandboxOptions(
                magento(),
                plain.magentoAccess(),
                new SandboxOptions.SalesforceAccess(
                        access.clientId(),
                        access.clientSecret(),
                        access.username(),
                        jwtPublicKey().orElse("")),
                new SandboxOptions.Webhooks(
                        webhookUrl().orElse(""),
                        webhookSecret(),
                        webhookDuplicate(),
                        webhookReorder(),
                        hooks.attempts(),
                        hooks.firstBackOffMs()),
                plain.seed(),
                Rate.perSecond(trickle()),
                trickleLimit(),
                history(),
                dailyLimit(),
                detectDuplicates(),
                fields(),
                broker().orElse(""));
    }
}
