package io.serai.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of the store. */
@ConfigMapping(prefix = "serai.store")
public interface StoreConfig {
    /** {@code sqlite} or {@code postgresql}. */
    @WithDefault("sqlite")
    String kind();

    /** Of SQLite: the database file. */
    @WithDefault("data/serai.db")
    Path file();

    /** Of PostgreSQL: {@code jdbc:postgresql://host:port/database}. */
    Optional<String> url();

    /** Of PostgreSQL. */
    Optional<String> username();

    /** Of PostgreSQL; a secret. */
    Optional<String> password();

    /** Of PostgreSQL: a file with the password, read anew for each connection. */
    Optional<Path> passwordFile();

    /** Of PostgreSQL: how many connections this process holds at most. */
    @WithDefault("10")
    int connections();
}
