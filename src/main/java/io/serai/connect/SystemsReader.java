package io.serai.connect;

import io.serai.connect.SystemsConfig.SystemConfig;
import io.serai.connect.quota.Quota;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Turns the configuration into systems and collects every problem on the way. */
final class SystemsReader {
    private final Map<String, VendorSystem> systems = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    SystemsReader(SystemsConfig config) {
        new TreeMap<>(config.systems()).forEach(this::read);
    }

    Map<String, VendorSystem> systems() {
        return systems;
    }

    List<String> problems() {
        return problems;
    }

    private void read(String name, SystemConfig config) {
        int before = problems.size();
        checkName(name);
        Settings settings = new Settings(name, problems);
        Kind kind = kind(settings, config);
        if (config.url().isEmpty()) settings.problem("url", "is missing");
        URI url = settings.url("url", config.url(), kind == null ? Kind.REST : kind);
        Credentials credentials = kind == null ? null : credentials(settings, kind, config);
        URI signing = settings.url("signing-url", config.signingUrl());
        settings.day("secret-expires", config.secretExpires());
        Webhook webhook = WebhookReader.read(settings, kind, config.webhook());
        String version = ApiVersion.read(settings, kind, config.apiVersion());
        Quota quota = kind == null ? null : QuotaReader.read(settings, kind, config.quota());
        if (problems.size() > before) return;
        systems.put(
                name,
                new VendorSystem(
                        name,
                        kind,
                        url,
                        credentials,
                        signing == null ? url : signing,
                        config.connectTimeout(),
                        config.responseTimeout(),
                        version,
                        quota,
                        webhook));
    }

    private void checkName(String name) {
        String key = "serai.systems." + name + ": ";
        if (!name.matches("[a-z][a-z0-9-]{0,39}"))
            problems.add(key + "the name must begin with a letter and have only small letters, digits and hyphens");
        else if (!name.equals(Kind.SALESFORCE.label()) && isComponent(name))
            problems.add(key + "the name is that of a Camel component; choose another");
    }

    private static boolean isComponent(String name) {
        return SystemsReader.class.getClassLoader().getResource("META-INF/services/org/apache/camel/component/" + name)
                != null;
    }

    private static Kind kind(Settings settings, SystemConfig config) {
        if (config.kind().isEmpty()) {
            settings.problem("kind", "is missing: expected " + String.join(" or ", Kind.labels()));
            return null;
        }
        Optional<Kind> kind = Kind.of(config.kind().get());
        if (kind.isEmpty())
            settings.problem("kind", "is " + config.kind().get() + ": expected " + String.join(" or ", Kind.labels()));
        return kind.orElse(null);
    }

    private static Credentials credentials(Settings settings, Kind kind, SystemConfig config) {
        String auth = config.auth().orElse(null);
        if (auth == null || !kind.auths().contains(auth)) {
            String expected = "expected " + String.join(" or ", kind.auths()) + " for kind=" + kind.label();
            settings.problem("auth", auth == null ? "is missing: " + expected : "is " + auth + ": " + expected);
            return null;
        }
        String neededBy = "auth=" + auth;
        return switch (auth) {
            case "bearer" ->
                new Credentials.Bearer(settings.requiredSecret("token", config.token(), config.tokenFile(), neededBy));
            case "oauth1" -> oauth1(settings, config, neededBy);
            case "admin" ->
                new Credentials.Admin(
                        settings.required("username", config.username(), neededBy),
                        settings.requiredSecret("password", config.password(), config.passwordFile(), neededBy),
                        config.tokenLifetime());
            case "refresh-token" -> refreshToken(settings, config, neededBy);
            case "client-credentials" -> clientCredentials(settings, kind, config, neededBy);
            case "header" ->
                new Credentials.Header(
                        config.header(),
                        settings.requiredSecret("token", config.token(), config.tokenFile(), neededBy));
            case "token" ->
                new Credentials.Header(
                        kind.tokenHeader(),
                        settings.requiredSecret("token", config.token(), config.tokenFile(), neededBy));
            case "consumer-key" ->
                new Credentials.Basic(
                        settings.required("consumer-key", config.consumerKey(), neededBy),
                        settings.requiredSecret(
                                "consumer-secret", config.consumerSecret(), config.consumerSecretFile(), neededBy));
            case "api-key" ->
                ApiKey.of(kind, config, settings.requiredSecret("token", config.token(), config.tokenFile(), neededBy));
            case "basic" -> {
                Credentials.Password login = password(settings, config, neededBy, "");
                yield new Credentials.Basic(login.username(), login.password());
            }
            case "password" -> password(settings, config, neededBy, "PLAIN");
            case "scram-sha-256", "scram-sha-512" ->
                password(settings, config, neededBy, auth.toUpperCase(java.util.Locale.ROOT));
            case "none" -> new Credentials.None();
            case "jwt" ->
                new Credentials.JwtBearer(
                        settings.required("client-id", config.clientId(), neededBy),
                        settings.required("username", config.username(), neededBy),
                        privateKey(settings, config, neededBy),
                        config.audience().orElse(null));
            default -> throw new IllegalStateException("auth=" + auth + " is allowed but not read");
        };
    }

