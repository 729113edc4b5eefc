package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import dev.leat.plan.RelationName;
import dev.leat.run.PipelineRunner;
import dev.leat.run.RunListener;
import dev.leat.run.RunReport;
import dev.leat.run.Selection;
import dev.leat.spi.CommitTerms;
import dev.leat.spi.Outcome;
import dev.leat.sql.project.CompiledProject;
import dev.leat.sql.project.ProjectCompiler;
import dev.leat.sql.project.ProjectLocation;
import dev.leat.sql.project.ProjectTexts;
import dev.leat.sql.read.SparkFileReaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * A small project on a warehouse: a stream of orders, their totals by customer, and those with the customers' names. What its results
 * have to be is computed here from the same files.
 */
final class Shop {
    /** The datasets, in the order of their computation. */
    static final List<String> DATASETS = List.of("kept", "totals", "named");

    private static final String SOURCES = """
            CREATE TABLE orders (id INT, customer INT, amount INT) USING csv OPTIONS (path 'FOLDER/orders');
            CREATE TABLE customers (id INT, name STRING) USING csv OPTIONS (path 'FOLDER/customers');
            """;

    private static final String VIEWS = """
            CREATE STREAMING TABLE kept AS SELECT * FROM STREAM(orders) WHERE amount >= 0;
            CREATE MATERIALIZED VIEW totals AS
              SELECT customer, count(*) AS n, sum(amount) AS total FROM kept GROUP BY customer;
            CREATE MATERIALIZED VIEW named AS
              SELECT c.name, t.n, t.total FROM totals t JOIN customers c ON t.customer = c.id;
            """;

    private static final Selection ALL = Selection.all();

    private final Path folder;

    private Shop(Path folder) {
        this.folder = folder;
    }

    /** A shop whose files are below a folder that may have some already. */
    static Shop in(Path folder) {
        try {
            Files.createDirectories(folder.resolve("orders"));
            Files.createDirectories(folder.resolve("customers"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a shop in " + folder, e);
        }
        return new Shop(folder);
    }

    /** Its definitions. */
    Pipeline pipeline() {
        return pipeline(VIEWS);
    }

    /** Other definitions on the same sources. */
    Pipeline pipeline(String definitions) {
        Path file = folder.resolve("shop.sql");
        try {
            Files.writeString(file, SOURCES.replace("FOLDER", folder.toString()) + definitions);
            CompiledProject compiled =
                    new ProjectCompiler(new SparkFileReaders()).compile(ProjectTexts.read(ProjectLocation.of(file)));
            assertThat(compiled.diagnostics()).isEmpty();
            return compiled.pipeline().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    /** The folder of the warehouse. */
    Path warehouse() {
        return folder.resolve("warehouse");
    }

    /** Becomes the writer, even if another one lives. */
    SparkEngine open() {
        return open(warehouse());
    }

    /** Becomes the writer of another warehouse. */
    SparkEngine open(Path warehouse) {
        return SparkEngine.open(
                LocalSpark.session(),
                new SparkEngine.Options(
                        warehouse.toUri().toString(), UUID.randomUUID().toString(), Clock.systemUTC(), Duration.ZERO));
    }

    /** Adds a file of orders, each as "id,customer,amount". */
    Shop order(String file, String... orders) {
        return write("orders", file, orders);
    }

    /** Adds a file of customers, each as "id,name". */
    Shop customer(String file, String... customers) {
        return write("customers", file, customers);
    }

    /** So that no reader sees half of a file, it gets its name when it is whole. */
    private Shop write(String source, String file, String... rows) {
        try {
            Path whole = folder.resolve(source).resolve(file + ".csv");
            Path unfinished = folder.resolve(file + ".unfinished");
            Files.writeString(unfinished, String.join("\n", rows) + "\n");
            Files.move(unfinished, whole);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot add " + file + " to " + source, e);
        }
    }

    /** Runs all of the project, and requires that each dataset is refreshed. */
    void run(SparkEngine engine) {
        run(engine, pipeline());
    }

    /** Runs all of a project, and requires that each dataset is refreshed. */
    static void run(SparkEngine engine, Pipeline pipeline) {
        RunReport report = report(engine, pipeline);
        assertThat(report.outcomes())
                .allSatisfy(outcome -> assertThat(outcome.status())
                        .as(outcome.name() + ": " + outcome.problems())
                        .isEqualTo(Outcome.Status.REFRESHED));
    }

    /** Runs all of a project. */
    static RunReport report(SparkEngine engine, Pipeline pipeline) {
        return new PipelineRunner(engine, RunListener.SILENT).run(pipeline, ALL, CommitTerms.DEFAULT);
    }

    /** The name of a dataset's table in a catalog {@code leat}. */
    static String table(String dataset) {
        return SparkEngine.table(RelationName.of("spark_catalog", "default", dataset));
    }

    /** What a dataset's table has for others, in some order that is always the same. */
    static List<String> rows(SparkSession spark, String dataset) {
        return spark.sql("SELECT * FROM " + table(dataset)).collectAsList().stream()
                .map(row -> row.mkString(","))
                .sorted()
                .toList();
    }

    /** What all tables have for others, by dataset. */
    static Map<String, List<String>> rows(SparkEngine engine) {
        Map<String, List<String>> all = new TreeMap<>();
        for (String dataset : DATASETS) {
            all.put(dataset, rows(engine.spark(), dataset));
        }
        return all;
    }

    /** What they have to have once all files are read. */
    Map<String, List<String>> expected() {
        return expected(file -> true);
    }

    /** What they have to have once some files of orders are read. */
    Map<String, List<String>> expected(Predicate<String> isRead) {
        List<String> kept = new ArrayList<>();
        Map<String, long[]> totals = new TreeMap<>();
        for (String line : lines("orders", isRead)) {
            String[] order = line.split(",", -1);
            long amount = Long.parseLong(order[2]);
            if (amount >= 0) {
                kept.add(line);
                long[] total = totals.computeIfAbsent(order[1], unseen -> new long[2]);
                total[0]++;
                total[1] += amount;
            }
        }
        List<String> named = new ArrayList<>();
        for (String line : lines("customers", file -> true)) {
            String[] customer = line.split(",", -1);
            if (totals.containsKey(customer[0])) {
                long[] total = totals.getOrDefault(customer[0], new long[2]);
                named.add(customer[1] + "," + total[0] + "," + total[1]);
            }
        }
        List<String> lines = totals.entrySet().stream()
                .map(total -> total.getKey() + "," + total.getValue()[0] + "," + total.getValue()[1])
                .toList();
        return new TreeMap<>(Map.of("kept", sorted(kept), "totals", sorted(lines), "named", sorted(named)));
    }

    private static List<String> sorted(List<String> lines) {
        return lines.stream().sorted().toList();
    }

    private List<String> lines(String source, Predicate<String> isChosen) {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve(source))) {
            for (Path file : files.toList()) {
                if (!isChosen.test(file.getFileName().toString())) {
                    continue;
                }
                lines.addAll(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + source, e);
        }
        return lines;
    }

    /** Requires that the tables have what the files say. */
    void check(SparkEngine engine) {
        assertThat(rows(engine)).isEqualTo(expected());
    }
}
