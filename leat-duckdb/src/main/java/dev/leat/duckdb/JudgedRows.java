package dev.leat.duckdb;

import dev.leat.duckdb.Computed.Rejected;
import dev.leat.duckdb.Computed.Rows;
import dev.leat.duckdb.Computed.TableChange;
import dev.leat.duckdb.Computed.Verdicts;
import dev.leat.duckdb.store.Database;
import dev.leat.error.Checks;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Expectation;
import dev.leat.pipeline.Expectation.Action;
import dev.leat.pipeline.Quarantine;
import dev.leat.spi.ExpectationCounts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;

/**
 * Parts the rows of a dataset's judged query, or of its change, by their verdicts: those that go into the dataset, those that
 * are quarantined, those that are left out. The rows of the query are those kept and those rejected.
 *
 * <p>The whole is parted in its own table: what is rejected is deleted from it, then the columns of the verdicts go. So the
 * query is computed once, and rows that violate nothing are written once.
 */
final class JudgedRows {
    private final Database database;
    private final Dataset dataset;
    private final ViolationReport violations;
    private final List<Expectation> expectations;

    JudgedRows(Database database, Dataset dataset, ViolationReport violations) {
        this.database = database;
        this.dataset = dataset;
        this.violations = violations;
        this.expectations = dataset.expectations();
    }

    /** The whole result, parted. */
    record Whole(long rows, Verdicts verdicts) {}

    /** A change of the result, parted. */
    record Changed(TableChange change, Verdicts verdicts) {}

    /** Parts the staged table of so many rows. */
    Whole whole(long rows) throws SQLException {
        if (expectations.isEmpty()) {
            return new Whole(rows, Verdicts.NONE);
        }
        String table = TableNames.staged(dataset.name());
        JudgedColumns columns = JudgedColumns.named(dataset);
        Tally tally = tally(new Rows(table, rows), columns);
        refuse(table, columns, tally);
        Optional<TableChange> quarantined = Optional.empty();
        Optional<Quarantine> quarantine = Quarantine.of(dataset);
        if (quarantine.isPresent()) {
            String staged = TableNames.staged(quarantine.get().name());
            database.execute("CREATE OR REPLACE TABLE " + staged + " AS " + columns.quarantined(table));
            quarantined =
                    Optional.of(new TableChange(Optional.of(new Rows(staged, tally.quarantined())), Optional.empty()));
        }
        if (tally.rejected() > 0) {
            long deleted = database.update("DELETE FROM " + table + " WHERE " + columns.isRejected());
            Checks.verify(deleted == tally.rejected(), "each rejected row is left out");
        }
        for (String verdict : columns.verdicts()) {
            database.execute("ALTER TABLE " + table + " DROP COLUMN " + verdict);
        }
        return new Whole(tally.kept(), new Verdicts(counts(tally), new Rejected(tally.rejected(), 0), quarantined));
    }

    /** Parts the staged tables of a change. */
    Changed change(TableChange change, TemporaryTables tables) throws SQLException {
        if (expectations.isEmpty()) {
            return new Changed(change, Verdicts.NONE);
        }
        JudgedColumns columns = JudgedColumns.positional(dataset);
        Tally inserted = tally(change.inserted(), columns);
        Tally deleted = tally(change.deleted(), columns);
        change.inserted().ifPresent(rows -> refuse(rows.table(), columns, inserted));
        TableChange kept = new TableChange(
                part(change.inserted(), columns::kept, inserted.kept()),
                part(change.deleted(), columns::kept, deleted.kept()));
        Optional<TableChange> quarantined = Quarantine.of(dataset)
                .map(quarantine -> new TableChange(
                        part(change.inserted(), columns::quarantined, inserted.quarantined()),
                        part(change.deleted(), columns::quarantined, deleted.quarantined())));
        Rejected rejected = new Rejected(inserted.rejected(), deleted.rejected());
        return new Changed(settled(kept, tables), new Verdicts(counts(inserted), rejected, quarantined));
    }

    private static Optional<Rows> part(Optional<Rows> rows, Function<String, String> select, long count) {
        return rows.filter(all -> count > 0).map(all -> new Rows("(" + select.apply(all.table()) + ")", count));
    }

    /** Of a key that is no longer unique, or is again, all rows change their verdict, and may be kept all the same. */
    private TableChange settled(TableChange kept, TemporaryTables tables) throws SQLException {
        boolean mayCancel = kept.inserted().isPresent()
                && kept.deleted().isPresent()
                && expectations.stream().anyMatch(expectation -> expectation.test() instanceof Expectation.Unique);
        if (!mayCancel) {
            return kept;
        }
        Rows inserted = kept.inserted().orElseThrow();
        Rows deleted = kept.deleted().orElseThrow();
        return new TableChange(
                difference(tables.next(), inserted, deleted), difference(tables.next(), deleted, inserted));
    }

    private Optional<Rows> difference(String table, Rows rows, Rows others) throws SQLException {
        long count = database.update(TemporaryTables.creation(
                table, "SELECT * FROM " + rows.table() + " EXCEPT ALL SELECT * FROM " + others.table()));
        return count > 0 ? Optional.of(new Rows(table, count)) : Optional.empty();
    }

    /**
     * The counts of judged rows.
     *
     * @param violated for each expectation
     */
    private record Tally(long rows, long kept, long rejected, long quarantined, List<Long> violated) {
        Tally {
            Checks.verify(rows == kept + rejected, "the rows of a query are those kept and those rejected");
            Checks.verify(quarantined <= rejected, "a row that is quarantined is rejected");
        }
    }

    private Tally tally(Optional<Rows> rows, JudgedColumns columns) throws SQLException {
        return rows.isPresent()
                ? tally(rows.get(), columns)
                : new Tally(0, 0, 0, 0, Collections.nCopies(expectations.size(), 0L));
    }

    private Tally tally(Rows rows, JudgedColumns columns) throws SQLException {
        StringJoiner counts = new StringJoiner(", ", "SELECT count(*), ", " FROM " + rows.table());
        counts.add(where("NOT " + columns.isRejected()))
                .add(where(columns.isRejected()))
                .add(where(columns.isQuarantined()));
        columns.verdicts().forEach(verdict -> counts.add(where("NOT " + verdict)));
        try (Statement statement = database.connection().createStatement();
                ResultSet row = statement.executeQuery(counts.toString())) {
            Checks.verify(row.next(), "counts are a row");
            List<Long> violated = new ArrayList<>();
            for (int i = 0; i < expectations.size(); i++) {
                violated.add(row.getLong(5 + i));
            }
            Checks.verify(row.getLong(1) == rows.count(), "every row of a query is judged");
            return new Tally(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), violated);
        }
    }

    private static String where(String condition) {
        return "count(*) FILTER (WHERE " + condition + ")";
    }

    private List<ExpectationCounts> counts(Tally tally) {
        List<ExpectationCounts> counts = new ArrayList<>();
        for (int i = 0; i < expectations.size(); i++) {
            long violated = tally.violated().get(i);
            Expectation expectation = expectations.get(i);
            counts.add(
                    new ExpectationCounts(expectation.name(), expectation.action(), tally.rows() - violated, violated));
        }
        return counts;
    }

    /** Fails for the first expectation that must not be violated and is. */
    private void refuse(String table, JudgedColumns columns, Tally tally) {
        for (int i = 0; i < expectations.size(); i++) {
            long violated = tally.violated().get(i);
            if (expectations.get(i).action() == Action.FAIL_UPDATE && violated > 0) {
                throw violations.failure(i, new ViolationReport.Judged(table, columns, violated, tally.rows()));
            }
        }
    }
}
