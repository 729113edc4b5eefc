package dev.leat.conformance.suite;

import dev.leat.conformance.suite.Fixtures.FixtureTable;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.OutputColumn;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SourceReaders;
import dev.leat.spi.SourceScan;
import dev.leat.spi.SourceSplit;
import dev.leat.spi.SplitReader;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.sql.read.SparkFileReaders;
import dev.leat.type.Field;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Hands the suite's tables to an engine as if they were files: a source's path is the name of a table registered here.
 * Files that a query names are read as ever.
 */
final class FixtureReaders implements SourceReaders {
    /** The format of the sources. */
    static final String FORMAT = "fixture";

    private final Map<String, FixtureTable> tables = new ConcurrentHashMap<>();
    private final SourceReaders files = new SparkFileReaders();

    /** Makes a table readable under a path. */
    void register(String path, FixtureTable table) {
        tables.put(path, table);
    }

    /** The table of a path. */
    FixtureTable table(String path) {
        return Objects.requireNonNull(tables.get(path));
    }

    @Override
    public SourceScan open(SourceDefinition source) {
        if (!source.format().equals(FORMAT)) {
            return files.open(source);
        }
        return new TableScan(table(source.paths().get(0)));
    }

    private record TableScan(FixtureTable table) implements SourceScan {
        @Override
        public List<Field> schema() {
            return SparkTypes.fields(table.columns());
        }

        @Override
        public List<Field> metadataFields() {
            return List.of();
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
            int rows = table.rows().size();
            return List.of(new SourceSplit("table", 0, rows, rows, 0));
        }

        @Override
        public SplitReader read(SourceSplit split, List<String> columns, Consumer<MalformedRecord> malformed) {
            StructType schema = table.columns();
            int[] ordinals = columns.stream()
                    .mapToInt(name -> (Integer) schema.getFieldIndex(name).get())
                    .toArray();
            return new TableReader(table, ordinals);
        }
    }

    private static final class TableReader implements SplitReader {
        private final FixtureTable table;
        private final int[] ordinals;
        private int next;

        TableReader(FixtureTable table, int[] ordinals) {
            this.table = table;
            this.ordinals = ordinals;
        }

        @Override
        public int read(List<? extends OutputColumn> columns, int rowsMax) {
            int count = Math.min(rowsMax, table.rows().size() - next);
            for (int row = 0; row < count; row++) {
                InternalRow values = table.rows().get(next + row);
                for (int i = 0; i < ordinals.length; i++) {
                    FixtureCells.write(
                            values,
                            ordinals[i],
                            table.columns().fields()[ordinals[i]].dataType(),
                            columns.get(i),
                            row);
                }
            }
            next += count;
            return count;
        }

        @Override
        public ReadCounts counts() {
            return ReadCounts.allAccepted(next, next, 0);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
