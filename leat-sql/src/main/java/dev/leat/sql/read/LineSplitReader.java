package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.spi.OutputColumn;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SplitReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads lines the fast way; a line that is not plain goes to Spark's reader, which is opened for the first of them. */
final class LineSplitReader implements SplitReader {
    private final Path file;
    private final Lines lines;
    private final FastLine fast;
    private final Function<Lines, CursorSplitReader> spark;
    private final Records records;
    private final SingleLine notPlain;
    private Optional<CursorSplitReader> slow = Optional.empty();
    private final long linesBefore;
    private long blank;
    private long direct;

    /** What becomes of lines of blanks. */
    enum BlankLines {
        SKIPPED,
        RECORDS
    }

    /**
     * What becomes of lines.
     *
     * @param tellsPositions whether the last column is where a line begins
     */
    record Records(BlankLines blankLines, boolean tellsPositions) {}

    /**
     * A reader of lines that are records.
     *
     * @param lines those that are no records, such as a header, are behind
     * @param fast takes the columns of a read by their index
     * @param spark opens Spark's reader of the same columns on other lines
     */
    LineSplitReader(Path file, Lines lines, FastLine fast, Records records, Function<Lines, CursorSplitReader> spark) {
        this.file = file;
        this.lines = lines;
        this.fast = fast;
        this.records = records;
        this.spark = spark;
        this.notPlain = new SingleLine(lines);
        this.linesBefore = lines.count();
    }

    @Override
    public int read(List<? extends OutputColumn> columns, int rowsMax) {
        try {
            int parsed = columns.size() - (records.tellsPositions() ? 1 : 0);
            int rows = slow.isPresent() ? slow.get().read(columns, 0, rowsMax) : 0;
            while (rows < rowsMax && lines.next()) {
                if (records.blankLines() == BlankLines.SKIPPED && LineRecords.isBlank(lines)) {
                    blank++;
                    continue;
                }
                int start = lines.offset();
                if (fast.take(lines.bytes(), start, start + lines.length())) {
                    for (int i = 0; i < parsed; i++) {
                        fast.write(i, columns.get(i), rows);
                    }
                    if (records.tellsPositions()) {
                        columns.get(parsed).setLong(rows, lines.linePosition());
                    }
                    direct++;
                    rows++;
                } else {
                    notPlain.offer();
                    rows += slow().read(columns, rows, rowsMax);
                }
            }
            return rows;
        } catch (IOException e) {
            throw new LeatException(ErrorCode.IO, "Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private CursorSplitReader slow() {
        if (slow.isEmpty()) {
            slow = Optional.of(spark.apply(notPlain));
        }
        return slow.get();
    }

    @Override
    public ReadCounts counts() {
        ReadCounts counts = ReadCounts.allAccepted(lines.count() - linesBefore - blank, direct, direct);
        return slow.map(CursorSplitReader::counts)
                .map(others -> counts.plus(others.withRead(others.read() - notPlain.count())))
                .orElse(counts);
    }

    @Override
    public void close() {
        try (lines) {
            slow.ifPresent(CursorSplitReader::close);
        } catch (IOException e) {
            throw new LeatException(ErrorCode.IO, "Cannot close " + file + ": " + e.getMessage(), e);
        }
    }
}
