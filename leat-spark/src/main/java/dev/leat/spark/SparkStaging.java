package dev.leat.spark;

import dev.leat.error.Checks;
import dev.leat.incremental.CommitStaging;
import dev.leat.incremental.Relations;
import dev.leat.incremental.StagedChange;
import dev.leat.incremental.Stored;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.plan.RelationName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** Computes the plans of one dataset's change. */
final class SparkStaging implements CommitStaging {
    private static final String ACTIVITY = "compute a change";

    private final UpkeepRelations relations;
    private final PlanRows plans;
    private final Staging staging;
    private final Views views;
    private final RowsInTime times;
    private final Map<Integer, Staged> staged = new HashMap<>();
    private int parts;

    SparkStaging(UpkeepRelations relations, CommitContext context, RowsInTime times) {
        this.relations = relations;
        this.plans = context.plans();
        this.staging = context.staging();
        this.views = context.views();
        this.times = times;
    }

    @Override
    public Change change(Plan.Scan scan) {
        return relations.change(scan);
    }

    @Override
    public Access access(Plan.Scan scan) {
        return relations.access(scan);
    }

    @Override
    public double bytes(Plan.Scan scan) {
        return relations.bytes(scan);
    }

    @Override
    public boolean isDerived(int operator) {
        return false;
    }

    @Override
    public ChangeCounts takeDerived(int operator, ChangeNames names) {
        throw new IllegalStateException("operators are a dataset's own");
    }

    /** The rows of a plan over what is staged. */
    Dataset<Row> rows(Plan plan) {
        PlanChecks.verify(plan);
        Plan rest = EarlierParts.apply(
                plan,
                scan -> few(scan.relation()).flatMap(Staged::few).isPresent(),
                relations::bytes,
                staging.limits().keyedBytes(),
                this::part);
        Plan restricted = KnownKeys.apply(
                relations.overLogs(rest),
                this::few,
                relations::bytes,
                staging.limits().keyedBytes());
        return plans.rows(restricted, this::relation, ACTIVITY);
    }

    /** A part of a plan, computed, as a plan of its rows. */
    private Plan part(Plan plan) {
        RelationName name = Relations.part(parts++);
        stage(name, plan);
        return Stored.scan(name, plan.output());
    }

    private Optional<Staged> few(RelationName name) {
        Optional<Integer> stage = Relations.stageIndex(name);
        return stage.isPresent() ? stage.map(this::staged) : relations.few(name);
    }

    private String relation(RelationName name) {
        return Relations.stageIndex(name)
                .map(index -> views.name(staged(index).rows()))
                .orElseGet(() -> relations.find(name));
    }

    private Staged staged(int index) {
        Staged found = staged.get(index);
        Checks.verify(found != null, "what is read has been staged: " + index);
        return java.util.Objects.requireNonNull(found);
    }

    private static int index(RelationName name) {
        return Relations.stageIndex(name).orElseThrow();
    }

    @Override
    public long stage(RelationName name, Plan plan) {
        Staged result = staging.stage(rows(plan), ACTIVITY);
        staged.put(index(name), result);
        return result.count();
    }

    @Override
    public long stageInTime(int watermark, RelationName name, Plan plan) {
        Staged rows = times.take(watermark, staging.stage(rows(RowsInTime.timed(plan)), ACTIVITY), staging);
        staged.put(index(name), rows);
        return rows.count();
    }

    @Override
    public long count(Plan plan) {
        if (plan instanceof Plan.Scan scan) {
            Optional<Integer> stage = Relations.stageIndex(scan.relation());
            Optional<Integer> state = Relations.stateIndex(scan.relation());
            if (stage.isPresent()) {
                return staged(stage.get()).count();
            }
            if (state.isPresent()) {
                return relations.stateRows(state.get());
            }
        }
        return rows(plan).count();
    }

