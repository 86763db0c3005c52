package io.serai.connect.broker;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a broker's URL says: {@code amqps://one,two:5671/vhost}. */
record Addresses(String hosts, boolean tls, String path) {

    /** @param port of hosts that name none */
    static Addresses of(URI url, int port) {
        String hosts = Arrays.stream(url.getRawAuthority().split(","))
                .map(String::strip)
                .map(host -> host.matches(".*:\\d+") ? host : host + ":" + port)
                .collect(Collectors.joining(","));
        String path = url.getRawPath() == null || url.getRawPath().length() < 2
                ? ""
                : URLDecoder.decode(url.getRawPath().substring(1), StandardCharsets.UTF_8);
        return new Addresses(hosts, url.getScheme().endsWith("s"), path);
    }
}
