package io.serai.connect;

import io.serai.connect.SystemsConfig.WebhookConfig;
import io.serai.connect.Webhook.Scheme;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** Reads {@code serai.systems.<name>.webhook}. */
final class WebhookReader {
    private WebhookReader() {}

    static Webhook read(Settings settings, Kind kind, WebhookConfig config) {
        List<Secret> secrets = Stream.of(
                        secret(
                                settings,
                                "webhook.secret",
                                config.secret(),
                                config.secretFile(),
                                config.formerSecretFor()),
                        secret(
                                settings,
                                "webhook.previous-secret",
                                config.previousSecret(),
                                config.previousSecretFile(),
                                Duration.ZERO))
                .flatMap(Optional::stream)
                .toList();
        Scheme scheme = scheme(settings, config);
        List<String> entities = config.entities().orElse(List.of());
        entities.stream()
                .filter(entity -> !entity.matches("[a-z][a-z0-9-]*(\\.[a-z]+)?"))
                .forEach(entity -> settings.problem(
                        "webhook.entities", "has " + entity + ": expected names such as order or order.deleted"));
        boolean sends = !secrets.isEmpty() || scheme == Scheme.ADOBE_IO;
        if (kind == Kind.REST && sends) {
            if (entities.isEmpty())
                settings.problem("webhook.entities", "is missing (needed by webhooks of kind=rest)");
            if (scheme != Scheme.STANDARD)
                settings.required("webhook.events", config.events(), "webhook.scheme=" + scheme.label());
        }
        return new Webhook(
                secrets,
                scheme,
                config.header(),
                config.prefix().orElse(""),
                events(settings, config),
                entities,
                scheme == Scheme.ADOBE_IO ? adobe(settings, config) : null);
    }

    private static Webhook.Adobe adobe(Settings settings, WebhookConfig config) {
        return new Webhook.Adobe(
                settings.required("webhook.client-id", config.clientId(), "webhook.scheme=adobe-io"),
                settings.url("webhook.keys-url", Optional.of(config.keysUrl())));
    }

    private static Scheme scheme(Settings settings, WebhookConfig config) {
        Optional<Scheme> scheme = Scheme.of(config.scheme());
        if (scheme.isEmpty())
            settings.problem(
                    "webhook.scheme", "is " + config.scheme() + ": expected " + String.join(" or ", Scheme.labels()));
        return scheme.orElse(Scheme.STANDARD);
    }

    private static String events(Settings settings, WebhookConfig config) {
        String events = config.events().orElse("");
        try {
            if (!events.isEmpty()) JsonQuery.compile(events, Webhook.JQ);
        } catch (JsonQueryException e) {
            settings.problem(
                    "webhook.events",
                    "is no jq: " + e.getMessage().lines().findFirst().orElse(""));
        }
        return events;
    }

    private static Optional<Secret> secret(
            Settings settings, String option, Optional<String> value, Optional<String> file, Duration formerFor) {
        Optional<Secret> secret = settings.secret(option, value, file, formerFor);
        try {
            secret.map(Secret::reveal).ifPresent(Secret::hookKey);
        } catch (IllegalArgumentException e) {
            settings.problem(option, "must have base64 after whsec_");
        }
        return secret;
    }
}
