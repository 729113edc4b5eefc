package dev.leat.spark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.move.Movement;
import dev.leat.testkit.SteppedClock;
import dev.leat.type.EpochMicros;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of commits, its writers and what becomes of its files. */
final class TestCommitLog {
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final int CHECKPOINT = 32;
    private static final int RACES = 10;
    private static final int RANDOM_LOGS = Integer.getInteger("leat.test.logs", 2);

    @TempDir
    private Path folder;

    private Warehouse warehouse() {
        return Warehouse.open(folder.toUri().toString(), new Configuration());
    }

    private CommitLog open() {
        return open(warehouse());
    }

    private static CommitLog open(Warehouse warehouse) {
        return CommitLog.open(warehouse, UUID.randomUUID().toString(), Clock.systemUTC(), AT_ONCE);
    }

    private Path file(long number) {
        return folder.resolve("leat_commits").resolve(String.format(Locale.ROOT, "%012d.json", number));
    }

    private Path checkpoint(long number) {
        return folder.resolve("leat_commits").resolve(String.format(Locale.ROOT, "%012d.checkpoint.json", number));
    }

    private static CommitEntry next(CommitLog log, RandomEntries entries) {
        return entries.next(log.state().number() + 1, log.writer());
    }

    /** Makes a log of so many commits. */
    private WarehouseState written(long commits, long seed) {
        RandomEntries entries = new RandomEntries(seed);
        try (CommitLog log = open()) {
            while (log.state().number() < commits) {
                log.add(next(log, entries));
            }
            return log.state();
        }
    }

    private static void fails(ErrorCode code, String part, ThrowingCallable work) {
        LeatException thrown = catchThrowableOfType(LeatException.class, work);
        assertThat(thrown).isNotNull();
        assertThat(thrown.code()).as(thrown.getMessage()).isEqualTo(code);
        assertThat(thrown).hasMessageContaining(part).hasMessageNotContaining("fasterxml");
    }

    @Test
    void stateIsReadAsItWasLeft() {
        for (long seed = 1; seed <= RANDOM_LOGS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RandomEntries entries = new RandomEntries(seed);
            Path own = folder.resolve("log-" + seed);
            Warehouse warehouse = Warehouse.open(own.toUri().toString(), new Configuration());
            long number = 0;
            WarehouseState last = WarehouseState.EMPTY;
            while (number < 3 * CHECKPOINT) {
                try (CommitLog log = open(warehouse)) {
                    assertThat(log.state())
                            .as("seed " + seed + " at " + number)
                            .isEqualTo(last.with(
                                    CommitEntry.takeover(number + 1, log.state().micros(), log.writer(), last)));
                    for (int commits = random.nextInt(2 * CHECKPOINT); commits > 0; commits--) {
                        log.add(next(log, entries));
                    }
                    last = log.state();
                    number = last.number();
                    assertThat(CommitLog.read(warehouse))
                            .as("seed " + seed + " at " + number)
                            .isEqualTo(last);
                }
            }
        }
    }

    @Test
    void stateThatArrivesTakesThePlaceOfWhatWasThereAndNumbersGoOnFromIts() {
        for (long continued : List.of(1L, 5L, 1000L)) {
            Path own = folder.resolve("moved-" + continued);
            Warehouse warehouse = Warehouse.open(own.toUri().toString(), new Configuration());
            RandomEntries entries = new RandomEntries(continued);
            Movement movement =
                    new Movement(Movement.Stage.HERE, new Movement.Place(Movement.Engine.EMBEDDED, "/s"), continued);
            CommitEntry arrived;
            long number;
            try (CommitLog log = open(warehouse)) {
                log.add(next(log, entries));
                CommitEntry content = next(log, entries);
                number = content.number();
                arrived = new CommitEntry(
                        number,
                        content.micros(),
                        content.writer(),
                        content.tables(),
                        List.of(),
                        content.datasets(),
                        content.positions(),
                        List.of(),
                        "identity",
                        continued,
                        List.of(movement),
                        content.times(),
                        content.sinks());
                log.add(arrived);

                assertThat(log.state().number()).isEqualTo(Math.max(number, continued));
                assertThat(log.state().datasets()).isEqualTo(arrived.datasets());
                assertThat(log.isWriter()).isTrue();
            }
            assertThat(own.resolve("leat_commits/" + String.format(java.util.Locale.ROOT, "%012d", number) + ".json"))
                    .exists();
            try (CommitLog log = open(warehouse)) {
                assertThat(log.state().number()).isEqualTo(Math.max(number, continued) + 1);
                assertThat(log.state().tables()).isEqualTo(arrived.tables());
                assertThat(log.state().positions()).isEqualTo(arrived.positions());
                assertThat(log.state().identity()).isEqualTo("identity");
                assertThat(log.state().movement()).isEqualTo(movement);
                assertThat(log.state().arrived()).isEqualTo(continued);
                while (log.state().number() < Math.max(number, continued) + CHECKPOINT + 2) {
                    log.add(next(log, entries));
                }
                assertThat(CommitLog.read(warehouse)).isEqualTo(log.state());
                assertThat(CommitLog.entries(warehouse, Math.max(number, continued)))
                        .hasSize(CHECKPOINT + 2);
            }
        }
    }

