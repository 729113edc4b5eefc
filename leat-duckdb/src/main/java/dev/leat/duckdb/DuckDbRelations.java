package dev.leat.duckdb;

import dev.leat.duckdb.bridge.JavaFunctions;
import dev.leat.duckdb.bridge.ReaderHandle;
import dev.leat.duckdb.render.Evaluation;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.render.Relations;
import dev.leat.duckdb.store.ErrorLog;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.Reader;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.plan.ResultColumns;
import dev.leat.plan.text.RenderedSql;
import dev.leat.reading.ReadingEnd;
import dev.leat.reading.SourceChange;
import dev.leat.spi.MalformedRecord;
import dev.leat.spi.NativeParquet;
import dev.leat.spi.Position;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadCounts;
import dev.leat.spi.SourcePart;
import dev.leat.spi.SourceProgress;
import dev.leat.spi.SourceReaders;
import dev.leat.spi.SourceScan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Where the scans of one pipeline read: tables of the database and readers of files. */
final class DuckDbRelations implements Relations {
    /** The part of a source that earlier commits have read and counted. */
    static final String OLD = "$old";

    /** What a reader has beside the columns of the source, in the order in which it has them. */
    private static final List<String> BESIDE = List.of(SourceScan.METADATA_COLUMN, Plan.Scan.PART, Plan.Scan.POSITION);

    /** The records that earlier commits have read and counted and this one takes back. */
    static final String TORN = "$torn";

    private final JavaFunctions<RenderedSql> functions;
    private final SourceReaders readers;
    private final Function<Plan.Scan, Optional<String>> tables;
    private final ReadTerms terms;
    private final Map<String, Source> sources = new HashMap<>();
    private final Map<String, OpenSource> open = new LinkedHashMap<>();
    private final Map<String, ReadCounts> settled = new LinkedHashMap<>();
    private final List<Integer> readings = new ArrayList<>();
    private final Map<String, Long> reported = new HashMap<>();

    /**
     * Relations of a pipeline.
     *
     * @param tables the SQL of the relation that holds a dataset, if it has been computed
     */
    DuckDbRelations(
            Pipeline pipeline,
            JavaFunctions<RenderedSql> functions,
            SourceReaders readers,
            Function<Plan.Scan, Optional<String>> tables,
            ReadTerms terms) {
        this.functions = functions;
        this.readers = readers;
        this.tables = tables;
        this.terms = terms;
        pipeline.sources().forEach(source -> sources.put(source.name().key(), source));
    }

    /**
     * On what terms relations are read.
     *
     * @param moment the current time of all that is computed from them
     */
    record ReadTerms(Instant moment, ReadingEnd end, MalformedRecords malformed) {}

    @Override
    public Instant moment() {
        return terms.moment();
    }

    /** Who keeps the records that do not fit. */
    interface MalformedRecords {
        /** Keeps none. */
        MalformedRecords IGNORED = new MalformedRecords() {
            @Override
            public void add(String source, MalformedRecord record) {
                // They are only counted.
            }

            @Override
            public Optional<Integer> take() {
                return Optional.empty();
            }
        };

        void add(String source, MalformedRecord record);

        /** Ends a reading; its number, if records were kept. */
        Optional<Integer> take();
    }

    /** A source in use. The function that reads it is registered once it is needed: that takes milliseconds. */
    private final class OpenSource {
        private final Source source;
        private final SourceScan scan;
        private final SourceScan all;
        private final ReadingEnd.Parts parts;
        private final MalformedRecords keeper;
        private Optional<ReaderHandle> reader = Optional.empty();
        private long nativeRows;
        private final Set<String> agreeing = new HashSet<>();

        /** A source of which a commit reads some parts. */
        OpenSource(Source source, SourceScan all, ReadingEnd.Parts parts, MalformedRecords keeper) {
            this.source = source;
            this.all = all;
            this.scan = parts.parts().equals(all.parts()) ? all : all.only(ranges(parts.parts()));
            this.parts = parts;
            this.keeper = keeper;
        }

        /** Some of what is read of a source. */
        OpenSource(OpenSource whole, Map<String, PositionRange> ranges, MalformedRecords keeper) {
            this.source = whole.source;
            this.all = whole.all;
            this.scan = whole.scan.only(ranges);
            this.parts = ReadingEnd.Parts.NONE;
            this.keeper = keeper;
        }

        ReaderHandle reader() {
            ReaderHandle handle = reader.orElseGet(() -> functions.register(
                    scan,
                    new RenderedSql("", List.of()),
                    record -> keeper.add(source.name().key(), record)));
            reader = Optional.of(handle);
            return handle;
        }

        /** Fails if a part that is read from its beginning has other columns than the source. */
        void requireColumns(Map<String, PositionRange> ranges) {
            ranges.forEach((part, range) -> {
                boolean isToBeAsked = range.start() == 0 && range.end() > 0 && !agreeing.contains(part);
                if (isToBeAsked) {
                    scan.columnProblem(part).ifPresent(problem -> {
                        throw new LeatException(ErrorCode.BAD_DATA, problem);
                    });
                    agreeing.add(part);
                }
            });
        }

        void release() {
            reader.ifPresent(functions::release);
            reader = Optional.empty();
        }

        ReadCounts takeCounts() {
            ReadCounts direct = ReadCounts.allAccepted(nativeRows, nativeRows, nativeRows);
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
        String table = tables.apply(scan).orElseThrow(() -> ResultColumns.notComputed(scan.relation()));
        return new Relation(
                table, scan.fields().stream().map(LiteralSql::identifier).toList());
    }

