package dev.leat.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.Reader;
import dev.leat.reading.ReadingEnd;
import dev.leat.spi.CommitTerms.LastRecord;
import dev.leat.spi.Position;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadBounds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestFileChange {
    private static final List<String> COLUMNS = List.of("k", "v");
    private static final Reader STREAM = Reader.stream(0);

    @TempDir
    private Path folder = Path.of("");

    private Map<String, Position> before = new TreeMap<>();

    private FileSource open(Map<String, String> options) {
        return FileSource.open(SparkFiles.spark(), SparkFiles.source("csv", folder, options, COLUMNS));
    }

    private FileChange change(Reader reader) {
        return FileChange.find(open(Map.of()), before, reader, "files");
    }

    /** Records without an end are not read yet. */
    private ReadingEnd awaited() {
        return new ReadingEnd(
                LastRecord.AWAITED, ReadBounds.NONE, Set.of(), Optional.of(name -> List.of(before)), Optional.empty());
    }

    /** Takes a change for read by a commit. */
    private void read(FileChange change, long commit) {
        before = new TreeMap<>();
        change.positions()
                .forEach((file, position) -> before.put(file, position.commit() == 0 ? position.in(commit) : position));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return file;
    }

    private static List<String> rows(FileChange change, Map<String, PositionRange> ranges) {
        return SparkFiles.rows(change.source(), ranges, COLUMNS);
    }

    private static Map<String, PositionRange> byName(Map<String, PositionRange> ranges) {
        Map<String, PositionRange> named = new TreeMap<>();
        ranges.forEach((file, range) -> named.put(Path.of(file).getFileName().toString(), range));
        return named;
    }

    @Test
    void grownFileIsReadOnFromWhereItEnded() throws IOException {
        write("f.csv", "a,1\n");
        write("g.csv", "b,1\n");
        for (Reader reader : List.of(Reader.VIEW, STREAM)) {
            before = Map.of();
            read(change(reader), 1);
        }
        write("f.csv", "c,2\nd,3\n");
        for (Reader reader : List.of(Reader.VIEW, STREAM)) {
            FileChange change = change(reader);
            assertThat(byName(change.added())).isEqualTo(Map.of("f.csv", new PositionRange(4, 12)));
            assertThat(byName(change.old()))
                    .isEqualTo(Map.of("f.csv", new PositionRange(0, 4), "g.csv", new PositionRange(0, 4)));
            assertThat(change.torn()).isEmpty();
            assertThat(change.isReplaced()).isFalse();
            assertThat(rows(change, change.added())).containsExactly("[c,2]", "[d,3]");
        }
        FileChange change = change(STREAM);
        read(change, 2);
        assertThat(before.values().stream().map(Position::commit)).containsExactly(2L, 1L);
        assertThat(change(STREAM).isNothing()).isTrue();
    }

    @Test
    void recordWithoutEndIsTakenBack() throws IOException {
        write("f.csv", "a,1\nb,2");
        read(change(STREAM), 1);
        write("f.csv", "3\nc,4\n");
        FileChange change = change(STREAM);
        assertThat(rows(change, change.torn())).containsExactly("[b,2]");
        assertThat(rows(change, change.added())).containsExactly("[b,23]", "[c,4]");
        assertThat(change.tornByCommit().keySet()).containsExactly(1L);
        assertThat(change(Reader.stream(2)).torn()).isEmpty();
    }

    @Test
    void recordThatIsAwaitedIsReadOnce() throws IOException {
        write("f.csv", "a,1\nb,2");
        FileChange first = FileChange.find(open(Map.of()).until(awaited()), before, STREAM, "files");
        assertThat(rows(first, first.added())).containsExactly("[a,1]");
        read(first, 1);
        write("f.csv", "3");
        FileChange second = FileChange.find(open(Map.of()).until(awaited()), before, STREAM, "files");
        assertThat(second.isNothing()).isTrue();
        read(second, 2);
        write("f.csv", "\n");
        FileChange third = FileChange.find(open(Map.of()).until(awaited()), before, STREAM, "files");
        assertThat(rows(third, third.added())).containsExactly("[b,23]");
        assertThat(third.torn()).isEmpty();
    }

    @Test
    void recordThatWasTakenStaysReadWhileItIsAwaited() throws IOException {
        write("f.csv", "a,1\nb,2");
        read(change(STREAM), 1);
        write("f.csv", "3");
        FileChange awaited = FileChange.find(open(Map.of()).until(awaited()), before, STREAM, "files");
        assertThat(awaited.isNothing()).isTrue();
        assertThat(awaited.positions().values().iterator().next().end()).isEqualTo(7);
    }

    @Test
    void otherContentIsRefusedByStreamsAndReplacesThatOfViews() throws IOException {
        Path file = write("f.csv", "a,1\nb,2\n");
        read(change(STREAM), 1);
        for (String other : List.of("a,1\n", "a,2\nb,2\n", "x,1\nb,2\nc,3\n")) {
            Files.writeString(file, other);
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
            assertThatThrownBy(() -> change(STREAM))
                    .isInstanceOfSatisfying(
                            LeatException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
                    .hasMessageContaining("f.csv")
                    .hasMessageContaining("8 bytes then")
                    .hasMessageContaining("--full-refresh");
            assertThat(change(Reader.VIEW).isReplaced()).isTrue();
        }
        Files.delete(file);
        assertThat(change(STREAM).isNothing()).isTrue();
        assertThat(change(Reader.VIEW).isReplaced()).isTrue();
    }

    @Test
    void wholeFileThatChangesIsRefused() throws IOException {
        Path file = write("f.csv", "a,1\n");
        Map<String, String> options = Map.of("multiLine", "true");
        read(FileChange.find(open(options), before, STREAM, "files"), 1);
        write("f.csv", "b,1\n");
        assertThatThrownBy(() -> FileChange.find(open(options), before, STREAM, "files"))
                .hasMessageContaining("read once, as a whole");
        assertThat(FileChange.find(open(options), before, Reader.VIEW, "files").isReplaced())
                .isTrue();
        assertThat(file).exists();
    }

    @Test
    void rotatedFileIsReadOnUnderItsNewName() throws IOException {
        Path log = write("log.csv", "a,1\nb,2\n");
        read(change(STREAM), 1);
        write("log.csv", "c,3\n");
        Files.move(log, folder.resolve("log.1.csv"));
        write("log.csv", "d,4\n");
        FileChange change = change(STREAM);
        assertThat(rows(change, change.added())).containsExactly("[c,3]", "[d,4]");
        read(change, 2);
        assertThat(before).hasSize(2);
        Files.move(folder.resolve("log.1.csv"), folder.resolve("log.2.csv"));
        assertThat(change(STREAM).isNothing()).isTrue();
        assertThat(change(Reader.VIEW).isReplaced()).isTrue();
    }

    @Test
    void copiedAndTruncatedFileIsReadOn() throws IOException {
        Path log = write("log.csv", "a,1\nb,2\n");
        read(change(STREAM), 1);
        Files.copy(log, folder.resolve("log.1.csv"));
        Files.writeString(log, "c,3\n");
        FileChange change = change(STREAM);
        assertThat(rows(change, change.added())).containsExactly("[c,3]");
    }

    @Test
    void byteOrderMarkInTheMiddleIsNotLost() throws IOException {
        write("f.csv", "a,1\n");
        read(change(STREAM), 1);
        write("f.csv", "\uFEFFb,2\n");
        assertThat(change(Reader.VIEW).isReplaced()).isTrue();
        assertThatThrownBy(() -> change(STREAM)).hasMessageContaining("byte order mark");
    }

    /** Files that get some bytes at a time: of a stream each row is there once at the end, of a view at any time. */
    @Test
    void eachRowIsReadOnceHoweverFilesGrow() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        boolean hasHeader = random.nextBoolean();
        Map<String, String> options = Map.of("header", Boolean.toString(hasHeader));
        List<byte[]> texts = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int file = 0; file < 3; file++) {
            texts.add(text(random, file, hasHeader, expected));
        }
        int[] written = new int[texts.size()];
        List<String> stream = new ArrayList<>();
        for (int commit = 1; commit <= 8; commit++) {
            boolean isLast = commit == 8;
            for (int file = 0; file < written.length; file++) {
                byte[] text = texts.get(file);
                int end = isLast ? text.length : random.nextInt(written[file], text.length + 1);
                byte[] more = Arrays.copyOfRange(text, written[file], Math.min(end, written[file] + 200));
                end = isLast ? end : written[file] + more.length;
                Files.write(
                        folder.resolve("f" + file + ".csv"),
                        Arrays.copyOfRange(text, written[file], end),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
                written[file] = end;
            }
            FileSource source = open(options);
            FileSource chosen = random.nextBoolean() ? source : source.until(awaited());
            FileChange change = FileChange.find(chosen, before, STREAM, "files");
            rows(change, change.torn())
                    .forEach(row -> assertThat(stream.remove(row)).isTrue());
            stream.addAll(rows(change, change.added()));
            List<String> now = new ArrayList<>(stream);
            now.sort(null);
            assertThat(now)
                    .as("commit " + commit)
                    .isEqualTo(rows(change, chosen.files().all()));
            read(change, commit);
        }
        FileChange rest = FileChange.find(open(options), before, STREAM, "files");
        rows(rest, rest.torn()).forEach(row -> assertThat(stream.remove(row)).isTrue());
        stream.addAll(rows(rest, rest.added()));
        stream.sort(null);
        expected.sort(null);
        assertThat(stream).isEqualTo(expected);
    }

    private static byte[] text(SplittableRandom random, int file, boolean hasHeader, List<String> expected) {
        StringBuilder text = new StringBuilder(hasHeader ? "k,v\n" : "");
        for (int row = 0; row < 60; row++) {
            String key = List.of("ä", "\uD83D\uDE00", "k").get(random.nextInt(3)) + file + "_" + row;
            String value = "v".repeat(random.nextInt(1, 9));
            text.append(key).append(',').append(value).append(random.nextInt(5) == 0 ? "\r\n" : "\n");
            if (random.nextInt(9) == 0) {
                text.append('\n');
            }
            expected.add("[" + key + "," + value + "]");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
