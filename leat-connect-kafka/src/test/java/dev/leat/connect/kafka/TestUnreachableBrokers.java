package dev.leat.connect.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.sql.read.SparkRecordParsers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Brokers that do not answer hold up a commit once, not each. */
final class TestUnreachableBrokers {
    private static final int ANSWER_MILLIS = 2000;

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    }

    private static long millisToFail(KafkaCluster cluster) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> cluster.parts(new Topics.Named(List.of("clicks"))))
                .isInstanceOf(LeatException.class)
                .hasMessageContaining("there is no answer in time");
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    @Test
    void areAskedAgainOnceSomebodyListens() throws Exception {
        int port;
        try (ServerSocket free = listen(0)) {
            port = free.getLocalPort();
        }
        SourceDefinition source = new SourceDefinition(
                "kafka",
                List.of(),
                Map.of(
                        "kafka.bootstrap.servers",
                        "127.0.0.1:" + port,
                        "kafka.default.api.timeout.ms",
                        Integer.toString(ANSWER_MILLIS),
                        "kafka.request.timeout.ms",
                        Integer.toString(ANSWER_MILLIS / 2),
                        "subscribe",
                        "clicks"),
                Optional.empty(),
                Settings.DEFAULT);
        ClientOptions options = KafkaSource.of(source, new SparkRecordParsers()).client();
        try (KafkaCluster cluster = new KafkaCluster(options, Duration.ZERO)) {
            assertThat(millisToFail(cluster)).isGreaterThanOrEqualTo(ANSWER_MILLIS);
            assertThat(millisToFail(cluster)).isLessThan(ANSWER_MILLIS / 2);
            try (ServerSocket silent = listen(port)) {
                assertThat(silent.isBound()).isTrue();
                assertThat(millisToFail(cluster)).isGreaterThanOrEqualTo(ANSWER_MILLIS);
            }
        }
    }

    @Test
    void oneOfSeveralIsEnough() throws IOException {
        try (ServerSocket one = listen(0)) {
            int gone;
            try (ServerSocket other = listen(0)) {
                gone = other.getLocalPort();
            }
            assertThat(BrokerAddresses.anyAccepts("127.0.0.1:" + gone)).isFalse();
            assertThat(BrokerAddresses.anyAccepts("127.0.0.1:" + gone + ", 127.0.0.1:" + one.getLocalPort()))
                    .isTrue();
            assertThat(BrokerAddresses.anyAccepts("no.such.host.invalid:9092")).isFalse();
        }
    }
}
