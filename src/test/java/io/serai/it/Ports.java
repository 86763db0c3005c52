package io.serai.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that are killed and started again. They lie below those that the system gives to outgoing connections: else a
 * client could be given the port while its server is down.
 */
public final class Ports {
    private Ports() {}

    public static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException e) {
                continue; // taken: the next one
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