    @Test
    void newStateHasNothingOfTheOneInWhosePlaceItIs() {
        written(5, 7);
        try (CommitLog log = open()) {
            long number = log.state().number() + 1;
            String before = log.state().identity();
            log.add(CommitEntry.ofNewState(number, EpochMicros.of(log.nextTime()), log.writer()));

            WarehouseState state = log.state();
            assertThat(state.number()).isEqualTo(number);
            assertThat(state.identity()).isNotEqualTo(before);
            assertThat(List.of(state.tables(), state.datasets(), state.positions(), state.times()))
                    .containsOnly(Map.of());
            assertThat(state.sinks()).isEqualTo(SinkState.EMPTY);
            assertThat(state.movement()).isEqualTo(Movement.NONE);
            log.add(next(log, new RandomEntries(8)));
            assertThat(CommitLog.read(warehouse())).isEqualTo(log.state());
        }
    }

    @Test
    void writerThatWasThoughtDeadCannotHaveAStateArrive() {
        RandomEntries entries = new RandomEntries(3);
        try (CommitLog paused = open();
                CommitLog other = open()) {
            CommitEntry late = new CommitEntry(
                    paused.state().number() + 1,
                    0,
                    paused.writer(),
                    Map.of(),
                    List.of(),
                    Map.of(),
                    Map.of(),
                    List.of(),
                    "identity",
                    1000,
                    List.of(Movement.NONE),
                    Map.of(),
                    SinkChanges.NONE);

            fails(ErrorCode.STATE_LOCKED, "taken the warehouse over", () -> paused.add(late));
            other.add(next(other, entries));
            assertThat(other.state().identity()).isNotEqualTo("identity");
        }
    }

    @Test
    void numbersHaveNoGaps() {
        written(2 * CHECKPOINT + 3, 5);
        for (long number = 1; number <= 2 * CHECKPOINT + 3; number++) {
            assertThat(file(number)).exists();
        }
        assertThat(checkpoint(CHECKPOINT)).exists();
        assertThat(checkpoint(2 * CHECKPOINT)).exists();
    }

    @Test
    void commitsAreInTheOrderOfTheirTimesThoughTheClockStandsStill() {
        SteppedClock clock = new SteppedClock();
        try (CommitLog log = CommitLog.open(warehouse(), UUID.randomUUID().toString(), clock, AT_ONCE)) {
            long first = log.state().micros();
            assertThat(EpochMicros.of(log.nextTime())).isGreaterThan(first);
            clock.step(Duration.ofHours(-3));
            assertThat(EpochMicros.of(log.nextTime())).isGreaterThan(first);
        }
    }

    @Test
    void secondWriterIsRefusedWhileTheFirstLives() {
        try (CommitLog first = open()) {
            fails(
                    ErrorCode.STATE_LOCKED,
                    "is being written by another run",
                    () -> CommitLog.open(
                            warehouse(), UUID.randomUUID().toString(), Clock.systemUTC(), Duration.ofMinutes(1)));
            first.add(next(first, new RandomEntries(1)));
            assertThat(CommitLog.read(warehouse())).isEqualTo(first.state());
        }
    }

