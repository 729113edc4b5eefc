package dev.leat.duckdb.bridge;

import dev.leat.spi.MalformedRecord;
import dev.leat.spi.OutputColumn;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SourceScan;
import dev.leat.spi.SourceSplit;
import dev.leat.spi.SplitReader;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Rows computed from their numbers, in splits of equal size; counts what is opened and closed. */
final class GeneratedScan implements SourceScan {
    /** Sets one value of a row, given the row's place in the batch and its number in the whole scan. */
    interface Cell {
        void set(OutputColumn column, int row, long number);
    }

    private final List<Field> schema;
    private final List<Cell> cells;
    private final int splits;
    private final long splitRows;
    /** How many rows of each split readers count and do not give; below zero, give and do not count. */
    int lost;

    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final List<List<String>> asked = new ArrayList<>();

    GeneratedScan(List<Field> schema, List<Cell> cells, int splits, long splitRows) {
        this.schema = List.copyOf(schema);
        this.cells = List.copyOf(cells);
        this.splits = splits;
        this.splitRows = splitRows;
    }

    @Override
    public List<Field> schema() {
        return schema;
    }

    @Override
    public List<Field> metadataFields() {
        return List.of(Field.of("file_name", Simple.STRING));
    }

    @Override
    public String reader(List<String> columns) {
        return "a test";
    }

    @Override
    public SourceScan only(Map<String, PositionRange> ranges) {
        return this;
    }

    @Override
    public List<SourceSplit> splits() {
        return IntStream.range(0, splits)
                .mapToObj(i -> new SourceSplit("split", i, splitRows, splits * splitRows, 0))
                .toList();
    }

    @Override
    public SplitReader read(SourceSplit split, List<String> columns, Consumer<MalformedRecord> malformed) {
        opened.incrementAndGet();
        synchronized (asked) {
            asked.add(columns);
        }
        return new Reader(split.start() * splitRows, columns);
    }

    private final class Reader implements SplitReader {
        private final List<Integer> indices;
        private final long end;
        private long next;

        Reader(long start, List<String> columns) {
            this.next = start;
            this.end = start + splitRows;
            List<String> names = schema.stream().map(Field::name).toList();
            this.indices = columns.stream().map(names::indexOf).toList();
        }

        @Override
        public int read(List<? extends OutputColumn> columns, int rowsMax) {
            int rows = (int) Math.min(rowsMax, end - next);
            for (int c = 0; c < columns.size(); c++) {
                if (indices.get(c) < 0) {
                    for (int row = 0; row < rows; row++) {
                        columns.get(c).setStruct(row);
                        columns.get(c).child(0).setBytes(row, new byte[] {'s'});
                    }
                    continue;
                }
                Cell cell = cells.get(indices.get(c));
                for (int row = 0; row < rows; row++) {
                    cell.set(columns.get(c), row, next + row);
                }
            }
            next += rows;
            return rows;
        }

        @Override
        public ReadCounts counts() {
            long rows = next - (end - splitRows) + lost;
            return ReadCounts.allAccepted(rows, rows, 0);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
