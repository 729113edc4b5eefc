package dev.leat.duckdb;

import dev.leat.duckdb.Computed.Rows;
import dev.leat.duckdb.Computed.TableChange;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.incremental.CommitStaging;
import dev.leat.incremental.StagedChange;
import dev.leat.incremental.Stored;
import dev.leat.pipeline.Settings;
import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.plan.RelationName;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;

/** Computes the plans of a change into temporary tables of the connection. */
final class ChangeStaging implements CommitStaging {
    private final DuckDbEngine engine;
    private final Settings settings;
    private final VersionedRelations relations;
    private final Function<Plan.Scan, CommitStaging.Change> changes;
    private final TemporaryTables tables;

    /** Names of temporary tables that are free. */
    static final class TemporaryTables {
        private final List<String> names = new ArrayList<>();

        String next() {
            String name = "temp." + LiteralSql.identifier("leat$" + names.size());
            names.add(name);
            return name;
        }

        List<String> names() {
            return List.copyOf(names);
        }
    }

    ChangeStaging(
            DuckDbEngine engine,
            Settings settings,
            VersionedRelations relations,
            Function<Plan.Scan, CommitStaging.Change> changes,
            TemporaryTables tables) {
        this.engine = engine;
        this.settings = settings;
        this.relations = relations;
        this.changes = changes;
        this.tables = tables;
    }

    @Override
    public CommitStaging.Change change(Plan.Scan scan) {
        return changes.apply(scan);
    }

    @Override
    public boolean isTable(Plan.Scan scan) {
        return !relations.isSource(scan.relation());
    }

    @Override
    public long stage(RelationName name, Plan plan) {
        PlanChecks.verify(plan);
        String table = tables.next();
        String columns = columns(plan.output());
        long count = engine.attempts().run("compute a change", evaluation -> {
            String select = engine.render(relations, settings, evaluation).query(plan, columns);
            try (Statement statement = engine.database().connection().createStatement()) {
                statement.execute(
                        "CREATE OR REPLACE TEMP TABLE " + table.substring("temp.".length()) + " AS\n" + select);
            }
            return engine.database().number("SELECT count(*) FROM " + table);
        });
        relations.settle();
        relations.put(dev.leat.incremental.Relations.stageIndex(name).orElseThrow(), new Rows(table, count));
        return count;
    }

    /** A select list of columns in their storage types, under the names of stored rows. */
    static String columns(List<Column> output) {
        StringJoiner columns = new StringJoiner(", ");
        for (int i = 0; i < output.size(); i++) {
            columns.add("CAST(c" + output.get(i).id() + " AS "
                    + DuckDbTypes.sql(output.get(i).type()) + ") AS " + LiteralSql.identifier(Stored.field(i)));
        }
        return columns.toString();
    }

    /** A derived change with the tables that hold it. */
    TableChange tables(StagedChange change) {
        return new TableChange(
                change.inserted().map(relations::staged), change.deleted().map(relations::staged));
    }
}
