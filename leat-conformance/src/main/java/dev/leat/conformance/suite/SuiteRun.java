package dev.leat.conformance.suite;

import dev.leat.conformance.suite.Verdict.Kind;
import dev.leat.pipeline.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;

/** Runs files of the suite on an engine, one after the other. */
final class SuiteRun {
    /** The zone in which the golden files were made. */
    private static final String ZONE = "America/Los_Angeles";
    /** Conditions of the catalog that keeps views beyond a session, which Leat has none of. */
    private static final Set<String> CATALOG_CONDITIONS = Set.of(
            "TABLE_OR_VIEW_ALREADY_EXISTS",
            "TEMP_TABLE_OR_VIEW_ALREADY_EXISTS",
            "EXPECT_VIEW_NOT_TABLE.NO_ALTERNATIVE",
            "SCHEMA_NOT_FOUND",
            "INVALID_TEMP_OBJ_REFERENCE",
            "INCOMPATIBLE_VIEW_SCHEMA_CHANGE",
            "RECURSIVE_VIEW");

    private static final Set<String> TEST_ONLY =
            Set.of("UNSUPPORTED_TIME_TYPE", "UNSUPPORTED_FEATURE.GEOSPATIAL_DISABLED");

    private final Chance chance = Chance.load();
    private final Fixtures fixtures;
    private final QueryRunner runner;

    SuiteRun(Fixtures fixtures, QueryRunner runner) {
        this.fixtures = fixtures;
        this.runner = runner;
    }

    /** A statement with its verdict. */
    record Entry(String file, int index, GoldenQuery query, Verdict verdict, Optional<QueryOutcome> outcome) {}

    /** Runs a file; an entry for each of its statements. */
    List<Entry> run(SuiteFile file) {
        Scope scope = new Scope(file);
        List<Entry> entries = new ArrayList<>();
        if (scope.fileOutOfScope().isPresent()) {
            for (GoldenQuery query : file.queries()) {
                entries.add(outOfScope(
                        file, entries.size(), query, scope.fileOutOfScope().get()));
            }
            return entries;
        }
        Settings settings = settings(file);
        fixtures.begin(settings);
        if (file.name().equals("pipe-operators.sql")) {
            fixtures.createTpcdsTables();
        }
        runner.begin(settings);
        Settings current = settings;
        for (GoldenQuery query : file.queries()) {
            StatementKind kind = StatementKind.of(query.sql());
            current = kind == StatementKind.SETTING ? change(scope, query, current) : current;
            Optional<String> out = scope.outOfScope(kind, query.sql());
            if (out.isPresent()) {
                prepare(scope, kind, query);
                entries.add(outOfScope(file, entries.size(), query, out.get()));
            } else {
                entries.add(entry(file, entries.size(), scope, query));
            }
        }
        return entries;
    }

    private static Settings settings(SuiteFile file) {
        Map<String, String> configuration = new TreeMap<>(file.configuration());
        if (("/" + file.name()).contains("/postgreSQL/")) {
            configuration.put("spark.sql.legacy.interval.enabled", "true");
        }
        if (file.folder().equals("timestampNTZ")) {
            configuration.put("spark.sql.timestampType", "TIMESTAMP_NTZ");
        }
        return new Settings(ZONE, configuration);
    }

    private Settings change(Scope scope, GoldenQuery query, Settings current) {
        Optional<Map.Entry<String, String>> setting = scope.setting(query.sql());
        if (setting.isEmpty() || query.isError()) {
            return current;
        }
        prepare(query);
        Map<String, String> configuration = new TreeMap<>(current.configuration());
        String zone = spark().conf().get("spark.sql.session.timeZone");
        String key = setting.get().getKey();
        if (key.equals("spark.sql.session.timeZone") || key.isEmpty()) {
            configuration.remove("spark.sql.session.timeZone");
        } else {
            configuration.put(key, setting.get().getValue());
        }
        Settings changed = new Settings(zone, configuration);
        if (scope.outOfScope(StatementKind.QUERY, "").isEmpty()) {
            runner.change(changed);
        }
        return changed;
    }

    private void prepare(Scope scope, StatementKind kind, GoldenQuery query) {
        scope.define(query.sql());
        boolean hasEffect = kind != StatementKind.INSPECTION && kind != StatementKind.QUERY;
        if (hasEffect && kind != StatementKind.SETTING) {
            prepare(query);
        }
    }

    /** Lets Spark prepare; that it fails is a fact of the suite where the golden file says so. */
    private void prepare(GoldenQuery query) {
        try {
            fixtures.run(query.sql());
            runner.prepared(query.sql());
        } catch (Exception e) {
            if (!query.isError()) {
                System.err.println("fixture failed: "
                        + query.sql().lines().findFirst().orElse("") + ": "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            }
        }
    }

    private Entry entry(SuiteFile file, int index, Scope scope, GoldenQuery query) {
        StatementKind kind = StatementKind.of(query.sql());
        scope.define(query.sql());
        QueryOutcome outcome;
        if (query.condition().filter(CATALOG_CONDITIONS::contains).isPresent()) {
            prepare(query);
            return refused(file, index, query, "What Spark's catalog of persistent views checks is not supported");
        }
        if (kind == StatementKind.VIEW) {
            outcome = runner.define(query.sql());
            if (!(runner instanceof SparkRunner)) {
                prepare(query);
            }
        } else {
            outcome = runner.query(query.sql());
        }
        if (isTestOnly(query, outcome)) {
            return outOfScope(file, index, query, "types that only Spark's own tests switch on");
        }
        SortOrder order = order(query);
        Verdict verdict = Comparison.compare(query, outcome, order);
        if (Comparison.isOfRows(verdict) && outcome instanceof QueryOutcome.Answer answer) {
            verdict = chance.settle(new Chance.Case(file.name(), index, query, order), answer, verdict, spark());
        }
        return new Entry(file.name(), index, query, verdict, Optional.of(outcome));
    }

    /** TIME and geometry are off in Spark 4.1 unless it runs its own tests; elsewhere it gives these errors. */
    private static boolean isTestOnly(GoldenQuery query, QueryOutcome outcome) {
        return outcome instanceof QueryOutcome.Failure failure
                && failure.condition().filter(TEST_ONLY::contains).isPresent()
                && !failure.condition().equals(query.condition());
    }

    private SortOrder order(GoldenQuery query) {
        try {
            LogicalPlan parsed = spark().sessionState().sqlParser().parsePlan(query.sql());
            return SortOrder.of(parsed);
        } catch (Exception e) {
            return SortOrder.NONE;
        }
    }

    private SparkSession spark() {
        return (SparkSession) fixtures.session().spark();
    }

    private static Entry refused(SuiteFile file, int index, GoldenQuery query, String reason) {
        return new Entry(file.name(), index, query, new Verdict(Kind.REFUSED, reason), Optional.empty());
    }

    private static Entry outOfScope(SuiteFile file, int index, GoldenQuery query, String reason) {
        return new Entry(file.name(), index, query, new Verdict(Kind.OUT_OF_SCOPE, reason), Optional.empty());
    }
}
