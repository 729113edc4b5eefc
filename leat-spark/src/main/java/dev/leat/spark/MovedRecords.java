package dev.leat.spark;

import dev.leat.move.RecordTable;
import dev.leat.spark.read.SparkTypes;
import dev.leat.spark.store.CommitEntry;
import dev.leat.spark.store.IcebergTables;
import dev.leat.spark.store.TableVersion;
import dev.leat.spark.store.WarehouseState;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * What is written down of commits when a state moves: the tables of the embedded engine as they came, with what the commits here have added
 * to them.
 */
final class MovedRecords {
    private static final long MICROS = 1_000_000;

    private final SparkSession spark;
    private final WarehouseState state;
    private final List<CommitEntry> entries;

    /**
     * Of a state.
     *
     * @param entries the commits since it came here
     */
    MovedRecords(SparkSession spark, WarehouseState state, List<CommitEntry> entries) {
        this.spark = spark;
        this.state = state;
        this.entries =
                entries.stream().filter(entry -> !entry.outcomes().isEmpty()).toList();
    }

    /** The table in which a record of the embedded engine stays as it came. */
    static String table(RecordTable record) {
        return IcebergTables.name("leat", "moved_" + record.table());
    }

    /** The errors of the embedded engine as those of this one. */
    static Dataset<Row> errors(Dataset<Row> moved) {
        return moved.selectExpr(
                "commit", "dataset AS reader", "source", "kind AS reason", "CAST(raw AS STRING) AS content");
    }

    /** A record with all of its rows. */
    Dataset<Row> rows(RecordTable record) {
        return switch (record) {
            case COMMITS -> with(record, commits());
            case OUTCOMES -> with(record, outcomes());
            case COUNTS -> with(record, counts());
            case ERRORS -> errors();
            case WATERMARKS ->
                spark.createDataFrame(MovedTimes.rows(state.times()), SparkTypes.struct(record.columns()));
            case SINK_FILES ->
                spark.createDataFrame(MovedSinks.files(state.sinks()), SparkTypes.struct(record.columns()));
            case EXPECTATIONS -> with(record, List.of());
        };
    }

    private Dataset<Row> with(RecordTable record, List<Row> added) {
        Dataset<Row> rows = spark.createDataFrame(added, SparkTypes.struct(record.columns()));
        return moved(record).map(before -> before.unionByName(rows)).orElse(rows);
    }

    private Optional<Dataset<Row>> moved(RecordTable record) {
        Optional<TableVersion> version = state.table(table(record));
        return version.map(
                there -> spark.sql("SELECT * FROM " + SparkTables.relation(table(record), there, record.columns())));
    }

    private List<Row> commits() {
        List<Row> rows = new ArrayList<>();
        for (CommitEntry entry : entries) {
            LocalDateTime time = LocalDateTime.ofEpochSecond(
                    Math.floorDiv(entry.micros(), MICROS),
                    (int) Math.floorMod(entry.micros(), MICROS) * 1000,
                    ZoneOffset.UTC);
            rows.add(RowFactory.create(entry.number(), time));
        }
        return rows;
    }

    private List<Row> outcomes() {
        List<Row> rows = new ArrayList<>();
        for (CommitEntry entry : entries) {
            for (CommitEntry.OutcomeEntry outcome : entry.outcomes()) {
                rows.add(RowFactory.create(
                        entry.number(),
                        outcome.name(),
                        outcome.status(),
                        Optional.of(outcome.rowsIn())
                                .filter(count -> count >= 0)
                                .orElse(null),
                        Optional.of(outcome.rowsOut())
                                .filter(count -> count >= 0)
                                .orElse(null),
                        outcome.micros(),
                        Optional.of(outcome.problem())
                                .filter(text -> !text.isEmpty())
                                .orElse(null),
                        Optional.of(outcome.extent())
                                .filter(text -> !text.isEmpty())
                                .orElse(null)));
            }
        }
        return rows;
    }

    private List<Row> counts() {
        List<Row> rows = new ArrayList<>();
        for (CommitEntry entry : entries) {
            for (CommitEntry.OutcomeEntry outcome : entry.outcomes()) {
                outcome.reads()
                        .forEach((source, counts) -> rows.add(RowFactory.create(
                                entry.number(),
                                outcome.name(),
                                source,
                                counts.read(),
                                counts.accepted(),
                                counts.malformed(),
                                counts.late(),
                                counts.rejected())));
            }
        }
        return rows;
    }

    /** With the places and reasons that are known of those that came with the state. */
    private Dataset<Row> errors() {
        Optional<TableVersion> version = state.table(TableNames.ERRORS);
        if (version.isEmpty()) {
            return with(RecordTable.ERRORS, List.of()).limit(0);
        }
        Views views = new Views(spark);
        String key = "commit, reader, source, reason, content";
        String moved = views.name(moved(RecordTable.ERRORS)
                .orElseGet(() -> spark.createDataFrame(List.of(), SparkTypes.struct(RecordTable.ERRORS.columns()))));
        return spark.sql("SELECT e.commit, e.reader AS dataset, e.source, e.reason AS kind,"
                + " coalesce(m.why, if(e.reason = 'late', 'its time is before the watermark', 'it does not fit the columns')) AS reason, coalesce(m.part, '') AS part,"
                + " coalesce(m.position, -1) AS position, coalesce(m.raw, CAST(e.content AS BINARY)) AS raw"
                + " FROM (SELECT *, row_number() OVER (PARTITION BY " + key + " ORDER BY content) AS n FROM "
                + TableNames.sql(TableNames.ERRORS) + " VERSION AS OF "
                + version.get().snapshot() + ") AS e LEFT JOIN (SELECT *, row_number() OVER (PARTITION BY " + key
                + " ORDER BY part, position) AS n FROM (SELECT commit, dataset AS reader, source, kind AS reason,"
                + " CAST(raw AS STRING) AS content, reason AS why, part, position, raw FROM " + moved
                + ")) AS m ON e.commit = m.commit AND e.reader = m.reader AND e.source = m.source AND e.reason = m.reason"
                + " AND e.content = m.content AND e.n = m.n");
    }
}
