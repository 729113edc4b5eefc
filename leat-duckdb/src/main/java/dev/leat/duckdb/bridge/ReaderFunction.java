package dev.leat.duckdb.bridge;

import dev.leat.error.Checks;
import dev.leat.error.LeatException;
import dev.leat.plan.Plan;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SourceScan;
import dev.leat.spi.SourceSplit;
import dev.leat.spi.SplitReader;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.duckdb.DuckDBTableFunctionState;
import org.duckdb.NativeTableFunctions.TableBody;
import org.duckdb.NativeVectors;

/** A scan as a table function: each thread takes the next split, reads it to its end, and takes another. Scans of the same columns take turns. */
final class ReaderFunction implements TableBody<ReaderFunction.Use, ReaderFunction.Worker> {
    private static final long ROWS_PER_BYTE_INVERSE = 64;

    private final Shape shape;
    private volatile Optional<Reading> reading = Optional.empty();

    /** The scan's columns, in the order of the function's. */
    record Shape(List<String> names, List<DataType> types) {
        Shape {
            names = List.copyOf(names);
            types = List.copyOf(types);
        }

        /** Fields, and what a reader has beside them. */
        static Shape of(SourceScan scan) {
            List<String> names = new ArrayList<>();
            List<DataType> types = new ArrayList<>();
            for (Field field : scan.schema()) {
                names.add(field.name());
                types.add(field.type());
            }
            names.add(SourceScan.METADATA_COLUMN);
            types.add(new DataType.StructType(scan.metadataFields()));
            names.add(Plan.Scan.PART);
            types.add(DataType.Simple.STRING);
            names.add(SourceScan.POSITION_COLUMN);
            types.add(DataType.Simple.BIGINT);
            return new Shape(names, types);
        }
    }

    /**
     * What is read.
     *
     * @param counts where records are counted
     * @param malformed is told of those that do not fit
     */
    record Reading(SourceScan scan, AtomicReference<ReadCounts> counts, Consumer<MalformedRecord> malformed) {}

    /** A function for scans of some columns, which is not to be used before it has one. */
    ReaderFunction(Shape shape) {
        this.shape = shape;
    }

    /** What the next uses read. */
    void assign(Reading next) {
        reading = Optional.of(next);
    }

    /** Lets go of what was read. */
    void clear() {
        reading = Optional.empty();
    }

    private Reading reading() {
        return reading.orElseThrow(() -> new IllegalStateException("a reader is used that was released"));
    }

    /** A guess from the size of the files; only the join order depends on it. */
    @Override
    public long cardinality() {
        long bytes = reading().scan().splits().stream()
                .mapToLong(SourceSplit::length)
                .sum();
        return bytes / ROWS_PER_BYTE_INVERSE + 1;
    }

    /** One use of the function in a query. */
    static final class Use implements DuckDBTableFunctionState {
        private final int[] columns;
        private final Reading reading;
        private final List<SourceSplit> splits;
        private final AtomicInteger next = new AtomicInteger();

        Use(int[] columns, Reading reading) {
            this.columns = columns;
            this.reading = reading;
            this.splits = reading.scan().splits();
        }

        private Optional<SourceSplit> take() {
            int index = next.getAndIncrement();
            return index < splits.size() ? Optional.of(splits.get(index)) : Optional.empty();
        }

        @Override
        public void close() {
            // Nothing is held for the query as a whole.
        }
    }

    /**
     * What is asked of readers, the position last.
     *
     * @param parts columns for the name of the part, which no reader writes
     */
    private record Asked(List<String> names, List<StagedColumn> columns, List<StagedColumn> parts) {
        static Asked of(List<String> names, List<StagedColumn> staged) {
            Asked asked = new Asked(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < staged.size(); i++) {
                if (names.get(i).equals(Plan.Scan.PART)) {
                    asked.parts.add(staged.get(i));
                } else if (!names.get(i).equals(SourceScan.POSITION_COLUMN)) {
                    asked.names.add(names.get(i));
                    asked.columns.add(staged.get(i));
                }
            }
            int position = names.indexOf(SourceScan.POSITION_COLUMN);
            if (position >= 0) {
                asked.names.add(SourceScan.POSITION_COLUMN);
                asked.columns.add(staged.get(position));
            }
            return asked;
        }
    }

    /** What one thread reads at the moment. */
    static final class Worker implements DuckDBTableFunctionState {
        private final List<StagedColumn> staged;
        private final Asked asked;
        private final AtomicReference<ReadCounts> counts;
        private Optional<SplitReader> reader = Optional.empty();
        private String path = "";
        private long handed;

        Worker(List<StagedColumn> staged, Asked asked, AtomicReference<ReadCounts> counts) {
            this.staged = staged;
            this.asked = asked;
            this.counts = counts;
        }

        /** The rows that the reader has written next; 0 at its end. */
        private int next() {
            int rows = reader.orElseThrow().read(asked.columns(), NativeVectors.capacity());
            byte[] name = path.getBytes(StandardCharsets.UTF_8);
            for (StagedColumn part : asked.parts()) {
                for (int row = 0; row < rows; row++) {
                    part.setBytes(row, name);
                }
            }
            handed += rows;
            return rows;
        }

        /** Ends a split of which every row was handed to the engine. */
        private void end() {
            long rows = reader.orElseThrow().counts().rows();
            Checks.verify(
                    rows == handed,
                    "all rows of " + path + " are handed on, once: its reader made " + rows + ", and gave " + handed);
            close();
        }

        @Override
        public void close() {
            if (reader.isPresent()) {
                SplitReader open = reader.get();
                reader = Optional.empty();
                handed = 0;
                counts.accumulateAndGet(open.counts(), ReadCounts::plus);
                open.close();
            }
        }
    }

    @Override
    public Use open(int[] columns) {
        return new Use(columns, reading());
    }

    @Override
    public int threadsMax(Use use) {
        return Math.max(1, use.splits.size());
    }

    @Override
    public Worker openThread(Use use) {
        List<StagedColumn> staged = new ArrayList<>();
        for (int column : use.columns) {
            staged.add(StagedColumn.of(shape.types().get(column)));
        }
        List<String> asked =
                Arrays.stream(use.columns).mapToObj(shape.names()::get).toList();
        return new Worker(staged, Asked.of(asked, staged), use.reading.counts());
    }

    @Override
    public void read(Use use, Worker worker, ByteBuffer chunk) {
        // A thread of DuckDB's has none, and libraries look for their settings through it.
        Thread.currentThread().setContextClassLoader(ReaderFunction.class.getClassLoader());
        int rows = read(use, worker);
        try {
            for (int i = 0; i < worker.staged.size(); i++) {
                worker.staged.get(i).flush(NativeVectors.column(chunk, i), rows);
            }
        } catch (LeatException e) {
            throw new LeatException(e.code(), "Cannot read " + worker.path + ": " + e.getMessage(), e);
        }
        NativeVectors.setRowCount(chunk, rows);
    }

    /** The rows now staged; 0 when no split is left. */
    private int read(Use use, Worker worker) {
        worker.staged.forEach(StagedColumn::clear);
        while (true) {
            if (worker.reader.isEmpty()) {
                Optional<SourceSplit> split = use.take();
                if (split.isEmpty()) {
                    return 0;
                }
                worker.path = split.get().path();
                worker.reader = Optional.of(
                        use.reading.scan().read(split.get(), worker.asked.names(), use.reading.malformed()));
            }
            int rows = worker.next();
            if (rows > 0) {
                return rows;
            }
            worker.end();
        }
    }
}
