package io.serai.connect;

import io.serai.connect.SystemsConfig.SystemConfig;

/** The header that a vendor's key goes into. */
final class ApiKey {
    private static final String AUTHORIZATION = "Authorization";

    private ApiKey() {}

    /** @param key null when it is missing */
    static Credentials.Header of(Kind kind, SystemConfig config, Secret key) {
        if (kind != Kind.OMNISEND) return new Credentials.Header(AUTHORIZATION, key);
        if (config.apiVersion().filter(version -> !ApiVersion.dated(version)).isPresent())
            return new Credentials.Header("X-API-KEY", key);
        return new Credentials.Header(AUTHORIZATION, key == null ? null : key.map(text -> "Omnisend-API-Key " + text));
    }
}
