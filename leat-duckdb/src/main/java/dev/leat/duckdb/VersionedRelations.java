package dev.leat.duckdb;

import dev.leat.duckdb.Computed.Rows;
import dev.leat.duckdb.render.Evaluation;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.error.Checks;
import dev.leat.incremental.Relations.Version;
import dev.leat.incremental.Relations.Versioned;
import dev.leat.incremental.Stored;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.reading.SourceChange;
import dev.leat.type.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the plans of one dataset's upkeep read: the versions of its inputs, its operators' stored rows, staged rows. */
final class VersionedRelations implements dev.leat.duckdb.render.Relations {
    private final DuckDbRelations relations;
    private final String dataset;
    private final StateTables states;
    private final Map<String, SourceChange> sources;
    private final Map<String, Computed> datasets;
    private final Map<Integer, Rows> staged = new HashMap<>();

    /** The SQL name of the table with the rows of an operator. */
    @FunctionalInterface
    interface StateTables {
        String table(int index);
    }

    /**
     * Relations for one dataset.
     *
     * @param sources with what they have more, by key
     * @param datasets what the commit has computed, by key
     */
    VersionedRelations(
            DuckDbRelations relations,
            String dataset,
            StateTables states,
            Map<String, SourceChange> sources,
            Map<String, Computed> datasets) {
        this.relations = relations;
        this.dataset = dataset;
        this.states = states;
        this.sources = Map.copyOf(sources);
        this.datasets = datasets;
    }

    @Override
    public Instant moment() {
        return relations.moment();
    }

    /** Whether a name is that of a source. */
    boolean isSource(RelationName name) {
        return relations.source(name).isPresent();
    }

    /** Adds a staged table. */
    void put(int index, Rows rows) {
        staged.put(index, rows);
    }

    /** The staged table of a name. */
    Rows staged(RelationName name) {
        int index = dev.leat.incremental.Relations.stageIndex(name).orElseThrow();
        Checks.verify(staged.containsKey(index), "what is read has been staged: " + name);
        return staged.getOrDefault(index, new Rows("", 0));
    }

    @Override
    public Relation find(Plan.Scan scan, Evaluation evaluation) {
        Optional<Integer> state = dev.leat.incremental.Relations.stateIndex(scan.relation());
        if (state.isPresent()) {
            return positional(states.table(state.get()), scan);
        }
        if (dev.leat.incremental.Relations.stageIndex(scan.relation()).isPresent()) {
            return positional(staged(scan.relation()).table(), scan);
        }
        return dev.leat.incremental.Relations.version(scan.relation())
                .map(versioned -> version(scan, versioned, evaluation))
                .orElseGet(() -> unchanged(scan, evaluation));
    }

    /** What a source held before was counted then. */
    private Relation unchanged(Plan.Scan scan, Evaluation evaluation) {
        Optional<Source> source = relations.source(scan.relation());
        Optional<SourceChange> change = source.flatMap(
                found -> Optional.ofNullable(sources.get(found.name().key())));
        return change.isPresent()
                ? relations.part(
                        dataset + DuckDbRelations.OLD,
                        source.get(),
                        change.get().old(),
                        scan,
                        evaluation)
                : relations.find(scan, evaluation);
    }

    private static Relation positional(String table, Plan.Scan scan) {
        return new Relation(
                table, scan.fields().stream().map(LiteralSql::identifier).toList());
    }

    private Relation version(Plan.Scan scan, Versioned versioned, Evaluation evaluation) {
        Optional<Source> source = relations.source(versioned.relation());
        if (source.isPresent()) {
            SourceChange change =
                    Optional.ofNullable(sources.get(source.get().name().key())).orElseThrow();
            return switch (versioned.version()) {
                case OLD -> relations.part(dataset + DuckDbRelations.OLD, source.get(), change.old(), scan, evaluation);
                case INSERTED -> relations.part(dataset + "$added", source.get(), change.added(), scan, evaluation);
                case DELETED ->
                    relations.part(dataset + DuckDbRelations.TORN, source.get(), change.tornRanges(), scan, evaluation);
            };
        }
        Computed computed =
                Optional.ofNullable(datasets.get(versioned.relation().key())).orElseThrow();
        if (versioned.version() == Version.OLD) {
            return new Relation(
                    computed.before(),
                    scan.fields().stream().map(LiteralSql::identifier).toList());
        }
        Computed.TableChange change = computed.change().orElseThrow();
        Optional<Rows> wanted = versioned.version() == Version.INSERTED ? change.inserted() : change.deleted();
        Optional<Rows> other = versioned.version() == Version.INSERTED ? change.deleted() : change.inserted();
        String table = wanted.map(Rows::table)
                .orElseGet(() -> "(SELECT * FROM " + other.orElseThrow().table() + " WHERE false)");
        List<String> fields = new ArrayList<>();
        for (String field : scan.fields()) {
            fields.add(LiteralSql.identifier(
                    Stored.field(indexOf(computed.dataset().schema(), field))));
        }
        return new Relation(table, fields);
    }

    private static int indexOf(List<Field> schema, String name) {
        for (int i = 0; i < schema.size(); i++) {
            if (schema.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        Checks.verify(false, "a dataset has the columns that are read of it: " + name);
        return -1;
    }

    /** Keeps what was counted, as {@link DuckDbRelations#settle} does. */
    void settle() {
        relations.settle();
    }

    @Override
    public void restart() {
        relations.restart();
    }
}
