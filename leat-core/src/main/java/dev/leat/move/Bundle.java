package dev.leat.move;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.leat.pipeline.DatasetKind;
import dev.leat.spi.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A state as it leaves an engine, without the rows of its tables. Names of files are as the embedded engine has them: those of this
 * machine are paths, others begin with a scheme.
 *
 * @param identity what tells the state from all others, wherever it is
 * @param commit the number of its last commit; those that follow have greater ones
 * @param micros when that was, in microseconds since 1970
 * @param datasets those of the project and their quarantines, by key
 * @param readers what was computed for readers that are no datasets, the flows of sinks, by key
 * @param positions how far each reader has read each part of each source, by the reader's and the source's key
 */
public record Bundle(
        String identity,
        long commit,
        long micros,
        List<BundleTable> tables,
        Map<String, BundleDataset> datasets,
        Map<String, Program> readers,
        Map<String, Map<String, Map<String, Position>>> positions) {
    public Bundle {
        tables = List.copyOf(tables);
        datasets = Map.copyOf(datasets);
        readers = Map.copyOf(readers);
        positions = Map.copyOf(positions);
    }

    /**
     * What content was made by.
     *
     * @param program a digest of what decides the content but the data; empty for a table that goes with a dataset
     * @param since the commit from which on records became rows by this program
     * @param changed the commit that last changed the content
     * @param seen the commit whose inputs the content has
     */
    public record Program(String program, long since, long changed, long seen) {
        /** That of a table that goes with a dataset. */
        public static final Program NONE = new Program("", 0, 0, 0);
    }

    /**
     * A dataset, or the quarantine of one.
     *
     * @param name its full name
     * @param kind as the statement that creates it names it, or {@link DatasetKind#QUARANTINE}
     * @param columns its schema as JSON
     * @param refreshedMicros when it was last refreshed, in microseconds since 1970
     * @param table the name of its table
     * @param states the names of the tables with the rows of its stored operators, by their indexes; all that are kept, or none
     */
    public record BundleDataset(
            String name,
            String kind,
            String columns,
            Program program,
            long refreshedMicros,
            long commit,
            String table,
            Map<Integer, String> states) {
        public BundleDataset {
            states = Map.copyOf(states);
        }

        /** Whether it is the quarantine of one. */
        @JsonIgnore
        public boolean isQuarantine() {
            return kind.equals(DatasetKind.QUARANTINE);
        }
    }

    /** What a table is for. */
    public enum Content {
        /** The rows of a dataset, or of a quarantine. */
        RESULT(""),
        /** The rows of an operator. */
        STATE("operator "),
        /** What the engines write down of commits, in the tables of the embedded engine. */
        RECORD("record of ");

        private final String prefix;

        Content(String prefix) {
            this.prefix = prefix;
        }

        /** The name of a table in a bundle. */
        public String table(String name) {
            return prefix + name;
        }
    }

    /**
     * A table. Its files are Parquet, with columns {@code s0}, {@code s1}, …, members of structs {@code f0}, {@code f1}, …, and both kinds of times as such without a zone.
     *
     * @param name what tells it from the others
     * @param columns with the names that they have in the engines, as JSON
     * @param sum a digest of its rows, whatever their order
     */
    public record BundleTable(
            String name, Content content, String columns, List<BundleFile> files, long rows, String sum) {
        public BundleTable {
            files = List.copyOf(files);
        }

        /** The size of its files. */
        public long bytes() {
            return files.stream().mapToLong(BundleFile::bytes).sum();
        }
    }

    /**
     * A file of a table.
     *
     * @param path in the bundle
     */
    public record BundleFile(String path, long bytes, String sha256) {}

    /** A table, if there is one of that name. */
    public Optional<BundleTable> table(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    /** A table that is there. */
    public BundleTable require(String name) {
        return table(name).orElseThrow(() -> new IllegalStateException("the bundle has no table " + name));
    }

    /** A dataset that is there. */
    public BundleDataset dataset(String key) {
        return Optional.ofNullable(datasets.get(key)).orElseThrow();
    }

    /** The table of a record; absent if the engine has none. */
    public Optional<BundleTable> record(RecordTable record) {
        return table(Content.RECORD.table(record.table()));
    }

    /** The rows of all tables. */
    public long rows() {
        return tables.stream().mapToLong(BundleTable::rows).sum();
    }

    /** The size of all files. */
    public long bytes() {
        return tables.stream().mapToLong(BundleTable::bytes).sum();
    }
}
