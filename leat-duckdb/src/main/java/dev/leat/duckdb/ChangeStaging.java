package dev.leat.duckdb;

import dev.leat.duckdb.Computed.Rows;
import dev.leat.duckdb.Computed.TableChange;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.store.DuckDbErrors;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.incremental.CommitStaging;
import dev.leat.incremental.StagedChange;
import dev.leat.incremental.Stored;
import dev.leat.pipeline.Settings;
import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.plan.ProjectionFolding;
import dev.leat.plan.RelationName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** Computes the plans of a change into temporary tables of the connection. */
final class ChangeStaging implements CommitStaging {
    private final DuckDbEngine engine;
    private final Settings settings;
    private final VersionedRelations relations;
    private final Inputs inputs;
    private final Watermarks watermarks;
    private final Derived derived;
    private final TemporaryTables tables;

    /** Tells which rows are late. */
    interface Watermarks {
        /** For queries without watermarks. */
        Watermarks NONE = (watermark, rows, tables) -> rows;

        /** The staged rows of a watermark that are in time. */
        Rows inTime(int watermark, Rows rows, TemporaryTables tables) throws SQLException;
    }

    /** Knows changes of stored operators that were derived for other queries. */
    @FunctionalInterface
    interface Derived {
        /** For queries that share none. */
        Derived NONE = operator -> Optional.empty();

        /** The change of an operator, by its index. */
        Optional<TableChange> change(int operator);
    }

    /** What is known of the relations that are read. */
    interface Inputs {
        CommitStaging.Change change(Plan.Scan scan);

        CommitStaging.Access access(Plan.Scan scan);

        double bytes(Plan.Scan scan);
    }

    ChangeStaging(
            DuckDbEngine engine,
            Settings settings,
            VersionedRelations relations,
            Inputs inputs,
            Watermarks watermarks,
            Derived derived,
            TemporaryTables tables) {
        this.engine = engine;
        this.settings = settings;
        this.relations = relations;
        this.inputs = inputs;
        this.watermarks = watermarks;
        this.derived = derived;
        this.tables = tables;
    }

    @Override
    public CommitStaging.Change change(Plan.Scan scan) {
        return inputs.change(scan);
    }

    @Override
    public CommitStaging.Access access(Plan.Scan scan) {
        return inputs.access(scan);
    }

    @Override
    public double bytes(Plan.Scan scan) {
        return inputs.bytes(scan);
    }

    @Override
    public boolean isDerived(int operator) {
        return derived.change(operator).isPresent();
    }

    @Override
    public ChangeCounts takeDerived(int operator, ChangeNames names) {
        TableChange change = derived.change(operator).orElseThrow();
        change.inserted().ifPresent(rows -> relations.put(index(names.inserted()), rows));
        change.deleted().ifPresent(rows -> relations.put(index(names.deleted()), rows));
        return new ChangeCounts(
                change.inserted().map(Rows::count).orElse(0L),
                change.deleted().map(Rows::count).orElse(0L));
    }

    @Override
    public long stage(RelationName name, Plan plan) {
        PlanChecks.verify(plan);
        String table = tables.next();
        ProjectionFolding.Result folded = ProjectionFolding.apply(plan);
        String columns = columns(folded.output());
        long count = create(
                table,
                evaluation -> engine.render(relations, settings, evaluation).query(folded.plan(), columns));
        relations.put(index(name), new Rows(table, count));
        return count;
    }

    @Override
    public long stageInTime(int watermark, RelationName name, Plan plan) {
        stage(name, plan);
        try {
            Rows rows = watermarks.inTime(watermark, relations.staged(name), tables);
            relations.put(index(name), rows);
            return rows.count();
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "tell which rows are late");
        }
    }

    @Override
    public long count(Plan plan) {
        PlanChecks.verify(plan);
        ProjectionFolding.Result folded = ProjectionFolding.apply(plan);
        String columns = columns(folded.output());
        return engine.attempts()
                .run(
                        "weigh a change",
                        evaluation -> engine.database()
                                .number("SELECT count(*) FROM (\n"
                                        + engine.render(relations, settings, evaluation)
                                                .query(folded.plan(), columns)
                                        + "\n)"));
    }

    /** Rows that cancel out are found by the sum of their signs, which is kept as the weight of the others. */
    @Override
    public ChangeCounts stageChange(ChangeNames names, Plan signed) {
        PlanChecks.verify(signed);
        String table = tables.next();
        ProjectionFolding.Result folded = ProjectionFolding.apply(signed);
        String columns = columns(folded.output());
        int width = signed.output().size() - 1;
        String sign = LiteralSql.identifier(Stored.field(width));
        StringJoiner values = new StringJoiner(", ");
        for (int i = 0; i < width; i++) {
            values.add(LiteralSql.identifier(Stored.field(i)));
        }
        String list = width == 0 ? "1 AS \"none\"" : values.toString();
        long kept = create(
                table,
                evaluation -> "SELECT " + list + ", CAST(sum(" + sign + ") AS BIGINT) AS " + sign + " FROM (\n"
                        + engine.render(relations, settings, evaluation).query(folded.plan(), columns)
                        + "\n) GROUP BY ALL HAVING sum(" + sign + ") <> 0");
        if (kept == 0) {
            return new ChangeCounts(0, 0);
        }
        ChangeCounts counts = counts(table, sign);
        boolean isSingle = counts.inserted() + counts.deleted() == kept;
        relations.put(index(names.inserted()), new Rows(part(table, list, sign, isSingle), counts.inserted()));
        relations.put(index(names.deleted()), new Rows(part(table, list, "-" + sign, isSingle), counts.deleted()));
        relations.put(
                index(names.signed()),
                new Rows(signed(table, list, sign, isSingle), counts.inserted() + counts.deleted()));
        return counts;
    }

    private ChangeCounts counts(String table, String weight) {
        String sql = "SELECT sum(greatest(" + weight + ", 0)), sum(greatest(-" + weight + ", 0)) FROM " + table;
        try (Statement statement = engine.database().connection().createStatement();
                ResultSet sums = statement.executeQuery(sql)) {
            sums.next();
            return new ChangeCounts(sums.getLong(1), sums.getLong(2));
        } catch (SQLException e) {
            throw DuckDbErrors.convert(e, "count a change");
        }
    }

    /** The rows of positive weight, each as often as that. */
    private static String part(String table, String list, String weight, boolean isSingle) {
        return "(SELECT " + list + " FROM " + repeated(table, weight, isSingle) + " WHERE " + weight + " > 0)";
    }

    /** All rows with the signs of their weights, each as often as it weighs. */
    private static String signed(String table, String list, String weight, boolean isSingle) {
        return "(SELECT " + list + ", CAST(sign(" + weight + ") AS INTEGER) AS " + weight + " FROM "
                + repeated(table, "abs(" + weight + ")", isSingle) + ")";
    }

    private static String repeated(String table, String times, boolean isSingle) {
        return isSingle ? table : "(SELECT *, unnest(range(" + times + ")) FROM " + table + ")";
    }

    private long create(String table, Attempts.Attempt<String> select) {
        long count = engine.attempts()
                .run(
                        "compute a change",
                        evaluation ->
                                engine.database().update(TemporaryTables.creation(table, select.run(evaluation))));
        relations.settle();
        return count;
    }

    private static int index(RelationName name) {
        return dev.leat.incremental.Relations.stageIndex(name).orElseThrow();
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
