package dev.leat.spark;

import dev.leat.error.Checks;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.incremental.ClosedBelow;
import dev.leat.incremental.CommitStaging.Access;
import dev.leat.incremental.CommitStaging.Change;
import dev.leat.incremental.Maintained;
import dev.leat.incremental.Relations;
import dev.leat.incremental.Relations.Version;
import dev.leat.incremental.Relations.Versioned;
import dev.leat.json.SchemaJson;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import dev.leat.plan.ResultColumns;
import dev.leat.plan.RowKeys;
import dev.leat.spark.read.SourceDelta;
import dev.leat.spark.read.SparkSource;
import dev.leat.spark.read.SparkTypes;
import dev.leat.spark.store.TableVersion;
import dev.leat.spi.PositionRange;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the plans of one dataset's upkeep read, as SQL: the versions of its inputs, and its operators' stored rows. */
final class UpkeepRelations {
    /** A value of a table, on average. */
    private static final int VALUE_BYTES = 8;

    private final Maintained maintained;
    private final String reader;
    private final Map<Integer, ClosedBelow> closed;
    private final InputChanges changes;
    private final CommitInputs inputs;
    private final CommitTables tables;
    private final Views views;
    private final Map<RelationName, String> known = new HashMap<>();
    private final Map<Integer, Staged> computed = new HashMap<>();

    /**
     * Relations for one dataset.
     *
     * @param closed which of its stored rows are closed, by the index of the operator
     */
    UpkeepRelations(DatasetWork work, CommitContext context, Map<Integer, ClosedBelow> closed) {
        this(work.key(), work.maintained(), work.inputs(), context, closed);
    }

    /** Relations for a reader that stores no rows. */
    UpkeepRelations(String reader, Maintained maintained, InputChanges changes, CommitContext context) {
        this(reader, maintained, changes, context, Map.of());
    }

    private UpkeepRelations(
            String reader,
            Maintained maintained,
            InputChanges changes,
            CommitContext context,
            Map<Integer, ClosedBelow> closed) {
        this.reader = reader;
        this.maintained = maintained;
        this.closed = Map.copyOf(closed);
        this.changes = changes;
        this.inputs = context.inputs();
        this.tables = context.tables();
        this.views = context.views();
    }

    /** Has the rows of a stored operator read from what the commit has computed. */
    void put(int index, Staged rows) {
        computed.put(index, rows);
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
                ? inputs.opened(source.get()).bytes()
                : (double) rows(name) * VALUE_BYTES * scan.output().size();
    }

    private long rows(RelationName dataset) {
        return tables.now(TableNames.dataset(dataset)).map(TableVersion::rows).orElse(0L);
    }

    /** The plan with what logs of stored rows amount to, closed ones left out. */
    Plan overLogs(Plan plan) {
        Plan logged = LoggedStates.apply(
                plan,
                index -> !computed.containsKey(index) && state(index).hasRemovals(),
                index -> RowKeys.of(maintained.stored().get(index)).isPresent());
        return OpenRows.apply(logged, closed);
    }

    /** How many rows of an operator are stored. */
    long stateRows(int index) {
        return state(index).rows();
    }

    private TableVersion state(int index) {
        return tables.now(TableNames.state(DatasetWork.state(reader, index))).orElseThrow();
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
        Optional<Staged> rows = Optional.ofNullable(computed.get(index));
        if (rows.isPresent()) {
            return views.name(rows.get().rows());
        }
        Checks.verify(maintained.isKept(index), "a stored operator has a table: " + name);
        List<Field> columns = new ArrayList<>(
                SparkTables.stateColumns(maintained.stored().get(index).output()));
        columns.add(new Field(SparkTables.WEIGHT, dev.leat.type.DataType.Simple.INT, false));
        return SparkTables.relation(TableNames.state(DatasetWork.state(reader, index)), state(index), columns);
    }

    private String now(RelationName name) {
        Optional<Source> source = inputs.source(name);
        if (source.isPresent()) {
            SparkSource opened = inputs.opened(source.get(), asked(source.get()));
            return rows(opened, opened.all(), source.get());
        }
        Optional<TableVersion> version = tables.now(TableNames.dataset(name));
        if (inputs.computed(name.key()).isEmpty()) {
            requireColumns(name);
        }
        return table(name, version, List.of());
    }

    /** What the commit has not looked at may have the columns of an earlier definition. */
    private void requireColumns(RelationName name) {
        List<Field> there = columnsBefore(name);
        for (Plan node : Plans.nodes(maintained.plan())) {
            if (node instanceof Plan.Scan scan && scan.relation().key().equals(name.key()) && !there.isEmpty()) {
                ResultColumns.require(scan, there, SparkTypes::areStoredAlike);
            }
        }
    }

    private List<Field> columnsBefore(RelationName name) {
        return inputs.dataset(name.key())
                .map(version -> SchemaJson.read(version.columns()))
                .orElse(List.of());
    }

    private String before(RelationName name) {
        List<Field> there = columnsBefore(name);
        List<Field> added = inputs.definition(name).schema().stream()
                .filter(column -> there.stream().noneMatch(known -> known.name().equalsIgnoreCase(column.name())))
                .toList();
        return table(name, tables.before(TableNames.dataset(name)), added);
    }

    private String table(RelationName name, Optional<TableVersion> version, List<Field> added) {
        if (version.isEmpty()) {
            throw new LeatException(
                    ErrorCode.PROJECT,
                    "The dataset " + name.simpleName() + " has not been computed yet; run without --refresh");
        }
        return SparkTables.relation(
                TableNames.dataset(name), version.get(), inputs.definition(name).schema(), added);
    }

    private Set<String> asked(Source source) {
        return InputChanges.fields(maintained.plan(), source.name());
    }

    private String rows(SparkSource opened, Map<String, PositionRange> chosen, Source source) {
        return views.name(SourceRows.read(opened, chosen, source, asked(source)));
    }

    private String version(Versioned versioned) {
        Optional<Source> source = inputs.source(versioned.relation());
        if (source.isPresent()) {
            SourceDelta change = changes.delta(source.get().name().key());
            return switch (versioned.version()) {
                case OLD -> rows(change.source(), change.old(), source.get());
                case INSERTED -> rows(change.source(), change.added(), source.get());
                case DELETED -> rows(change.source(), change.torn(), source.get());
            };
        }
        RelationName name = versioned.relation();
        return switch (versioned.version()) {
            case OLD -> before(name);
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