    private static Credentials clientCredentials(Settings settings, Kind kind, SystemConfig config, String neededBy) {
        String id = settings.required("client-id", config.clientId(), neededBy);
        Secret secret =
                settings.requiredSecret("client-secret", config.clientSecret(), config.clientSecretFile(), neededBy);
        if (kind == Kind.SALESFORCE) return new Credentials.ClientCredentials(id, secret);
        settings.required("token-url", config.tokenUrl(), neededBy);
        URI tokens = settings.url("token-url", config.tokenUrl());
        String usual = kind == Kind.DYNAMICS
                ? config.url().map(SystemsReader::everything).orElse(null)
                : null;
        return new Credentials.TokenEndpoint(tokens, id, secret, config.scope().orElse(usual), null);
    }

    /** All that the application may do in a Dataverse environment. */
    private static String everything(String url) {
        return url.replaceAll("/+$", "") + "/.default";
    }

    /** Tokens of an app that an administrator has let in; HubSpot gives them at its API's own address. */
    private static Credentials refreshToken(Settings settings, SystemConfig config, String neededBy) {
        String id = settings.required("client-id", config.clientId(), neededBy);
        Secret secret =
                settings.requiredSecret("client-secret", config.clientSecret(), config.clientSecretFile(), neededBy);
        Secret refresh =
                settings.requiredSecret("refresh-token", config.refreshToken(), config.refreshTokenFile(), neededBy);
        URI usual = settings.url("url", config.url());
        URI tokens = config.tokenUrl().isPresent() || usual == null
                ? settings.url("token-url", config.tokenUrl())
                : URI.create(usual + "/oauth/v1/token");
        return new Credentials.TokenEndpoint(tokens, id, secret, null, refresh);
    }

    private static Credentials.Password password(
            Settings settings, SystemConfig config, String neededBy, String mechanism) {
        return new Credentials.Password(
                settings.required("username", config.username(), neededBy),
                settings.requiredSecret("password", config.password(), config.passwordFile(), neededBy),
                mechanism);
    }

    private static Credentials oauth1(Settings settings, SystemConfig config, String neededBy) {
        String key = settings.required("consumer-key", config.consumerKey(), neededBy);
        Secret secret = settings.requiredSecret(
                "consumer-secret", config.consumerSecret(), config.consumerSecretFile(), neededBy);
        Secret token =
                settings.requiredSecret("access-token", config.accessToken(), config.accessTokenFile(), neededBy);
        Secret tokenSecret = settings.requiredSecret(
                "access-token-secret", config.accessTokenSecret(), config.accessTokenSecretFile(), neededBy);
        return new Credentials.OAuth1(key, secret, token, tokenSecret);
    }

    private static Supplier<PrivateKey> privateKey(Settings settings, SystemConfig config, String neededBy) {
        boolean keystore = config.keystoreFile().isPresent();
        String option = keystore ? "keystore-file" : "private-key";
        try {
            if (keystore) {
                Secret password = settings.requiredSecret(
                        "keystore-password", config.keystorePassword(), config.keystorePasswordFile(), option);
                if (password == null) return null;
                return new KeystoreKey(config.keystoreFile().get(), password);
            }
            Secret pem = settings.requiredSecret(option, config.privateKey(), config.privateKeyFile(), neededBy);
            return pem == null ? null : new PemKey(pem);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            settings.problem(option, keystore ? "is not a keystore with one RSA key" : "is not an RSA key in PEM");
            return null;
        }
    }
}
