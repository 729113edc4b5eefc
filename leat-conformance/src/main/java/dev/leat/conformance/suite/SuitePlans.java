package dev.leat.conformance.suite;

import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.conformance.suite.Fixtures.FixtureTable;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PlanPreparation;
import dev.leat.pipeline.Settings;
import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import dev.leat.spi.Engine;
import dev.leat.sql.analysis.Scala;
import dev.leat.sql.translate.QueryTranslator;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.classic.Dataset$;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** The plans of the suite's queries, without folding of constants, over Parquet files of its tables. */
public final class SuitePlans {
    private final SparkOracle oracle;
    private final Path folder;
    private final IdentityHashMap<FixtureTable, Path> written = new IdentityHashMap<>();
    private final List<SuitePlan> plans = new ArrayList<>();

    private SuitePlans(SparkOracle oracle, Path folder) {
        this.oracle = oracle;
        this.folder = folder;
    }

    /**
     * A query's plan.
     *
     * @param files of the relations that it reads
     */
    public record SuitePlan(String id, Settings settings, Plan plan, Map<RelationName, Path> files) {
        public SuitePlan {
            files = Map.copyOf(files);
        }
    }

    /** Those of all queries that Leat takes, of the files of some names; their tables are written into a folder. */
    public static List<SuitePlan> load(Path folder, List<String> filters) {
        SparkOracle oracle = SparkOracle.start();
        SuitePlans loaded = new SuitePlans(oracle, folder);
        Fixtures fixtures = new Fixtures(oracle);
        for (SuiteFile file : SuiteFiles.load()) {
            if (filters.isEmpty() || filters.stream().anyMatch(file.name()::contains)) {
                try (LeatRunner runner = new LeatRunner(
                        fixtures,
                        new FixtureReaders(),
                        readers -> loaded.engine(file.name(), readers),
                        QueryTranslator::translateUnfolded)) {
                    new SuiteRun(fixtures, runner).run(file);
                }
            }
        }
        return loaded.plans;
    }

    /** An engine that takes queries, and answers none. */
    private Engine engine(String file, FixtureReaders readers) {
        return (Engine) Proxy.newProxyInstance(
                SuitePlans.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, all) -> {
                    if (method.getName().equals("query")) {
                        add(file, (Pipeline) all[0], (Plan) all[1], readers);
                        throw new LeatException(ErrorCode.NOT_SUPPORTED, "The plan is taken, and not run");
                    }
                    return null;
                });
    }

    private void add(String file, Pipeline pipeline, Plan plan, FixtureReaders readers) {
        Plan prepared = new PlanPreparation(pipeline).prepareWhole(plan);
        Map<RelationName, Path> files = new HashMap<>();
        for (Plan node : Plans.nodes(prepared)) {
            if (node instanceof Plan.Scan scan) {
                Optional<Path> written = pipeline.sources().stream()
                        .filter(source ->
                                source.name().key().equals(scan.relation().key()))
                        .findFirst()
                        .flatMap(source -> write(source, readers));
                if (written.isEmpty()) {
                    return;
                }
                files.put(scan.relation(), written.get());
            }
        }
        plans.add(new SuitePlan(file + " " + plans.size(), pipeline.settings(), prepared, files));
    }

    /** The file of a source's table; none where Parquet does not have its types. */
    private Optional<Path> write(Source source, FixtureReaders readers) {
        if (!source.definition().format().equals(FixtureReaders.FORMAT)) {
            return Optional.empty();
        }
        FixtureTable table = readers.table(source.definition().paths().get(0));
        Path known = written.get(table);
        if (known != null) {
            return Optional.of(known);
        }
        Path file = folder.resolve("table-" + written.size());
        try {
            SparkSession spark = (SparkSession) oracle.session(Settings.DEFAULT).spark();
            SparkSession.setActiveSession(spark);
            StructType schema = (StructType) CharVarcharUtils.replaceCharVarcharWithString(table.columns());
            Dataset$.MODULE$
                    .ofRows(
                            spark,
                            new LocalRelation(
                                    Scala.<Attribute>seq(
                                            CollectionConverters.asJava(DataTypeUtils.toAttributes(schema))),
                                    Scala.seq(table.rows()),
                                    false,
                                    Option.empty()))
                    .coalesce(1)
                    .write()
                    .parquet(file.toString());
        } catch (Exception e) {
            return Optional.empty();
        }
        written.put(table, file);
        return Optional.of(file);
    }
}
