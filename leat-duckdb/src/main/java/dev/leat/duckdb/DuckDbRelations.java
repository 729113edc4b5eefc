package dev.leat.duckdb;

import dev.leat.duckdb.bridge.JavaFunctions;
import dev.leat.duckdb.bridge.ReaderHandle;
import dev.leat.duckdb.render.Evaluation;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.render.Relations;
import dev.leat.duckdb.store.MaintenanceLog.FileFacts;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.plan.text.RenderedSql;
import dev.leat.spi.FileReaderFactory;
import dev.leat.spi.FileScan;
import dev.leat.spi.FileSplit;
import dev.leat.spi.NativeParquet;
import dev.leat.spi.ReadCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Where the scans of one pipeline read: tables of the database and readers of files. */
final class DuckDbRelations implements Relations {
    /** The part of a source that earlier commits have read and counted. */
    static final String OLD_FILES = "$old";

    private final JavaFunctions<RenderedSql> functions;
    private final FileReaderFactory readers;
    private final Function<RelationName, Optional<String>> tables;
    private final Map<String, Source> sources = new HashMap<>();
    private final Map<String, OpenSource> open = new LinkedHashMap<>();

    /**
     * Relations of a pipeline.
     *
     * @param tables the SQL name of the table that holds a dataset, if it has been computed
     */
    DuckDbRelations(
            Pipeline pipeline,
            JavaFunctions<RenderedSql> functions,
            FileReaderFactory readers,
            Function<RelationName, Optional<String>> tables) {
        this.functions = functions;
        this.readers = readers;
        this.tables = tables;
        pipeline.sources().forEach(source -> sources.put(source.name().key(), source));
    }

    /** A source in use. The function that reads it is registered once it is needed: that takes milliseconds. */
    private final class OpenSource {
        private final Source source;
        private final FileScan scan;
        private Optional<ReaderHandle> reader = Optional.empty();
        private long nativeRows;

        OpenSource(Source source, FileScan scan) {
            this.source = source;
            this.scan = scan;
        }

        ReaderHandle reader() {
            ReaderHandle handle = reader.orElseGet(() -> functions.register(scan, new RenderedSql("", List.of())));
            reader = Optional.of(handle);
            return handle;
        }

        ReadCounts takeCounts() {
            ReadCounts direct = new ReadCounts(nativeRows, 0, nativeRows);
            nativeRows = 0;
            return reader.map(ReaderHandle::takeCounts).map(direct::plus).orElse(direct);
        }
    }

    @Override
    public Relation find(Plan.Scan scan, Evaluation evaluation) {
        Source source = sources.get(scan.relation().key());
        return source == null ? table(scan) : files(scan, source, evaluation);
    }

    private Relation table(Plan.Scan scan) {
        String table = tables.apply(scan.relation())
                .orElseThrow(() -> new LeatException(
                        ErrorCode.PROJECT,
                        "Cannot read " + scan.relation() + ": it has not been computed yet; run the project first"));
        return new Relation(
                table, scan.fields().stream().map(LiteralSql::identifier).toList());
    }

    private Relation files(Plan.Scan scan, Source source, Evaluation evaluation) {
        return files(scan, open.computeIfAbsent(source.name().key(), key -> open(source)), evaluation);
    }

    /** The source of a name, if it is one's. */
    Optional<Source> source(RelationName name) {
        return Optional.ofNullable(sources.get(name.key()));
    }

    /** The files of a source, as they are in this commit. */
    Map<String, FileFacts> files(Source source) {
        Map<String, FileFacts> files = new TreeMap<>();
        for (FileSplit split : open.computeIfAbsent(source.name().key(), key -> open(source))
                .scan
                .splits()) {
            files.put(split.path(), new FileFacts(split.fileLength(), split.modifiedMicros()));
        }
        return files;
    }

    /**
     * Some of a source's files.
     *
     * @param part a name for them
     * @param scan of the source's fields
     */
    Relation part(String part, Source source, Set<String> paths, Plan.Scan scan, Evaluation evaluation) {
        OpenSource whole = open.computeIfAbsent(source.name().key(), key -> open(source));
        OpenSource opened =
                open.computeIfAbsent(source.name().key() + part, key -> opened(source, whole.scan.only(paths)));
        return files(scan, opened, evaluation);
    }

    private Relation files(Plan.Scan scan, OpenSource opened, Evaluation evaluation) {
        Optional<NativeParquet> parquet = evaluation == Evaluation.NATIVE ? findNative(scan, opened) : Optional.empty();
        if (parquet.isPresent()) {
            opened.nativeRows += parquet.get().rows();
            return ParquetRelation.of(parquet.get());
        }
        List<String> fields = new ArrayList<>();
        for (String field : scan.fields()) {
            fields.add(opened.reader().columns().get(indexOf(opened.scan, field)));
        }
        return new Relation(opened.reader().name() + "()", fields);
    }

    /** The files of the scan for DuckDB's own reader, where their footers show that it gives Spark's rows. */
    private static Optional<NativeParquet> findNative(Plan.Scan scan, OpenSource opened) {
        List<String> columns = new ArrayList<>();
        for (String field : scan.fields()) {
            int index = indexOf(opened.scan, field);
            if (index == opened.scan.schema().size()) {
                return Optional.empty();
            }
            columns.add(opened.scan.schema().get(index).name());
        }
        return opened.scan.nativeParquet(columns).filter(files -> !files.parts().isEmpty());
    }

    /** With the columns that the plan was made for: what would be inferred now may differ, and costs a pass over the data. */
    private OpenSource open(Source source) {
        return opened(source, readers.open(source.files().withSchema(source.schema())));
    }

    private OpenSource opened(Source source, FileScan scan) {
        return new OpenSource(source, scan);
    }

    private static int indexOf(FileScan scan, String field) {
        for (int i = 0; i < scan.schema().size(); i++) {
            if (scan.schema().get(i).name().equalsIgnoreCase(field)) {
                return i;
            }
        }
        if (field.equalsIgnoreCase(FileScan.METADATA_COLUMN)) {
            return scan.schema().size();
        }
        throw new LeatException(ErrorCode.BAD_DATA, "The source has no column " + field + " any more");
    }

    @Override
    public void restart() {
        takeCounts();
    }

    /** The records read since the last call, for each source read. */
    Map<String, ReadCounts> takeCounts() {
        Map<String, ReadCounts> counts = new LinkedHashMap<>();
        for (Map.Entry<String, OpenSource> entry : open.entrySet()) {
            ReadCounts taken = entry.getValue().takeCounts();
            if (!taken.equals(ReadCounts.NONE) && !entry.getKey().endsWith(OLD_FILES)) {
                counts.merge(entry.getValue().source.name().toString(), taken, ReadCounts::plus);
            }
        }
        return counts;
    }
}
