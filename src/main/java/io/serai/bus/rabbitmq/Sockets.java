package io.serai.bus.rabbitmq;

import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** What connections to the broker run over, to end them without asking the broker. Thread-safe. */
final class Sockets {
    private static final Logger LOG = Logger.getLogger(Sockets.class);

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    void opened(Socket socket) {
        open.removeIf(Socket::isClosed);
        open.add(socket);
    }

    /** Who waits for one of them fails at once. */
    void cut() {
        for (Socket socket : open) {
            try {
                socket.setSoLinger(true, 0); // else closing TLS waits for whoever is writing
                socket.close();
            } catch (IOException e) {
                LOG.debug("The connection was gone already", e);
            }
        }
        open.removeIf(Socket::isClosed);
    }
}
