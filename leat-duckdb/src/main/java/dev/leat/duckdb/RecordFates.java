package dev.leat.duckdb;

import dev.leat.duckdb.DuckDbRelations.Reading;
import dev.leat.duckdb.render.Evaluation;
import dev.leat.duckdb.render.Relations;
import dev.leat.duckdb.store.ErrorLog;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.plan.RowOrigins;
import dev.leat.reading.SourceChange;
import dev.leat.spi.PositionRange;
import dev.leat.spi.ReadCounts;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds, among the records of the sources that a dataset has read, those that were late, and those that expectations left out,
 * where each row of the dataset is made of one record.
 *
 * <p>A record has one fate: the row of a malformed one, kept with NULLs, may be late or left out as well, and stays malformed. Rows
 * that were left out do not know what they were made of, so where both occur, what was read is judged once more, with the places of the
 * records.
 */
final class RecordFates {
    private final DuckDbEngine engine;
    private final Settings settings;
    private final DuckDbRelations relations;

    RecordFates(DuckDbEngine engine, Settings settings, DuckDbRelations relations) {
        this.engine = engine;
        this.settings = settings;
        this.relations = relations;
    }

    /** What became of the records that a dataset has read, by the name of the source. */
    Map<String, ReadCounts> find(DatasetWork work, Computed result, Reading reading) throws SQLException {
        Map<String, ReadCounts> counts = new LinkedHashMap<>(reading.counts());
        addRejected(work, result, reading, counts);
        for (RowsInTime.LateRows late : result.inputs().late()) {
            addLate(late, reading, counts);
        }
        return counts;
    }

    private void addLate(RowsInTime.LateRows late, Reading reading, Map<String, ReadCounts> counts)
            throws SQLException {
        long records = late.records();
        if (!reading.malformed().readings().isEmpty()) {
            records -= engine.database()
                    .number("SELECT count(DISTINCT (part, position)) FROM "
                            + late.rows().table() + " WHERE (part, position) IN ("
                            + ErrorLog.stagedPlaces(late.source().key(), reading.malformed()) + ")");
        }
        // Of what a dataset has only its late rows are counted; no parser has a part in them.
        String source = late.source().toString();
        ReadCounts read = counts.getOrDefault(source, ReadCounts.NONE);
        ReadCounts all = reading.counts().containsKey(source)
                ? read
                : read.plus(ReadCounts.allAccepted(records, records, records));
        // A record may have made many rows.
        counts.put(source, all.withLate(Math.min(records, all.accepted())));
    }

    private void addRejected(DatasetWork work, Computed result, Reading reading, Map<String, ReadCounts> counts) {
        Computed.Rejected rejected = result.verdicts().rejected();
        Optional<Source> read = rejected.isNone()
                ? Optional.empty()
                : RowOrigins.find(work.plan()).flatMap(scan -> relations.source(scan.relation()));
        if (read.isEmpty()) {
            return;
        }
        Source source = read.get();
        SourceChange change = Optional.ofNullable(
                        result.inputs().sources().get(source.name().key()))
                .orElseThrow();
        long added = rejected.added();
        long takenAway = rejected.takenAway();
        if (!reading.malformed().readings().isEmpty()) {
            String places = ErrorLog.stagedPlaces(source.name().key(), reading.malformed());
            added -= malformed(work, source, "$judged", change.added(), places);
        }
        if (!change.torn().isEmpty()) {
            String places = change.torn().stream()
                    .map(torn ->
                            ErrorLog.malformedPlaces(work.key(), source.name().key(), torn.partThen(), torn.part()))
                    .collect(Collectors.joining(" UNION ALL "));
            takenAway -= malformed(work, source, "$rejudged", change.tornRanges(), places);
        }
        long records = added - takenAway;
        counts.computeIfPresent(source.name().toString(), (name, found) -> found.withRejected(records));
    }

    /** Some of what is read of a source. */
    private final class Part implements Relations {
        private final String name;
        private final Source source;
        private final Map<String, PositionRange> ranges;

        Part(String name, Source source, Map<String, PositionRange> ranges) {
            this.name = name;
            this.source = source;
            this.ranges = ranges;
        }

        @Override
        public Relation find(Plan.Scan scan, Evaluation evaluation) {
            return relations.part(name, source, ranges, scan, evaluation);
        }

        @Override
        public Instant moment() {
            return relations.moment();
        }
    }

    /** How many rows of malformed records in some ranges are left out. */
    private long malformed(
            DatasetWork work, Source source, String part, Map<String, PositionRange> ranges, String places) {
        Plan plan = RowOrigins.withPlaces(work.plan());
        JudgedColumns columns = JudgedColumns.positional(work.dataset());
        int width = plan.output().size();
        String place = "(" + JudgedColumns.column(width - 2) + ", " + JudgedColumns.column(width - 1) + ")";
        // What is old is neither counted nor kept again.
        String name = work.key() + part + DuckDbRelations.OLD;
        return engine.attempts().run("judge the malformed records of " + source.name(), evaluation -> {
            String rows = engine.render(new Part(name, source, ranges), settings, evaluation)
                    .query(plan, ChangeStaging.columns(plan.output()));
            return engine.database()
                    .number("SELECT count(*) FROM (" + rows + ") WHERE " + columns.isRejected() + " AND " + place
                            + " IN (" + places + ")");
        });
    }
}
