package dev.leat.conformance.versions;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Answers statements with the Spark on its class path: {@code StatementRunner STATEMENTS ANSWERS}. Runs on each version, so that it uses
 * nothing but the JDK and what all of them have.
 */
public final class StatementRunner {
    /** Ends a line that was written as a whole. */
    static final String END = ".";

    /** More failures than a statement has rows: one that does not get on. */
    private static final int OUTCOMES_MAX = 5_000;

    private static final Map<String, String> SETTINGS = Map.of(
            "spark.ui.enabled", "false",
            "spark.driver.host", "127.0.0.1",
            "spark.driver.bindAddress", "127.0.0.1",
            "spark.sql.shuffle.partitions", "1",
            "spark.sql.adaptive.enabled", "false",
            "spark.sql.codegen.cache.maxEntries", "10",
            // A row that is computed where the query is planned would fail there, and with all others.
            "spark.sql.optimizer.excludedRules", "org.apache.spark.sql.catalyst.optimizer.ConvertToLocalRelation");

    private final SparkSession spark;
    private final Map<Map<String, String>, SparkSession> sessions = new HashMap<>();

    private StatementRunner(SparkSession spark) {
        this.spark = spark;
    }

    /** The command. */
    public static void main(String[] arguments) throws IOException {
        SparkSession.Builder builder = SparkSession.builder().master("local[1]").appName("statements");
        SETTINGS.forEach(builder::config);
        SparkSession spark = builder.config(
                        "spark.sql.warehouse.dir",
                        Path.of(arguments[1] + ".tables").toString())
                .getOrCreate();
        spark.sparkContext().setLogLevel("OFF");
        StatementRunner runner = new StatementRunner(spark);
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(arguments[1])))) {
            for (Statement statement : Statement.read(Path.of(arguments[0]))) {
                Answer answer = runner.answer(statement);
                List<String> fields = new ArrayList<>(List.of(statement.id(), answer.schema()));
                fields.addAll(answer.outcomes());
                out.println(Statement.fields(fields) + END);
                out.flush();
            }
        } finally {
            spark.stop();
        }
    }

    private Answer answer(Statement statement) {
        Dataset<Row> data;
        String schema;
        try {
            SparkSession session = session(statement.settings());
            data = statement.kind() == Statement.Kind.FILES
                    ? files(session, Statement.fields(statement.text()))
                    : session.sql(statement.text());
            schema = schema(data.schema());
        } catch (Throwable e) {
            return Answer.ofFailure(condition(e));
        }
        try {
            return new Answer(
                    schema,
                    statement.kind() == Statement.Kind.EACH_ROW
                            ? data.javaRDD()
                                    .mapPartitions(StatementRunner::outcomes)
                                    .collect()
                            : data.collectAsList().stream().map(RowText::of).toList());
        } catch (Throwable e) {
            return new Answer(schema, List.of(Answer.FAILURE + condition(e)));
        }
    }

    private SparkSession session(Map<String, String> settings) {
        SparkSession session = sessions.computeIfAbsent(settings, wanted -> {
            SparkSession made = spark.newSession();
            wanted.forEach((key, value) -> made.conf().set(key, value));
            return made;
        });
        SparkSession.setActiveSession(session);
        return session;
    }

    /** Format, schema (inferred if empty), number of options, options, paths. */
    private static Dataset<Row> files(SparkSession session, List<String> fields) {
        DataFrameReader reader = session.read().format(fields.get(0));
        if (!fields.get(1).isEmpty()) {
            reader.schema(fields.get(1));
        }
        int options = Integer.parseInt(fields.get(2));
        for (int index = 0; index < options; index++) {
            reader.option(fields.get(3 + 2 * index), fields.get(4 + 2 * index));
        }
        return reader.load(fields.subList(3 + 2 * options, fields.size()).toArray(new String[0]));
    }

    private static String schema(StructType schema) {
        StringJoiner text = new StringJoiner(", ", "(", ")");
        for (StructField field : schema.fields()) {
            text.add(field.name() + " " + field.dataType().catalogString());
        }
        return text.toString();
    }

    /** The iterator goes on after a row that failed: the row was taken before it was computed. */
    private static Iterator<String> outcomes(Iterator<Row> rows) {
        List<String> outcomes = new ArrayList<>();
        while (outcomes.size() < OUTCOMES_MAX) {
            try {
                if (!rows.hasNext()) {
                    break;
                }
                outcomes.add(RowText.of(rows.next()));
            } catch (Throwable e) {
                outcomes.add(Answer.FAILURE + condition(e));
            }
        }
        return outcomes.iterator();
    }

    /** By the name that Spark 3.5 has for it, too. */
    @SuppressWarnings("deprecation")
    private static String condition(Throwable failure) {
        String name = failure.getClass().getName();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SparkThrowable known && known.getErrorClass() != null) {
                return known.getErrorClass();
            }
            name = cause.getClass().getName();
        }
        return name;
    }
}
