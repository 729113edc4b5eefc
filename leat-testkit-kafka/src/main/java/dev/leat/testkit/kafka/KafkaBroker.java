package dev.leat.testkit.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real broker: one process, which is its own controller, on a free port of this machine. It can be stopped, killed and
 * started again on the same port and data.
 */
public final class KafkaBroker implements AutoCloseable {
    private static final String CLASS_PATH = "broker.classpath";
    private static final String CLUSTER = "bGVhdC10ZXN0LWtpdC0wMQ";
    private static final long SECONDS_MAX = 60;

    /** Little memory and a short start count for more than speed. */
    private static final List<String> JVM = List.of(
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Dlog4j2.level=ERROR",
            "--enable-native-access=ALL-UNNAMED");

    private static Optional<KafkaBroker> shared = Optional.empty();

    private final Path folder;
    private final Path log;
    private final int port;
    private Optional<Process> process = Optional.empty();

    private KafkaBroker(Path folder, int port) {
        this.folder = folder;
        this.log = folder.resolve("broker.log");
        this.port = port;
    }

    /**
     * Starts a broker without topics.
     *
     * @param folder empty; its data and log go there
     */
    public static KafkaBroker start(Path folder) {
        List<Integer> ports = freePorts();
        KafkaBroker broker = new KafkaBroker(folder, ports.get(0));
        try {
            Files.createDirectories(folder);
            Files.writeString(broker.properties(), settings(folder, ports.get(0), ports.get(1)));
            Process format = broker.java(
                    "kafka.tools.StorageTool",
                    "format",
                    "-t",
                    CLUSTER,
                    "-c",
                    broker.properties().toString());
            if (!format.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || format.exitValue() != 0) {
                format.destroyForcibly();
                throw new IllegalStateException("cannot format the broker's storage: " + broker.log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        broker.start();
        return broker;
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for a broker", e);
    }

    /** The broker that the tests of this process share, started by the first; it ends with the process. */
    public static synchronized KafkaBroker shared() {
        if (shared.isEmpty()) {
            try {
                Path folder = Files.createTempDirectory("leat-broker-");
                KafkaBroker broker = start(folder);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> broker.remove(folder)));
                shared = Optional.of(broker);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared.get();
    }

    private void remove(Path root) {
        kill();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two ports that nobody listens on now. */
    private static List<Integer> freePorts() {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return List.of(one.getLocalPort(), other.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String settings(Path folder, int port, int controllerPort) {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%3$s
                auto.create.topics.enable=false
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                allow.everyone.if.no.acl.found=true
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=1
                share.coordinator.state.topic.replication.factor=1
                group.initial.rebalance.delay.ms=0
                log.cleaner.enable=false
                num.network.threads=1
                num.io.threads=2
                broker.session.timeout.ms=1500
                broker.heartbeat.interval.ms=300
                controller.quorum.election.timeout.ms=200
                controller.quorum.election.backoff.max.ms=100
                background.threads=1
                socket.send.buffer.bytes=102400
                file.delete.delay.ms=1000
                log.retention.check.interval.ms=10000
                """.formatted(port, controllerPort, folder.resolve("data"));
    }

    private Path properties() {
        return folder.resolve("server.properties");
    }

    private Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-cp", classPath()));
        command.addAll(List.of(arguments));
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        started.getOutputStream().close();
        return started;
    }

    private static String classPath() throws IOException {
        try (InputStream in = KafkaBroker.class.getResourceAsStream(CLASS_PATH)) {
            if (in == null) {
                throw new IllegalStateException("no " + CLASS_PATH + "; build leat-testkit-kafka with Maven");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    /** What clients are to be given as {@code bootstrap.servers}. */
    public String servers() {
        return "127.0.0.1:" + port;
    }

    /** Starts it again, after it was stopped or killed, and waits until it takes connections. */
    public void start() {
        try {
            Process started = java("kafka.Kafka", properties().toString());
            process = Optional.of(started);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
            while (!listens()) {
                if (started.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                    throw new IllegalStateException("the broker does not start: " + log());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it in good order. */
    public void stop() {
        process.ifPresent(running -> {
            running.destroy();
            end(running);
        });
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        process.ifPresent(running -> {
            running.destroyForcibly();
            end(running);
        });
    }

    /**
     * Kills it, takes the records of a partition away on from an offset, and starts it again. To clients this is what the loss of a
     * leader is whose last records no other replica has.
     *
     * @param partition such as {@code clicks-0}
     * @param end an offset at which a batch begins
     */
    public void truncate(String partition, long end) {
        kill();
        Path records = folder.resolve("data").resolve(partition).resolve("00000000000000000000.log");
        try (FileChannel file = FileChannel.open(records, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // A batch begins with its first offset and the length of what follows.
            ByteBuffer head = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
            long place = 0;
            while (file.read(head.clear(), place) == head.capacity() && head.getLong(0) < end) {
                place += head.capacity() + head.getInt(Long.BYTES);
            }
            file.truncate(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    private void end(Process running) {
        try {
            if (!running.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
            process = Optional.empty();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