    private Relation files(Plan.Scan scan, Source source, Evaluation evaluation) {
        OpenSource opened = open.computeIfAbsent(source.name().key(), key -> open(source));
        requireColumns(opened, ranges(opened.scan.parts()));
        return files(scan, opened, evaluation);
    }

    /** Queries take files as they are; what is stored of them should not be misread. */
    private void requireColumns(OpenSource opened, Map<String, PositionRange> ranges) {
        if (terms.end().log().isPresent()) {
            opened.requireColumns(ranges);
        }
    }

    /** The source of a name, if it is one's. */
    Optional<Source> source(RelationName name) {
        return Optional.ofNullable(sources.get(name.key()));
    }

    /**
     * What a source has in this commit that one of its readers has not read.
     *
     * @throws LeatException BAD_DATA, if a part of it has other columns than the source
     */
    SourceChange change(Source source, Map<String, Position> before, Reader reader) {
        OpenSource opened = open.computeIfAbsent(source.name().key(), key -> open(source));
        SourceChange change = SourceChange.find(opened.all, opened.parts, before, reader);
        requireColumns(opened, change.added());
        return change;
    }

    /**
     * Some of what a source holds.
     *
     * @param part a name for it
     * @param scan of the source's fields
     */
    Relation part(
            String part, Source source, Map<String, PositionRange> ranges, Plan.Scan scan, Evaluation evaluation) {
        OpenSource whole = open.computeIfAbsent(source.name().key(), key -> open(source));
        OpenSource opened = open.computeIfAbsent(
                source.name().key() + part,
                key -> new OpenSource(
                        whole,
                        ranges,
                        part.endsWith(OLD) || part.endsWith(TORN) ? MalformedRecords.IGNORED : terms.malformed()));
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
            if (index >= opened.scan.schema().size()) {
                return Optional.empty();
            }
            columns.add(opened.scan.schema().get(index).name());
        }
        return opened.scan.nativeParquet(columns).filter(files -> !files.parts().isEmpty());
    }

    /** With the columns that the plan was made for: what would be inferred now may differ, and costs a pass over the data. */
    private OpenSource open(Source source) {
        SourceScan scan = readers.open(source.definition().withSchema(source.schema()));
        return new OpenSource(
                source, scan, terms.end().parts(scan, source.name().key()), terms.malformed());
    }

    private static Map<String, PositionRange> ranges(List<SourcePart> parts) {
        Map<String, PositionRange> ranges = new HashMap<>();
        parts.forEach(part -> ranges.put(part.name(), new PositionRange(part.start(), part.end())));
        return ranges;
    }

    private static int indexOf(SourceScan scan, String field) {
        for (int i = 0; i < scan.schema().size(); i++) {
            if (scan.schema().get(i).name().equalsIgnoreCase(field)) {
                return i;
            }
        }
        int beside = BESIDE.indexOf(field.toLowerCase(Locale.ROOT));
        if (beside >= 0) {
            return scan.schema().size() + beside;
        }
        throw new LeatException(ErrorCode.BAD_DATA, "The source has no column " + field + " any more");
    }

    /** How the sources are read on that are followed as streams, as far as they are open, by their keys. */
    Map<String, SourceProgress> progress() {
        Map<String, SourceProgress> progress = new HashMap<>();
        open.forEach((name, opened) -> opened.parts.progress().ifPresent(found -> progress.put(name, found)));
        return progress;
    }

    /** The names of the parts of a source, by its key, that have records which are left to later commits. */
    Set<String> left(String source) {
        return Optional.ofNullable(open.get(source))
                .map(opened -> opened.parts.left())
                .orElse(Set.of());
    }

    @Override
    public void restart() {
        open.values().forEach(OpenSource::takeCounts);
        terms.malformed().take();
    }

    /** Lets others have the functions that read; no query uses them any more. */
    void release() {
        open.values().forEach(OpenSource::release);
    }

    /** Keeps what was counted since the last call: the statement that read it is done and will not be tried again. */
    void settle() {
        for (Map.Entry<String, OpenSource> entry : open.entrySet()) {
            ReadCounts taken = entry.getValue().takeCounts();
            if (!taken.equals(ReadCounts.NONE) && !entry.getKey().endsWith(OLD)) {
                ReadCounts counted = entry.getKey().endsWith(TORN) ? ReadCounts.NONE.minus(taken) : taken;
                settled.merge(entry.getValue().source.name().toString(), counted, ReadCounts::plus);
                if (taken.malformed() > 0 && !entry.getKey().endsWith(TORN)) {
                    reported.merge(entry.getValue().source.name().key(), taken.malformed(), Long::sum);
                }
            }
        }
        terms.malformed().take().ifPresent(readings::add);
    }

    /** What was read since the last call. */
    Reading take() {
        settle();
        Reading taken = new Reading(settled, new ErrorLog.Staged(readings, reported));
        reported.clear();
        settled.clear();
        readings.clear();
        return taken;
    }

    /**
     * What became of records.
     *
     * @param counts by the name of the source
     * @param malformed those that do not fit, as they are kept
     */
    record Reading(Map<String, ReadCounts> counts, ErrorLog.Staged malformed) {
        static final Reading NOTHING = new Reading(Map.of(), ErrorLog.Staged.NONE);

        Reading {
            counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        }
    }
}
