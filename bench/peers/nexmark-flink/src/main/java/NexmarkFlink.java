import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;

/**
 * The queries of Nexmark on Flink SQL, one after the other in one process with two slots, over files as bounded streams, with
 * checkpoints that are exactly once each five seconds, and the settings that the published benchmark gives Flink. The rows go
 * nowhere (those of query 10 into files), or, to be compared, into a file with a query's name, as they are at the end.
 *
 * <p>Arguments: folder of events, scratch folder, and {@code rows} or {@code speed}. A line for each query:
 * {@code @@ q00 cpu SECONDS wall SECONDS}, {@code @@ q00 rows N} or {@code @@ q00 refused REASON}.
 */
public final class NexmarkFlink {
    private static final String TIME = "`dateTime` TIMESTAMP_LTZ(3), ";
    private static final String WATERMARK = "WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND";

    private final Path data;
    private final Path scratch;

    private NexmarkFlink(Path data, Path scratch) {
        this.data = data;
        this.scratch = scratch;
    }

    public static void main(String[] arguments) throws Exception {
        NexmarkFlink flink = new NexmarkFlink(Path.of(arguments[0]), Path.of(arguments[1]));
        Map<String, String> queries = queries();
        if (arguments[2].equals("rows")) {
            for (Map.Entry<String, String> query : queries.entrySet()) {
                flink.tell(query.getKey(), () -> flink.rows(query.getKey(), query.getValue()));
            }
        } else {
            // What is first in a process pays for all.
            flink.speed("q00", queries.get("q00"));
            for (Map.Entry<String, String> query : queries.entrySet()) {
                flink.tell(query.getKey(), () -> flink.speed(query.getKey(), query.getValue()));
            }
        }
        System.exit(0);
    }

    private static Map<String, String> queries() throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        try (InputStream file = NexmarkFlink.class.getResourceAsStream("/queries.sql")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            for (String part : text.split("(?m)^-- (?=q\\d\\d$)")) {
                if (part.startsWith("q")) {
                    queries.put(part.substring(0, 3), part.substring(3).strip().replaceFirst(";$", ""));
                }
            }
        }
        return queries;
    }

    private interface Told {
        String run() throws Exception;
    }

    private void tell(String query, Told work) {
        String told;
        try {
            told = work.run();
        } catch (Exception e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            told = "refused " + String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        }
        System.out.println("@@ " + query + " " + told);
    }

    private TableEnvironment tables() {
        Configuration options = new Configuration();
        options.setString("parallelism.default", "2");
        options.setString("taskmanager.numberOfTaskSlots", "2");
        options.setString("taskmanager.memory.managed.size", "512m");
        options.setString("taskmanager.memory.network.min", "64m");
        options.setString("taskmanager.memory.network.max", "64m");
        options.setString("pipeline.object-reuse", "true");
        options.setString("table.local-time-zone", "UTC");
        options.setString("io.tmp.dirs", scratch.toString());
        options.setString("execution.checkpointing.interval", "5s");
        options.setString("execution.checkpointing.mode", "EXACTLY_ONCE");
        options.setString("execution.checkpointing.dir", "file://" + scratch + "/checkpoints");
        options.setString("table.exec.mini-batch.enabled", "true");
        options.setString("table.exec.mini-batch.allow-latency", "2s");
        options.setString("table.exec.mini-batch.size", "50000");
        options.setString("table.optimizer.distinct-agg.split.enabled", "true");
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(options)
                .build());
        source(tables, "person", "id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING, "
                + TIME + "extra STRING, " + WATERMARK);
        source(tables, "auction", "id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve BIGINT, "
                + TIME + "expires TIMESTAMP_LTZ(3), seller BIGINT, category BIGINT, extra STRING, " + WATERMARK);
        source(tables, "bid", "auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, " + TIME
                + "extra STRING, " + WATERMARK);
        tables.executeSql("CREATE TABLE side_input (key BIGINT, `value` STRING) WITH ('connector' = 'filesystem', 'path' = 'file://"
                + data + "/side_input.csv', 'format' = 'csv')");
        return tables;
    }

    private void source(TableEnvironment tables, String name, String columns) {
        tables.executeSql("CREATE TABLE " + name + " (" + columns + ") WITH ('connector' = 'filesystem', 'path' = 'file://" + data
                + "/" + name + "', 'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601')");
    }

    /** What a query costs whose rows go nowhere, or, those of query 10, into files by day and minute. */
    private String speed(String query, String sql) throws Exception {
        var machine = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        TableEnvironment tables = tables();
        List<String> types = tables.sqlQuery(sql).getResolvedSchema().getColumns().stream()
                .map(column -> column.getDataType().getLogicalType().asSerializableString())
                .map(type -> type.replace(" *ROWTIME*", ""))
                .toList();
        tables.executeSql("CREATE TABLE sink (" + numbered(types) + ")"
                + (query.equals("q10")
                        ? " PARTITIONED BY (c5, c6) WITH ('connector' = 'filesystem', 'format' = 'csv', 'path' = 'file://" + scratch
                                + "/log')"
                        : " WITH ('connector' = 'blackhole')"));
        long cpu = machine.getProcessCpuTime();
        long wall = System.nanoTime();
        tables.executeSql("INSERT INTO sink " + sql).await();
        return String.format("cpu %.3f wall %.3f", (machine.getProcessCpuTime() - cpu) / 1e9, (System.nanoTime() - wall) / 1e9);
    }

    private static String numbered(List<String> types) {
        return IntStream.range(0, types.size())
                .mapToObj(i -> "c" + i + " " + types.get(i))
                .collect(Collectors.joining(", "));
    }

    /** Writes the rows of a query at its end, as the harness of Leat writes rows. */
    private String rows(String query, String sql) throws Exception {
        Map<String, Long> counts = new LinkedHashMap<>();
        try (CloseableIterator<Row> changes = tables().executeSql(sql).collect()) {
            while (changes.hasNext()) {
                Row change = changes.next();
                boolean adds = change.getKind() == RowKind.INSERT || change.getKind() == RowKind.UPDATE_AFTER;
                counts.merge(text(change), adds ? 1L : -1L, (left, right) -> left + right == 0 ? null : left + right);
            }
        }
        List<String> rows = counts.entrySet().stream()
                .flatMap(row -> IntStream.range(0, Math.toIntExact(row.getValue())).mapToObj(i -> row.getKey()))
                .toList();
        Files.write(scratch.resolve(query + ".rows"), rows);
        return "rows " + rows.size();
    }

    private static String text(Row row) {
        return IntStream.range(0, row.getArity()).mapToObj(i -> text(row.getField(i))).collect(Collectors.joining(","));
    }

    private static String text(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Instant instant) {
            return Long.toString(instant.toEpochMilli() * 1_000);
        }
        if (value instanceof LocalDateTime time) {
            return text(time.toInstant(ZoneOffset.UTC));
        }
        return value == null ? "NULL" : value.toString();
    }
}
