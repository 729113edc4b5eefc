package dev.leat.connect.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;

/** Looks whether anybody listens where brokers should. */
final class BrokerAddresses {
    private static final int CONNECT_MILLIS_MAX = 1000;

    private BrokerAddresses() {}

    /**
     * Whether any of the servers takes a connection.
     *
     * @param servers as in {@code bootstrap.servers}
     */
    static boolean anyAccepts(String servers) {
        for (String server : servers.split(",", -1)) {
            int colon = server.lastIndexOf(':');
            String host = server.substring(0, colon).strip().replaceAll("[\\[\\]]", "");
            int port = Integer.parseInt(server.substring(colon + 1).strip());
            if (anyAccepts(host, port)) {
                return true;
            }
        }
        return false;
    }

    /** A name may have several addresses. */
    private static boolean anyAccepts(String host, int port) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (accepts(new InetSocketAddress(address, port))) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean accepts(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_MILLIS_MAX);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
