package dev.leat.conformance.tpc;

import dev.leat.conformance.oracle.OracleSession;
import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.RowsDifference;
import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;

/** Compares Leat's answers to TPC-H and TPC-DS with Spark's, and TPC-H's with published ones. */
public final class TpcAnswers {
    private static final double SCALE = 0.01;

    private TpcAnswers() {}

    /**
     * The command.
     *
     * @param arguments folder for generated data; folder of the published answers (may be absent); then names of queries
     *     to run, or {@code --write-golden FOLDER} to keep Spark's answers as files
     */
    public static void main(String[] arguments) throws IOException {
        Path cache = Path.of(arguments[0]);
        Path published = Path.of(arguments[1]);
        List<String> names = new ArrayList<>(List.of(arguments).subList(2, arguments.length));
        if (!names.isEmpty() && names.get(0).equals("--write-golden")) {
            writeGolden(cache, Path.of(names.get(1)));
            System.exit(0);
        }
        Map<String, Optional<String>> tpch = tpch(cache, published, names, oracle(TpchData.tables(cache, SCALE)));
        Map<String, Optional<String>> tpcds = tpcds(cache, names, oracle(TpcdsData.tables(cache)));
        print(tpch);
        print(tpcds);
        System.out.println("tpch equal " + equalCount(tpch) + " of 22 tpcds equal " + equalCount(tpcds) + " of 99");
        System.exit(0);
    }

    private static void writeGolden(Path cache, Path folder) throws IOException {
        golden(TpchData.tables(cache, SCALE), TpcTexts.tpchQueries(), folder.resolve("tpch.txt"));
        golden(TpcdsData.tables(cache), TpcTexts.tpcdsQueries(), folder.resolve("tpcds.txt"));
    }

    private static void golden(List<TpcTable> tables, Map<String, String> queries, Path file) throws IOException {
        OracleSession spark = spark(tables);
        Map<String, Rows> answers = new LinkedHashMap<>();
        queries.forEach((name, sql) -> answers.put(name, spark.rows(sql)));
        GoldenAnswers.write(file, answers);
    }

    private static void print(Map<String, Optional<String>> differences) {
        differences.forEach((name, difference) -> System.out.println(name + ": " + difference.orElse("equal")));
    }

    /** The queries without a difference; one in two parts counts once, if both are equal. */
    static int equalCount(Map<String, Optional<String>> differences) {
        Map<String, Boolean> equal = new LinkedHashMap<>();
        differences.forEach((name, difference) ->
                equal.merge(name.replaceAll("[ab]$", ""), difference.isEmpty(), Boolean::logicalAnd));
        return (int) equal.values().stream().filter(same -> same).count();
    }

    /** What is different in TPC-H, by query; nothing for equal ones. */
    static Map<String, Optional<String>> tpch(
            Path cache, Path published, List<String> only, Function<String, Function<String, Rows>> expected) {
        Map<String, Optional<String>> differences = new LinkedHashMap<>();
        try (LeatTables leat = new LeatTables(TpchData.tables(cache, SCALE))) {
            TpcTexts.tpchQueries().forEach((query, sql) -> {
                String name = "tpch." + query;
                if (isWanted(name, only)) {
                    Optional<String> difference = difference(expected.apply(query), leat, sql);
                    differences.put(
                            name,
                            difference.isPresent() ? difference : publishedDifference(leat, published, query, sql));
                }
            });
        }
        return differences;
    }

    /** What is different in TPC-DS, by query or part of a query; nothing for equal ones. */
    static Map<String, Optional<String>> tpcds(
            Path cache, List<String> only, Function<String, Function<String, Rows>> expected) {
        Map<String, Optional<String>> differences = new LinkedHashMap<>();
        try (LeatTables leat = new LeatTables(TpcdsData.tables(cache))) {
            TpcTexts.tpcdsQueries().forEach((query, sql) -> {
                String name = "tpcds." + query;
                if (isWanted(name, only)) {
                    differences.put(name, difference(expected.apply(query), leat, sql));
                }
            });
        }
        return differences;
    }

    private static boolean isWanted(String name, List<String> only) {
        return only.isEmpty() || only.contains(name) || only.contains(name.substring(0, name.indexOf('.')));
    }

    /** Spark computes the answer to a text; the query's name is not needed. */
    private static Function<String, Function<String, Rows>> oracle(List<TpcTable> tables) {
        OracleSession spark = spark(tables);
        return name -> spark::rows;
    }

    /** Answers that Spark gave before. */
    static Function<String, Function<String, Rows>> kept(Map<String, Rows> answers) {
        return name -> sql -> Objects.requireNonNull(answers.get(name));
    }

    /** A session of Spark with the tables. */
    static OracleSession spark(List<TpcTable> tables) {
        OracleSession spark = SparkOracle.start().session(Settings.DEFAULT);
        String database = "tpc" + tables.size();
        spark.rows("CREATE DATABASE IF NOT EXISTS " + database);
        spark.rows("USE " + database);
        for (TpcTable table : tables) {
            spark.rows("DROP TABLE IF EXISTS " + table.name());
            spark.rows(table.createStatement());
        }
        return spark;
    }

    private static Optional<String> difference(Function<String, Rows> expectedRows, LeatTables leat, String sql) {
        Rows actual;
        try {
            actual = leat.rows(leat.plan(sql));
        } catch (LeatException e) {
            return Optional.of(e.code() + ": " + e.getMessage());
        }
        Rows expected = expectedRows.apply(sql);
        return RowsDifference.find(
                expected, actual, SortColumns.of(new CatalystSqlParser().parsePlan(sql), expected.names()));
    }

    private static Optional<String> publishedDifference(LeatTables leat, Path published, String name, String sql) {
        int number = Integer.parseInt(name.substring(1));
        Path file = published.resolve((number < 10 ? "q0" : "q") + number + ".csv");
        if (!Files.exists(file) || !PublishedAnswers.isComparable(name)) {
            return Optional.empty();
        }
        try {
            return PublishedAnswers.difference(leat.rows(leat.plan(sql)), Files.readAllLines(file))
                    .map(difference -> "published answer: " + difference);
        } catch (IOException e) {
            return Optional.of("cannot read " + file + ": " + e);
        }
    }
}
