package dev.leat.conformance.versions;

import dev.leat.cluster.Feature;
import dev.leat.cluster.Features;
import dev.leat.conformance.readers.ReaderFiles;
import dev.leat.conformance.readers.ReaderFiles.ReaderFile;
import dev.leat.conformance.suite.SuitePlans;
import dev.leat.conformance.suite.SuitePlans.SuitePlan;
import dev.leat.conformance.versions.Statement.Kind;
import dev.leat.pipeline.Settings;
import dev.leat.plan.CurrentTime;
import dev.leat.plan.Expression;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import dev.leat.plan.text.SparkSqlRenderer;
import dev.leat.spark.SessionSettings;
import dev.leat.testkit.RandomPlans;
import dev.leat.testkit.RandomTables;
import dev.leat.type.Field;
import dev.leat.type.Identifiers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What both Sparks are asked: the suite's queries, random plans, and each function on rows that are drawn for it. */
final class Questions {
    private static final List<String> ZONES = List.of("UTC", "America/Los_Angeles", "Asia/Kathmandu");
    private static final int ROWS = 40;
    private static final int RANDOM_ROWS = 12;
    private static final int DEPTH = 4;

    private final Templates templates = new Templates();
    private final List<Question> all = new ArrayList<>();

    List<Question> all() {
        return List.copyOf(all);
    }

    /** The suite's queries, whose tables are written into a folder. */
    int addSuite(Path folder, List<String> filters) {
        List<SuitePlan> plans = SuitePlans.load(folder, filters);
        for (SuitePlan plan : plans) {
            templates.addAll(plan.plan());
            if (!CurrentTime.isOrUserAskedBy(plan.plan()) && !isOfAnyRows(plan.plan())) {
                add(
                        "suite " + plan.id(),
                        plan.settings(),
                        plan.plan(),
                        name -> "parquet."
                                + Identifiers.quote(
                                        Objects.requireNonNull(plan.files().get(name))
                                                .toString()));
            }
        }
        return plans.size();
    }

    /** Whether it takes some rows that no order tells. */
    private static boolean isOfAnyRows(Plan plan) {
        return Plans.nodes(plan).stream()
                .anyMatch(node -> node instanceof Plan.Limit limit && !(limit.input() instanceof Plan.Sort));
    }

    /** Random plans over random rows. */
    void addRandomPlans(int count, long seed) {
        for (int index = 0; index < count; index++) {
            Random random = new Random(seed + index);
            Plan plan = new RandomPlans(random).next(DEPTH);
            RandomTables tables = new RandomTables(random);
            Map<RelationName, String> texts = RandomTables.ALL.stream()
                    .collect(Collectors.toMap(RandomTables.Table::name, table -> values(table, tables)));
            add("random " + (seed + index), Settings.DEFAULT, plan, name -> texts.getOrDefault(name, ""));
        }
    }

    private static String values(RandomTables.Table table, RandomTables tables) {
        String rows = tables.rows(table, RANDOM_ROWS).stream()
                .map(row -> row.stream()
                        .map(cell ->
                                SparkSqlRenderer.expression(cell, column -> "").text())
                        .collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(", "));
        String names = table.schema().stream()
                .map(Field::name)
                .map(Identifiers::quote)
                .collect(Collectors.joining(", ", "(", ")"));
        return "(SELECT * FROM VALUES " + rows + " AS given " + names + ")";
    }

    private void add(String id, Settings settings, Plan plan, Function<RelationName, String> relations) {
        String sql = SparkSqlRenderer.query(plan, relations).text();
        all.add(new Question(new Statement(id, Kind.WHOLE, session(settings), sql), Optional.empty(), features(plan)));
    }

    private static List<Feature> features(Plan plan) {
        return List.copyOf(Features.of(plan));
    }

    private static Map<String, String> session(Settings settings) {
        Map<String, String> session = new TreeMap<>(SessionSettings.needed());
        session.put("spark.sql.session.timeZone", settings.zone());
        session.putAll(settings.configuration());
        return session;
    }

    /** Files that readers differ in, with the columns that a source declares. */
    int addFiles(Path folder) throws IOException {
        List<ReaderFile> files = ReaderFiles.write(folder);
        for (ReaderFile file : files) {
            List<String> fields = new ArrayList<>(List.of(
                    file.format(),
                    file.schema(),
                    Integer.toString(file.options().size())));
            file.options().forEach((key, value) -> fields.addAll(List.of(key, value)));
            fields.addAll(file.paths());
            String id = "file " + all.size() + " " + file.name();
            all.add(new Question(
                    new Statement(id, Kind.FILES, session(Settings.DEFAULT), Statement.fields(fields)),
                    Optional.empty(),
                    List.of()));
        }
        return files.size();
    }

    /** Examples, and calls on all types. */
    int addWritten() {
        return new WrittenCalls(templates::addAll).all();
    }

    /** Every so manieth example of Spark's documentation. */
    int addExamples(int every) {
        return new WrittenCalls(templates::addAll).examples(every);
    }

    /** Every call that was in a plan so far, with rows of its own. */
    int addCalls() {
        Collection<Template> calls = templates.all();
        int index = 0;
        for (Template call : calls) {
            String zone = ZONES.get(index % ZONES.size());
            List<List<Expression>> rows = templates.rows(call, ROWS);
            Kind kind = call.isOfRows() ? Kind.EACH_ROW : Kind.WHOLE;
            // What fails for one row has no answer for the others: few rows, several times.
            int step = call.isOfRows() ? ROWS : ROWS / 2;
            for (int from = 0; from < ROWS; from += step) {
                Plan plan = call.plan(rows.subList(from, from + step));
                String sql =
                        SparkSqlRenderer.query(plan, RelationName::toString).text();
                all.add(new Question(
                        new Statement("call " + index + "." + from, kind, session(new Settings(zone, Map.of())), sql),
                        Optional.of(call.feature()),
                        features(call.plan(List.of()))));
            }
            index++;
        }
        return calls.size();
    }
}
