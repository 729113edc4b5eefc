package dev.leat.conformance.cluster;

import dev.leat.conformance.load.Delivered;
import dev.leat.conformance.oracle.OracleSession;
import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.pipeline.Settings;
import dev.leat.spark.store.CommitEntry;
import dev.leat.spark.store.CommitLog;
import dev.leat.spark.store.TableVersion;
import dev.leat.spark.store.Warehouse;
import dev.leat.spark.store.WarehouseState;
import dev.leat.testkit.kafka.TopicFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A project over a folder that grows, whose every row has a number of its own: a stream, groups of it, the last rows of each key, and sinks that
 * get all rows, a folder and a topic.
 */
final class ClusterProject {
    private static final int KEYS = 50;
    private static final String TOPIC = "out";

    /** Entries of the log that a run makes, and those that runs make that have no commit: at most so many. */
    private static final int ENTRIES_OF_RUN_MAX = 50;

    private final Path file;
    private final String root;
    private final FileSystem files;
    private final Configuration configuration;
    private final TopicFixture topics;
    private final SparkSession spark;
    private long rows;
    private int parts;

    /**
     * Writes the project.
     *
     * @param folder for its text
     * @param root a folder of a file system, for its data and warehouse
     * @param configuration of that file system's client
     * @param topics where a sink's topic is made
     */
    ClusterProject(Path folder, String root, Configuration configuration, TopicFixture topics) {
        this.file = folder.resolve("p.sql");
        this.root = root;
        this.configuration = configuration;
        this.topics = topics;
        topics.create(TOPIC, 2);
        try {
            this.files = FileSystem.newInstance(URI.create(root), configuration);
            files.mkdirs(path("in"));
            Files.writeString(file, """
                    CREATE TABLE lines (id BIGINT, k INT, v INT) USING csv OPTIONS (path '%1$s/in');
                    CREATE STREAMING TABLE kept AS SELECT * FROM STREAM(lines);
                    CREATE MATERIALIZED VIEW per_key AS SELECT k, count(*) AS n, sum(v) AS s FROM kept GROUP BY k;
                    CREATE MATERIALIZED VIEW latest AS
                      SELECT id, k, v FROM (SELECT *, row_number() OVER (PARTITION BY k ORDER BY id DESC) AS r FROM kept) WHERE r <= 3;
                    CREATE SINK filed USING csv OPTIONS (path '%1$s/out');
                    CREATE FLOW filing AS INSERT INTO filed BY NAME SELECT id, concat('w', v) AS word FROM STREAM(lines);
                    CREATE SINK sent USING kafka OPTIONS ('kafka.bootstrap.servers' '%2$s', topic '%3$s');
                    CREATE FLOW sending AS INSERT INTO sent BY NAME SELECT concat(id, ',w', v) AS value FROM STREAM(kept);
                    """.formatted(root, topics.servers(), TOPIC));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.spark = SparkOracle.start().session(Settings.DEFAULT).spark();
        String catalog = "spark.sql.catalog.checked";
        spark.conf().set(catalog, "org.apache.iceberg.spark.SparkCatalog");
        spark.conf().set(catalog + ".type", "hadoop");
        spark.conf().set(catalog + ".warehouse", warehouse());
        spark.conf().set(catalog + ".cache-enabled", "false");
        // The session reads the file system by the settings of its client.
        configuration.forEach(setting -> {
            if (setting.getKey().startsWith("dfs.")) {
                spark.conf().set(catalog + ".hadoop." + setting.getKey(), setting.getValue());
            }
        });
    }

    /** The text of the project. */
    Path file() {
        return file;
    }

    /** Where its results are. */
    String warehouse() {
        return root + "/warehouse";
    }

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(root + "/" + name);
    }

    /** Adds a file of so many rows. */
    void grow(SplittableRandom random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(rows++)
                    .append(',')
                    .append(random.nextInt(KEYS))
                    .append(',')
                    .append(random.nextInt(1000))
                    .append('\n');
        }
        try {
            org.apache.hadoop.fs.Path unfinished = path("in/_part");
            try (FSDataOutputStream out = files.create(unfinished, true)) {
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            }
            files.rename(unfinished, path("in/part-" + parts++ + ".csv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What a state of the warehouse has.
     *
     * @param rows that there are in the stream's table
     * @param repeated rows that are there more than once
     * @param isTorn whether views do not fit the stream's table, but those that the last run tells to have failed
     */
    record Content(long rows, long repeated, boolean isTorn) {}

    /** How many rows there are to be. */
    long rows() {
        return rows;
    }

    /** The content that the last commit names; empty before the first. */
    Optional<Content> content() {
        Warehouse opened = Warehouse.open(warehouse(), configuration);
        WarehouseState state = CommitLog.read(opened);
        if (state.table("default/kept").isEmpty()) {
            return Optional.empty();
        }
        String kept = table(state, "kept");
        Row counts = row("SELECT count(*), count(DISTINCT id) FROM " + kept);
        String groups = "SELECT k, count(*) AS n, sum(v) AS s FROM " + kept + " GROUP BY k";
        String latest = "SELECT id, k, v FROM (SELECT *, row_number() OVER (PARTITION BY k ORDER BY id DESC) AS r FROM "
                + kept + ") WHERE r <= 3";
        Set<String> failed = failed(opened, state);
        boolean isTorn = (!failed.contains("per_key")
                        && differ(groups, "SELECT k, n, s FROM " + table(state, "per_key")))
                || (!failed.contains("latest") && differ(latest, "SELECT id, k, v FROM " + table(state, "latest")));
        return Optional.of(new Content(counts.getLong(0), counts.getLong(0) - counts.getLong(1), isTorn));
    }

    /** The datasets that the last commit of a run says to have kept what they had. */
    private static Set<String> failed(Warehouse warehouse, WarehouseState state) {
        List<CommitEntry> runs = CommitLog.entries(warehouse, Math.max(0, state.number() - ENTRIES_OF_RUN_MAX)).stream()
                .filter(entry -> !entry.outcomes().isEmpty())
                .toList();
        return runs.get(runs.size() - 1).outcomes().stream()
                .filter(outcome -> !outcome.problem().isEmpty())
                .map(outcome -> outcome.name().substring(outcome.name().lastIndexOf('.') + 1))
                .collect(Collectors.toSet());
    }

    /** What the sinks have. */
    List<Delivered> sinks() {
        return List.of(filed(), Delivered.inTopic(topics.servers(), TOPIC));
    }

    private Delivered filed() {
        Delivered delivered = new Delivered();
        try {
            org.apache.hadoop.fs.Path folder = path("out");
            if (files.exists(folder)) {
                for (FileStatus file : files.globStatus(new org.apache.hadoop.fs.Path(folder, "[!._]*"))) {
                    try (FSDataInputStream in = files.open(file.getPath())) {
                        new String(in.readAllBytes(), StandardCharsets.UTF_8)
                                .lines()
                                .forEach(delivered::add);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return delivered;
    }

    private static String table(WarehouseState state, String name) {
        TableVersion version = state.table("default/" + name).orElseThrow();
        return "checked.default." + name + " VERSION AS OF " + version.snapshot();
    }

    private boolean differ(String expected, String actual) {
        return row("SELECT (SELECT count(*) FROM (" + expected + " EXCEPT ALL " + actual
                                + ")) + (SELECT count(*) FROM (" + actual + " EXCEPT ALL " + expected + "))")
                        .getLong(0)
                != 0;
    }

    private Row row(String sql) {
        return new OracleSession(spark).spark().sql(sql).first();
    }
}
