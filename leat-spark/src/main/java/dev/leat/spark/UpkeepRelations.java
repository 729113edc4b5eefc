package dev.leat.spark;

import dev.leat.error.Checks;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.CommitStaging.Access;
import dev.leat.incremental.CommitStaging.Change;
import dev.leat.incremental.Maintained;
import dev.leat.incremental.Relations;
import dev.leat.incremental.Relations.Version;
import dev.leat.incremental.Relations.Versioned;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.plan.RowKeys;
import dev.leat.spark.read.FileSource;
import dev.leat.spark.store.TableVersion;
import dev.leat.spi.PositionRange;
import dev.leat.spi.SourceScan;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the plans of one dataset's upkeep read, as SQL: the versions of its inputs, and its operators' stored rows. */
final class UpkeepRelations {
    /** A value of a table, on average. */
    private static final int VALUE_BYTES = 8;

    private final Maintained maintained;
    private final List<String> states;
    private final InputChanges changes;
    private final CommitInputs inputs;
    private final CommitTables tables;
    private final Views views;
    private final Map<RelationName, String> known = new HashMap<>();

    /**
     * Relations for one dataset.
     *
     * @param states the names of the tables of its stored operators
     */
    UpkeepRelations(
            Maintained maintained,
            List<String> states,
            InputChanges changes,
            CommitInputs inputs,
            CommitTables tables,
            Views views) {
        this.maintained = maintained;
        this.states = List.copyOf(states);
        this.changes = changes;
        this.inputs = inputs;
        this.tables = tables;
        this.views = views;
    }

    Change change(Plan.Scan scan) {
        return changes.of(scan);
    }

    Access access(Plan.Scan scan) {
        return inputs.source(scan.relation()).map(Access::of).orElse(Access.TABLE);
    }

    /** About how many bytes a relation, a version of one, or the stored rows of an operator have. */
    double bytes(Plan.Scan scan) {
        Optional<Integer> state = Relations.stateIndex(scan.relation());
        if (state.isPresent()) {
            return (double) state(state.get()).entries()
                    * VALUE_BYTES
                    * scan.output().size();
        }
        RelationName name =
                Relations.version(scan.relation()).map(Versioned::relation).orElse(scan.relation());
        Optional<Source> source = inputs.source(name);
        return source.isPresent()
                ? inputs.files(source.get()).files().bytes()
                : (double) rows(name) * VALUE_BYTES * scan.output().size();
    }

    private long rows(RelationName dataset) {
        return tables.now(TableNames.dataset(dataset)).map(TableVersion::rows).orElse(0L);
    }

    /** The plan with what logs of stored rows amount to. */
    Plan overLogs(Plan plan) {
        return LoggedStates.apply(
                plan,
                index -> state(index).hasRemovals(),
                index -> RowKeys.of(maintained.stored().get(index)).isPresent());
    }

    /** How many rows of an operator are stored. */
    long stateRows(int index) {
        return state(index).rows();
    }

    private TableVersion state(int index) {
        return tables.now(TableNames.state(states.get(index))).orElseThrow();
    }

    /** What a plan reads under a name, as SQL of a relation. */
    String find(RelationName name) {
        return known.computeIfAbsent(name, this::relation);
    }

    private String relation(RelationName name) {
        Optional<Integer> state = Relations.stateIndex(name);
        if (state.isPresent()) {
            return state(state.get(), name);
        }
        Optional<Versioned> versioned = Relations.version(name);
        return versioned.isPresent() ? version(versioned.get()) : now(name);
    }

    private String state(int index, RelationName name) {
        Checks.verify(index < states.size(), "a stored operator has a table: " + name);
        List<Field> columns = new ArrayList<>(
                SparkTables.stateColumns(maintained.stored().get(index).output()));
        columns.add(new Field(SparkTables.WEIGHT, dev.leat.type.DataType.Simple.INT, false));
        return SparkTables.relation(TableNames.state(states.get(index)), state(index), columns);
    }

    private String now(RelationName name) {
        Optional<Source> source = inputs.source(name);
        if (source.isPresent()) {
            FileSource files =
                    asksForFacts(source.get()) ? inputs.filesWithFacts(source.get()) : inputs.files(source.get());
            return files(files, files.files().all(), source.get());
        }
        return table(name, tables.now(TableNames.dataset(name)));
    }

    private String table(RelationName name, Optional<TableVersion> version) {
        if (version.isEmpty()) {
            throw new LeatException(
                    ErrorCode.PROJECT,
                    "The dataset " + name.simpleName() + " has not been computed yet; run without --refresh");
        }
        return SparkTables.relation(
                TableNames.dataset(name), version.get(), inputs.definition(name).schema());
    }

    private boolean asksForFacts(Source source) {
        return InputChanges.asksForFacts(maintained.plan(), source.name());
    }

    private String files(FileSource files, Map<String, PositionRange> chosen, Source source) {
        List<String> columns =
                new ArrayList<>(source.schema().stream().map(Field::name).toList());
        if (asksForFacts(source)) {
            columns.add(SourceScan.METADATA_COLUMN);
        }
        return views.name(files.read(chosen, columns));
    }

    private String version(Versioned versioned) {
        Optional<Source> source = inputs.source(versioned.relation());
        if (source.isPresent()) {
            FileChange change = Optional.ofNullable(
                            changes.sources().get(source.get().name().key()))
                    .orElseThrow();
            return switch (versioned.version()) {
                case OLD -> files(change.source(), change.old(), source.get());
                case INSERTED -> files(change.source(), change.added(), source.get());
                case DELETED -> files(change.source(), change.torn(), source.get());
            };
        }
        RelationName name = versioned.relation();
        return switch (versioned.version()) {
            case OLD -> table(name, tables.before(TableNames.dataset(name)));
            case INSERTED -> changed(name, true);
            case DELETED -> changed(name, false);
        };
    }

    private String changed(RelationName name, boolean inserted) {
        Optional<Staged> other = changedRows(name, !inserted);
        return views.name(changedRows(name, inserted)
                .map(Staged::rows)
                .orElseGet(() -> other.orElseThrow().rows().limit(0)));
    }

    private Optional<Staged> changedRows(RelationName name, boolean inserted) {
        TableChange change =
                inputs.computed(name.key()).flatMap(Computed::change).orElseThrow();
        return inserted ? change.inserted() : change.deleted();
    }

    /** The rows of a relation that are those of a change. */
    Optional<Staged> few(RelationName name) {
        return Relations.version(name)
                .filter(version -> version.version() != Version.OLD
                        && inputs.source(version.relation()).isEmpty())
                .flatMap(version -> changedRows(version.relation(), version.version() == Version.INSERTED));
    }
}
