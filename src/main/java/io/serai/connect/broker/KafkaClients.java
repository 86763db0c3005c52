package io.serai.connect.broker;

import io.serai.connect.Credentials;
import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.config.SaslConfigs;

/** Makes clients that log in with the password as it is in its file now. Thread-safe. */
final class KafkaClients extends DefaultKafkaClientFactory {
    private final Credentials.Password login;

    /** @param login null for none */
    KafkaClients(Credentials.Password login) {
        this.login = login;
    }

    /** The login as Kafka wants it written, empty for none; another text when the password has changed. */
    String login() {
        if (login == null) return "";
        String module = login.mechanism().equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        return "org.apache.kafka.common.security." + module + " required username=\"" + quoted(login.username())
                + "\" password=\"" + quoted(login.password().reveal()) + "\";";
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    @Override
    public Producer<?, ?> getProducer(Properties properties) {
        return super.getProducer(with(login(), properties));
    }

    @Override
    public Consumer<?, ?> getConsumer(Properties properties) {
        String now = login();
        return new RenewedConsumer(with(now, properties), () -> !login().equals(now));
    }

    private Properties with(String now, Properties properties) {
        Properties all = new Properties();
        all.putAll(properties);
        if (login != null) {
            all.put(SaslConfigs.SASL_MECHANISM, login.mechanism());
            all.put(SaslConfigs.SASL_JAAS_CONFIG, now);
        }
        return all;
    }
}