    /** Rows that cancel out are found by the sum of their signs, which is the weight of the others. */
    @Override
    public ChangeCounts stageChange(ChangeNames names, Plan signed) {
        int width = signed.output().size() - 1;
        Dataset<Row> all = rows(signed);
        if (FewRows.canBeToldApart(all.schema(), width)) {
            // Few rows are summed up here, which takes no shuffle.
            Optional<List<Row>> few = staging.fewOf(all, ACTIVITY);
            if (few.isPresent()) {
                return stageNet(names, FewRows.net(few.get()), all.schema());
            }
        }
        String sign = Stored.field(width);
        StringJoiner columns = new StringJoiner(", ");
        for (int i = 0; i < width; i++) {
            columns.add(Stored.field(i));
        }
        String view = views.name(all);
        Dataset<Row> summed = all.sparkSession()
                .sql("SELECT " + columns + ", sum(" + sign + ") AS " + sign + " FROM " + view + " GROUP BY " + columns
                        + " HAVING sum(" + sign + ") <> 0");
        Staged net = staging.stage(summed, ACTIVITY);
        return net.few().isPresent()
                ? stageNet(names, net.few().get(), net.rows().schema())
                : stageMany(names, net, width);
    }

    private ChangeCounts stageNet(ChangeNames names, List<Row> net, StructType schema) {
        return net.isEmpty() ? new ChangeCounts(0, 0) : stageFew(names, net, schema);
    }

    private ChangeCounts stageFew(ChangeNames names, List<Row> net, StructType schema) {
        StructType data = new StructType(Arrays.copyOf(schema.fields(), schema.size() - 1));
        StructType signed = data.add(schema.fields()[schema.size() - 1].name(), "int", false);
        Staged inserted = staging.few(FewRows.part(net, 1), data);
        Staged deleted = staging.few(FewRows.part(net, -1), data);
        staged.put(index(names.inserted()), inserted);
        staged.put(index(names.deleted()), deleted);
        staged.put(index(names.signed()), staging.few(FewRows.signed(net), signed));
        return new ChangeCounts(inserted.count(), deleted.count());
    }

    private ChangeCounts stageMany(ChangeNames names, Staged net, int width) {
        String sign = Stored.field(width);
        Row counts = net.rows()
                .agg(
                        functions.sum(functions.expr("greatest(" + sign + ", 0L)")),
                        functions.sum(functions.expr("greatest(-" + sign + ", 0L)")))
                .first();
        ChangeCounts found = new ChangeCounts(counts.getLong(0), counts.getLong(1));
        boolean isSingle = found.inserted() + found.deleted() == net.count();
        staged.put(index(names.inserted()), new Staged(part(net, width, sign, isSingle), found.inserted()));
        staged.put(index(names.deleted()), new Staged(part(net, width, "-" + sign, isSingle), found.deleted()));
        Dataset<Row> both = repeated(net, "abs(" + sign + ")", isSingle)
                .withColumn(sign, functions.expr("CAST(sign(" + sign + ") AS INT)"));
        staged.put(index(names.signed()), new Staged(select(both, width + 1), found.inserted() + found.deleted()));
        return found;
    }

    /** The rows of positive weight, each as often as that. */
    private static Dataset<Row> part(Staged net, int width, String weight, boolean isSingle) {
        Dataset<Row> positive = net.rows().filter(functions.expr(weight + " > 0"));
        return select(repeated(new Staged(positive, net.count()), weight, isSingle), width);
    }

    private static Dataset<Row> repeated(Staged rows, String times, boolean isSingle) {
        return isSingle
                ? rows.rows()
                : rows.rows()
                        .withColumn("leat_number", functions.explode(functions.expr("sequence(1L, " + times + ")")));
    }

    private static Dataset<Row> select(Dataset<Row> rows, int width) {
        return rows.select(java.util.stream.IntStream.range(0, width)
                .mapToObj(i -> functions.col(Stored.field(i)))
                .toArray(org.apache.spark.sql.Column[]::new));
    }

    /** A derived change with its rows. */
    TableChange rows(StagedChange change) {
        return new TableChange(
                change.inserted().map(name -> staged(index(name))),
                change.deleted().map(name -> staged(index(name))));
    }

    /** The names of the columns of a change that become those of a table. */
    static TableChange named(TableChange change, List<String> names) {
        return new TableChange(
                change.inserted().map(rows -> rows.in(PlanRows.named(rows.rows(), names))),
                change.deleted().map(rows -> rows.in(PlanRows.named(rows.rows(), names))));
    }
}
