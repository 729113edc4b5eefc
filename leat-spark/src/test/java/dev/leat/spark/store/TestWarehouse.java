package dev.leat.spark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a warehouse. */
final class TestWarehouse {
    private static final int THREADS = 8;
    private static final int ROUNDS = 12;

    @TempDir
    private Path folder;

    private Warehouse warehouse() {
        return Warehouse.open(folder.toUri().toString(), new Configuration());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Optional<byte[]> content) {
        return new String(content.orElseThrow(), StandardCharsets.UTF_8);
    }

    @Test
    void oneOfManyMakesAFile() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            for (int round = 0; round < ROUNDS; round++) {
                String file = "log/" + round;
                List<Callable<Optional<String>>> tries = new ArrayList<>();
                for (int thread = 0; thread < THREADS; thread++) {
                    String content = "of " + thread + " ".repeat(5_000);
                    Warehouse own = warehouse();
                    tries.add(() -> {
                        start.await(1, TimeUnit.MINUTES);
                        return own.create(file, bytes(content)) ? Optional.of(content) : Optional.empty();
                    });
                }
                List<String> winners = new ArrayList<>();
                for (Future<Optional<String>> tried : threads.invokeAll(tries)) {
                    tried.get().ifPresent(winners::add);
                }
                assertThat(winners).hasSize(1);
                assertThat(text(warehouse().read(file))).isEqualTo(winners.get(0));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(warehouse().list("log")).hasSize(ROUNDS).noneMatch(name -> name.contains("unfinished"));
    }

    /** As the file that tells of a writer's life is, by whoever wants to be the next. */
    @Test
    void fileThatIsBeingReplacedCanBeRead() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(1);
        AtomicBoolean isOver = new AtomicBoolean();
        warehouse().replace("beat", bytes("beat 0\n"));
        Future<?> writer = threads.submit(() -> {
            for (int beat = 1; !isOver.get(); beat++) {
                warehouse().replace("beat", bytes("beat " + beat + "\n"));
            }
        });
        try {
            Warehouse reader = warehouse();
            for (int time = 0; time < 1_000; time++) {
                assertThat(text(reader.read("beat"))).startsWith("beat ").endsWith("\n");
            }
        } finally {
            isOver.set(true);
            threads.shutdown();
        }
        writer.get();
    }

    @Test
    void fileCutShortByTheEndOfItsWriterCanBeReadAndReplaced() throws IOException {
        Warehouse warehouse = warehouse();
        warehouse.replace("beat", bytes("beat 1\n"));
        Files.writeString(folder.resolve("beat"), "be");
        assertThat(text(warehouse.read("beat"))).isEqualTo("be");
        warehouse.replace("beat", bytes("beat 2\n"));
        assertThat(text(warehouse.read("beat"))).isEqualTo("beat 2\n");
    }

    @Test
    void whatIsNotThereIsEmpty() {
        assertThat(warehouse().read("no/such")).isEmpty();
        assertThat(warehouse().list("no/such")).isEmpty();
        warehouse().remove("no/such");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "50%", "a%20b", "größe", "a+b", "a#b", "a?b", "{x}"})
    void folderMayHaveAnyName(String name) throws IOException {
        Path odd = Files.createDirectory(folder.resolve(name));
        String location = "file:" + odd;
        Warehouse warehouse = Warehouse.open(location, new Configuration());
        assertThat(warehouse.create("log/1", bytes("one"))).isTrue();
        assertThat(warehouse.create("log/1", bytes("two"))).isFalse();
        assertThat(text(warehouse.read("log/1"))).isEqualTo("one");
        assertThat(odd.resolve("log").resolve("1")).hasContent("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3a://bucket/w", "gs://bucket/w", "webhdfs://host:1/w", "viewfs://c/w", "http://host/w"})
    void otherFileSystemsAreRefused(String location) {
        assertThatThrownBy(() -> Warehouse.open(location, new Configuration()))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
                .hasMessageContaining(location)
                .hasMessageContaining("file: or hdfs:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file:relative", "hdfs://a:b:c/w", ":"})
    void whatIsNoLocationIsRefused(String location) {
        assertThatThrownBy(() -> Warehouse.open(location, new Configuration()))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isIn(ErrorCode.OPTION, ErrorCode.IO))
                .hasMessageContaining("warehouse");
    }

    @Test
    void fileInPlaceOfTheFolderIsAnErrorThatNamesIt() throws IOException {
        Path file = Files.writeString(folder.resolve("w"), "no folder");
        Warehouse warehouse = Warehouse.open(file.toUri().toString(), new Configuration());
        assertThatThrownBy(() -> warehouse.create("log/1", bytes("one")))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO))
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent("no folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hdfs://localhost:1/w", "hdfs://no-such-host.invalid:1/w"})
    void clusterThatCannotBeReachedIsAnErrorSoon(String location) {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            assertThatThrownBy(
                            () -> Warehouse.open(location, new Configuration()).list("leat_commits"))
                    .isInstanceOfSatisfying(
                            LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO))
                    .hasMessageContaining(location);
        });
    }

    @Test
    void folderThatCannotBeListedIsNotTakenForEmpty() {
        Warehouse warehouse = FaultyFiles.warehouse(folder, (act, path) -> act == FaultyFiles.Act.LIST);
        assertThatThrownBy(() -> warehouse.list("log"))
                .isInstanceOfSatisfying(
                        LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO))
                .hasMessageContaining("log");
    }
}
