package dev.leat.spark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may write a warehouse. */
final class TestLease {
    private static final String HOST = "here";
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(1_600);

    @TempDir
    private Path folder;

    private Warehouse warehouse;

    @BeforeEach
    void open() {
        warehouse = Warehouse.open(folder.toUri().toString(), new Configuration());
    }

    private static Lease.Holder holder(String writer) {
        return new Lease.Holder(writer, HOST, ProcessHandle.current().pid());
    }

    private Path file() {
        return folder.resolve("leat_writer");
    }

    private static long deadProcess() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor();
        return process.pid();
    }

    private void left(String host, long pid) {
        warehouse.replace("leat_writer", ("old\n" + host + "\n" + pid + "\n17\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void livingWriterIsNotDisturbed() {
        try (Lease first = Lease.take(warehouse, holder("first"), LONG)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> Lease.take(warehouse, holder("second"), LONG))
                    .isInstanceOfSatisfying(
                            LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_LOCKED))
                    .hasMessageContaining("process " + ProcessHandle.current().pid() + " on " + HOST);
            assertThat(file()).content().startsWith("first\n");
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void deadProcessOfThisHostIsReplacedAtOnce() throws IOException, InterruptedException {
        left(HOST, deadProcess());
        try (Lease lease = Lease.take(warehouse, holder("next"), LONG)) {
            assertThat(lease).isNotNull();
            assertThat(file()).content().startsWith("next\n");
        }
    }

    @Test
    void silentWriterElsewhereIsReplacedAfterARest() throws IOException, InterruptedException {
        left("elsewhere", deadProcess());
        long start = System.nanoTime();
        try (Lease lease = Lease.take(warehouse, holder("next"), SHORT)) {
            assertThat(lease).isNotNull();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT);
            assertThat(file()).content().startsWith("next\n");
        }
    }

    @Test
    void textThatIsNoLeaseIsOneOfASilentWriter() throws IOException {
        for (String text : new String[] {"", "a\n" + HOST + "\n99999999999999999999\n1\n"}) {
            Files.writeString(file(), text);
            try (Lease lease = Lease.take(warehouse, holder("next"), Duration.ofMillis(1))) {
                assertThat(lease).isNotNull();
            }
            assertThat(file()).doesNotExist();
        }
    }

    @Test
    void endOfAWriterThatWasReplacedDoesNotEndTheLeaseOfTheNext() {
        Lease first = Lease.take(warehouse, holder("first"), LONG);
        try (Lease second = Lease.take(warehouse, holder("second"), Duration.ZERO)) {
            assertThat(second).isNotNull();
            first.close();
            assertThat(file()).content().startsWith("second\n");
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void leaseThatCannotBeWrittenIsAnErrorAndLeavesNoThread() {
        Warehouse faulty = FaultyFiles.warehouse(folder, (act, path) -> act == FaultyFiles.Act.WRITE);
        assertThatThrownBy(() -> Lease.take(faulty, holder("first"), LONG))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO));
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("leat-lease") && thread.isAlive());
    }
}