    @Test
    void writerThatWasTakenOverCommitsNothingMore() {
        Warehouse warehouse = warehouse();
        try (CommitLog paused = open();
                CommitLog second = open()) {
            WarehouseState after = second.state();
            List<String> files = warehouse.list("leat_commits");
            RandomEntries entries = new RandomEntries(2);
            fails(ErrorCode.STATE_LOCKED, "taken the warehouse over", () -> paused.add(next(paused, entries)));
            fails(ErrorCode.IO, "Nothing more can be committed", () -> paused.add(next(paused, entries)));
            assertThat(warehouse.list("leat_commits")).containsExactlyInAnyOrderElementsOf(files);
            assertThat(CommitLog.read(warehouse)).isEqualTo(after);
            second.add(next(second, entries));
            assertThat(CommitLog.read(warehouse)).isEqualTo(second.state());
        }
    }

    /** Becomes the writer and commits until the other does, again and again. */
    private Map<Long, CommitEntry> race(long seed, CyclicBarrier start) throws Exception {
        Map<Long, CommitEntry> made = new HashMap<>();
        RandomEntries entries = new RandomEntries(seed);
        for (int round = 0; round < RACES; round++) {
            start.await(1, TimeUnit.MINUTES);
            try (CommitLog log = open()) {
                for (int commit = 0; commit < 4; commit++) {
                    CommitEntry entry = next(log, entries);
                    log.add(entry);
                    made.put(entry.number(), entry);
                }
            } catch (LeatException e) {
                assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.STATE_LOCKED);
            }
        }
        return made;
    }

    /** None waits for the other, as if each had thought that the other was dead. */
    @Test
    void eachNumberIsTakenByOneOfTwoWriters() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CyclicBarrier start = new CyclicBarrier(2);
        Map<Long, CommitEntry> made = new HashMap<>();
        try {
            List<Future<Map<Long, CommitEntry>>> writers =
                    List.of(threads.submit(() -> race(1, start)), threads.submit(() -> race(2, start)));
            for (Future<Map<Long, CommitEntry>> writer : writers) {
                Map<Long, CommitEntry> own = writer.get();
                own.keySet().forEach(number -> assertThat(made).doesNotContainKey(number));
                made.putAll(own);
            }
        } finally {
            threads.shutdown();
        }
        WarehouseState state = WarehouseState.EMPTY;
        long last = CommitLog.read(warehouse()).number();
        for (long number = 1; number <= last; number++) {
            CommitEntry entry = entry(number);
            assertThat(made.getOrDefault(number, entry)).isEqualTo(entry);
            state = state.with(entry);
        }
        assertThat(made.keySet()).isNotEmpty().allMatch(number -> number <= last);
        assertThat(CommitLog.read(warehouse())).isEqualTo(state);
    }

    private CommitEntry entry(long number) {
        try {
            return Documents.read(
                    "leat-commit",
                    Files.readAllBytes(file(number)),
                    CommitEntry.class,
                    file(number).toString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("no commit " + number, e);
        }
    }

    @Test
    void commitFileThatIsCutShortIsDamage() throws IOException {
        written(5, 1);
        byte[] content = Files.readAllBytes(file(3));
        Files.write(file(3), java.util.Arrays.copyOf(content, content.length / 2));
        fails(ErrorCode.STATE_DAMAGED, file(3).getFileName().toString(), () -> CommitLog.read(warehouse()));
        fails(ErrorCode.STATE_DAMAGED, file(3).getFileName().toString(), this::open);
        Files.write(file(3), content);
        try (CommitLog log = open()) {
            assertThat(log.state().number()).isEqualTo(6);
        }
    }

    @Test
    void commitFileWithOtherContentIsDamage() throws IOException {
        written(5, 1);
        Files.writeString(file(3), Files.readString(file(3)).replace("\"micros\":", "\"micros\":1"));
        fails(ErrorCode.STATE_DAMAGED, "digest", () -> CommitLog.read(warehouse()));
    }

    @Test
    void commitFileUnderTheNameOfAnotherIsDamage() throws IOException {
        written(5, 1);
        Files.copy(file(2), file(3), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        fails(ErrorCode.STATE_DAMAGED, file(3).getFileName().toString(), () -> CommitLog.read(warehouse()));
    }

    @Test
    void commitFileThatIsMissingIsDamage() throws IOException {
        written(5, 1);
        Files.delete(file(3));
        fails(ErrorCode.STATE_DAMAGED, "there is no commit 3 before commit 4", this::open);
        Files.delete(file(1));
        fails(ErrorCode.STATE_DAMAGED, "there is no commit 1 before commit 2", this::open);
    }

    @Test
    void commitFileOfANewerLeatIsToldFromDamage() throws IOException {
        written(5, 1);
        Files.writeString(file(4), Files.readString(file(4)).replace("\"version\":1", "\"version\":2"));
        fails(ErrorCode.STATE_VERSION, "use the Leat that wrote it", this::open);
    }

    @Test
    void checkpointThatIsGoneIsNotNeeded() throws IOException {
        WarehouseState state = written(2 * CHECKPOINT + 5, 3);
        Files.delete(checkpoint(2 * CHECKPOINT));
        assertThat(CommitLog.read(warehouse())).isEqualTo(state);
        Files.delete(checkpoint(CHECKPOINT));
        assertThat(CommitLog.read(warehouse())).isEqualTo(state);
    }

    @Test
    void checkpointThatIsDamagedIsToldByItsName() throws IOException {
        written(CHECKPOINT + 1, 3);
        Files.writeString(checkpoint(CHECKPOINT), "{\"format\":\"leat-check");
        fails(ErrorCode.STATE_DAMAGED, checkpoint(CHECKPOINT).getFileName().toString(), this::open);
    }

    @Test
    void commitsBeforeACheckpointAreNotRead() throws IOException {
        WarehouseState state = written(CHECKPOINT + 3, 3);
        for (long number = 1; number <= CHECKPOINT; number++) {
            Files.delete(file(number));
        }
        assertThat(CommitLog.read(warehouse())).isEqualTo(state);
    }

    @Test
    void filesThatAreNoCommitsAreNotRead() throws IOException {
        WarehouseState state = written(4, 3);
        for (String name : List.of(
                "_unfinished_0b3f",
                "000000000005.json.tmp",
                ".000000000005.json.crc",
                "5.json",
                "0000000000005.json")) {
            Files.writeString(folder.resolve("leat_commits").resolve(name), "rubbish");
        }
        assertThat(CommitLog.read(warehouse())).isEqualTo(state);
        try (CommitLog log = open()) {
            assertThat(log.state().number()).isEqualTo(5);
        }
    }

    @Test
    void commitThatCannotBeWrittenIsNotMade() {
        AtomicBoolean isDown = new AtomicBoolean();
        Warehouse faulty = FaultyFiles.warehouse(
                folder, (act, path) -> isDown.get() && act == FaultyFiles.Act.WRITE && path.contains("leat_commits"));
        try (CommitLog log = open(faulty)) {
            WarehouseState before = log.state();
            isDown.set(true);
            RandomEntries entries = new RandomEntries(4);
            fails(ErrorCode.IO, "Cannot write", () -> log.add(next(log, entries)));
            assertThat(log.state()).isEqualTo(before);
            assertThat(CommitLog.read(warehouse())).isEqualTo(before);
            isDown.set(false);
            fails(ErrorCode.IO, "run again", () -> log.add(next(log, entries)));
        }
        assertThat(CommitLog.read(warehouse()).number()).isEqualTo(1);
    }

    /** It failed after it was done, as an answer may be lost on its way. */
    @Test
    void commitOfWhichTheFileSystemTellsThatItFailedIsLookedUp() {
        AtomicBoolean isDown = new AtomicBoolean();
        Warehouse faulty = FaultyFiles.warehouse(
                folder, (act, path) -> isDown.get() && act == FaultyFiles.Act.REMOVE && path.contains("_unfinished_"));
        try (CommitLog log = open(faulty)) {
            isDown.set(true);
            log.add(next(log, new RandomEntries(4)));
            assertThat(CommitLog.read(warehouse())).isEqualTo(log.state());
            isDown.set(false);
        }
    }

    @Test
    void commitIsMadeThoughItsCheckpointCannotBeWritten() {
        AtomicBoolean hasFailed = new AtomicBoolean();
        Warehouse faulty = FaultyFiles.warehouse(
                folder,
                (act, path) -> act == FaultyFiles.Act.WRITE
                        && path.contains("_unfinished_")
                        && Files.exists(file(CHECKPOINT))
                        && hasFailed.compareAndSet(false, true));
        RandomEntries entries = new RandomEntries(4);
        try (CommitLog log = open(faulty)) {
            while (log.state().number() <= 2 * CHECKPOINT) {
                log.add(next(log, entries));
            }
            assertThat(CommitLog.read(warehouse())).isEqualTo(log.state());
        }
        assertThat(checkpoint(CHECKPOINT)).doesNotExist();
        assertThat(checkpoint(2 * CHECKPOINT)).exists();
    }
}
