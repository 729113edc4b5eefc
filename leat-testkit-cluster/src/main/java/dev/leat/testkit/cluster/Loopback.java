package dev.leat.testkit.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The only address that clusters of tests listen on, and its free ports. */
final class Loopback {
    static final String ADDRESS = "127.0.0.1";

    /** Below the ports that systems give to whoever connects: one of those could be taken before a server is there. */
    private static final int LOWEST = 15_000;

    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS_MAX = 1_000;

    private Loopback() {}

    /** Ports that nobody listens on now, all different. */
    static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int attempt = 0; sockets.size() < count; attempt++) {
                if (attempt == ATTEMPTS_MAX) {
                    throw new IllegalStateException("there are no free ports between " + LOWEST + " and " + HIGHEST);
                }
                open(ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST), sockets);
            }
            List<Integer> ports =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void open(int port, List<ServerSocket> sockets) throws IOException {
        try {
            sockets.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (BindException e) {
            // Somebody listens on it; the next one may be free.
            return;
        }
    }
}
