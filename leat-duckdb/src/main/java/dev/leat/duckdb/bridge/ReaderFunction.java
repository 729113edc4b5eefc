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

/** A scan as a table function: each thread takes the next split, reads it to its end, and takes another. */
final class ReaderFunction implements TableBody<ReaderFunction.Use, ReaderFunction.Worker> {
    private final SourceScan scan;
    private final List<String> names;
    private final List<DataType> types;
    private final Outcome outcome;

    /** Where records are counted, and who is told of those that do not fit. */
    record Outcome(AtomicReference<ReadCounts> counts, Consumer<MalformedRecord> malformed) {}

    /**
     * A function for a scan.
     *
     * @param names of the scan's columns, in the order of the function's
     */
    ReaderFunction(SourceScan scan, List<String> names, List<DataType> types, Outcome outcome) {
        this.scan = scan;
        this.names = List.copyOf(names);
        this.types = List.copyOf(types);
        this.outcome = outcome;
    }

    /** One use of the function in a query. */
    static final class Use implements DuckDBTableFunctionState {
        private final int[] columns;
        private final List<SourceSplit> splits;
        private final AtomicInteger next = new AtomicInteger();

        Use(int[] columns, List<SourceSplit> splits) {
            this.columns = columns;
            this.splits = splits;
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
        return new Use(columns, scan.splits());
    }

    @Override
    public int threadsMax(Use use) {
        return Math.max(1, use.splits.size());
    }

    @Override
    public Worker openThread(Use use) {
        List<StagedColumn> staged = new ArrayList<>();
        for (int column : use.columns) {
            staged.add(StagedColumn.of(types.get(column)));
        }
        List<String> asked = Arrays.stream(use.columns).mapToObj(names::get).toList();
        return new Worker(staged, Asked.of(asked, staged), outcome.counts());
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
                worker.reader = Optional.of(scan.read(split.get(), worker.asked.names(), outcome.malformed()));
            }
            int rows = worker.next();
            if (rows > 0) {
                return rows;
            }
            worker.end();
        }
    }
}
