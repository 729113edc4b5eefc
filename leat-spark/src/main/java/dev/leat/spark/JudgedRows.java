package dev.leat.spark;

import dev.leat.error.Checks;
import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.Stored;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Expectation;
import dev.leat.pipeline.Expectation.Action;
import dev.leat.pipeline.Quarantine;
import dev.leat.spi.ExpectationCounts;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Parts the rows of a dataset's judged query by their verdicts: those that go into the dataset, those that are quarantined, those that are
 * left out. The rows have the dataset's columns and then a verdict for each expectation, named by {@link Stored#field}.
 */
final class JudgedRows {
    private static final int VALUE_CHARACTERS_MAX = 80;
    private static final int ROW_CHARACTERS_MAX = 1000;

    private final Dataset dataset;
    private final List<Expectation> expectations;
    private final Staging staging;

    JudgedRows(Dataset dataset, Staging staging) {
        this.dataset = dataset;
        this.expectations = dataset.expectations();
        this.staging = staging;
    }

    /**
     * Rows, parted.
     *
     * @param kept what goes into the dataset, with its columns
     * @param quarantined what goes into its quarantine; absent if there is none
     * @param verdicts what became of them
     */
    record Parted(TableChange kept, Optional<TableChange> quarantined, Verdicts verdicts) {}

    /**
     * What became of rows.
     *
     * @param counts for each expectation, of the rows that are added
     * @param rejected rows that are left out
     * @param rejectedBefore rows that were left out, and are none of the query's any more
     */
    record Verdicts(List<ExpectationCounts> counts, long rejected, long rejectedBefore) {
        /** Of rows that are not judged. */
        static final Verdicts NONE = new Verdicts(List.of(), 0, 0);

        Verdicts {
            counts = List.copyOf(counts);
        }
    }

    /**
     * Parts.
     *
     * @throws LeatException EXPECTATION for the first that must not be violated and is
     */
    Parted part(TableChange change) {
        if (expectations.isEmpty()) {
            return new Parted(named(change, names()), Optional.empty(), Verdicts.NONE);
        }
        Tally inserted = tally(change.inserted());
        Tally deleted = tally(change.deleted());
        change.inserted().ifPresent(rows -> refuse(rows, inserted));
        TableChange kept = new TableChange(
                part(change.inserted(), functions.not(isRejected()), inserted.kept()),
                part(change.deleted(), functions.not(isRejected()), deleted.kept()));
        Optional<TableChange> quarantined = Quarantine.of(dataset)
                .map(quarantine -> new TableChange(
                        quarantined(change.inserted(), inserted.quarantined()),
                        quarantined(change.deleted(), deleted.quarantined())));
        Verdicts verdicts = new Verdicts(counts(inserted), inserted.rejected(), deleted.rejected());
        return new Parted(named(settled(kept), names()), quarantined, verdicts);
    }

    private List<String> names() {
        return dataset.schema().stream().map(Field::name).toList();
    }

    private static TableChange named(TableChange change, List<String> names) {
        return SparkStaging.named(change, names);
    }

    private Optional<Staged> part(Optional<Staged> rows, Column condition, long count) {
        return rows.filter(all -> count > 0)
                .map(all -> count == all.count()
                        ? all.first(dataset.schema().size())
                        : new Staged(all.rows().filter(condition).select(data()), count));
    }

    private Column[] data() {
        return IntStream.range(0, dataset.schema().size())
                .mapToObj(i -> functions.col(Stored.field(i)))
                .toArray(Column[]::new);
    }

    private Optional<Staged> quarantined(Optional<Staged> rows, long count) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < dataset.schema().size(); i++) {
            columns.add(
                    functions.col(Stored.field(i)).as(dataset.schema().get(i).name()));
        }
        StringJoiner violated = new StringJoiner(", ", "filter(array(", "), name -> name IS NOT NULL)");
        for (int i = 0; i < expectations.size(); i++) {
            violated.add("if(" + verdict(i) + ", CAST(NULL AS STRING), '"
                    + expectations.get(i).name().replace("\\", "\\\\").replace("'", "\\'") + "')");
        }
        columns.add(functions.expr(violated.toString()).as(Quarantine.VIOLATED));
        return rows.filter(all -> count > 0)
                .map(all ->
                        new Staged(all.rows().filter(isQuarantined()).select(columns.toArray(Column[]::new)), count));
    }

    /** Of a key that is no longer unique, or is again, all rows change their verdict, and may be kept all the same. */
    private TableChange settled(TableChange kept) {
        boolean mayCancel = kept.inserted().isPresent()
                && kept.deleted().isPresent()
                && expectations.stream().anyMatch(expectation -> expectation.test() instanceof Expectation.Unique);
        if (!mayCancel) {
            return kept;
        }
        Staged inserted = kept.inserted().orElseThrow();
        Staged deleted = kept.deleted().orElseThrow();
        return new TableChange(difference(inserted, deleted), difference(deleted, inserted));
    }

    private Optional<Staged> difference(Staged rows, Staged others) {
        Staged left = staging.stage(rows.rows().exceptAll(others.rows()), "judge rows");
        return left.count() > 0 ? Optional.of(left) : Optional.empty();
    }

    private String verdict(int index) {
        return Stored.field(dataset.schema().size() + index);
    }

    /** Whether a row is left out. */
    Column isRejected() {
        return violatesAny(Action::rejects);
    }

    private Column isQuarantined() {
        return violatesAny(action -> action == Action.QUARANTINE);
    }

    private Column violatesAny(Predicate<Action> actions) {
        Column any = functions.lit(false);
        for (int i = 0; i < expectations.size(); i++) {
            if (actions.test(expectations.get(i).action())) {
                any = any.or(functions.not(functions.col(verdict(i))));
            }
        }
        return any;
    }

    /**
     * The counts of judged rows.
     *
     * @param violated for each expectation
     */
    private record Tally(long rows, long kept, long quarantined, List<Long> violated) {
        long rejected() {
            return rows - kept;
        }
    }

    private Tally tally(Optional<Staged> rows) {
        if (rows.isEmpty()) {
            return new Tally(0, 0, 0, Collections.nCopies(expectations.size(), 0L));
        }
        List<Column> counts = new ArrayList<>();
        counts.add(countIf(functions.not(isRejected())));
        counts.add(countIf(isQuarantined()));
        for (int i = 0; i < expectations.size(); i++) {
            counts.add(countIf(functions.not(functions.col(verdict(i)))));
        }
        Row row = rows.get()
                .rows()
                .agg(functions.count(functions.lit(1)), counts.toArray(Column[]::new))
                .first();
        Checks.verify(row.getLong(0) == rows.get().count(), "every row of a query is judged");
        List<Long> violated = new ArrayList<>();
        for (int i = 0; i < expectations.size(); i++) {
            violated.add(row.getLong(3 + i));
        }
        return new Tally(row.getLong(0), row.getLong(1), row.getLong(2), violated);
    }

    private static Column countIf(Column condition) {
        return functions.count(functions.when(condition, functions.lit(1)));
    }

    private List<ExpectationCounts> counts(Tally tally) {
        List<ExpectationCounts> counts = new ArrayList<>();
        for (int i = 0; i < expectations.size(); i++) {
            long violated = tally.violated().get(i);
            counts.add(new ExpectationCounts(
                    expectations.get(i).name(), expectations.get(i).action(), tally.rows() - violated, violated));
        }
        return counts;
    }

    private void refuse(Staged rows, Tally tally) {
        for (int i = 0; i < expectations.size(); i++) {
            long violated = tally.violated().get(i);
            if (expectations.get(i).action() == Action.FAIL_UPDATE && violated > 0) {
                throw failure(i, violated, rows, tally.rows());
            }
        }
    }

    private LeatException failure(int index, long violated, Staged rows, long all) {
        Expectation expectation = expectations.get(index);
        return new LeatException(Diagnostic.of(
                ErrorCode.EXPECTATION,
                "Cannot refresh " + dataset.name() + ": " + violated + " of " + all + (all == 1 ? " row" : " rows")
                        + (violated == 1 ? " violates" : " violate") + " the constraint " + expectation.name()
                        + ", which expects "
                        + expectation.text() + "; one of them is " + example(index, rows)
                        + ". Mend the data, or write ON VIOLATION DROP ROW or QUARANTINE",
                expectation.position()));
    }

    private String example(int index, Staged rows) {
        Column[] texts = IntStream.range(0, dataset.schema().size())
                .mapToObj(i -> functions.col(Stored.field(i)).cast("string"))
                .toArray(Column[]::new);
        Row row = rows.rows()
                .filter(functions.not(functions.col(verdict(index))))
                .select(texts)
                .first();
        StringJoiner values = new StringJoiner(", ", "(", ")");
        for (int i = 0; i < dataset.schema().size(); i++) {
            String value = row.isNullAt(i) ? "NULL" : cut(row.getString(i), VALUE_CHARACTERS_MAX);
            values.add(dataset.schema().get(i).name() + " = " + value);
        }
        return cut(values.toString(), ROW_CHARACTERS_MAX);
    }

    private static String cut(String text, int charactersMax) {
        String line = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        return line.length() <= charactersMax ? line : line.substring(0, charactersMax - 1) + "…";
    }
}
