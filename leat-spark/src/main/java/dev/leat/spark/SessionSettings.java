package dev.leat.spark;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** The settings of the session that a pipeline runs in: those of its project, and none beside them that change answers. */
public final class SessionSettings {
    private static final String SQL = "spark.sql.";

    /** What changes how a query is computed, and not what it says. */
    private static final List<String> HARMLESS = List.of(
            "spark.sql.adaptive.",
            "spark.sql.autoBroadcastJoinThreshold",
            "spark.sql.broadcastTimeout",
            "spark.sql.catalog.",
            "spark.sql.catalogImplementation",
            "spark.sql.codegen.",
            "spark.sql.defaultSizeInBytes",
            "spark.sql.execution.",
            "spark.sql.extensions",
            "spark.sql.files.",
            "spark.sql.inMemoryColumnarStorage.",
            "spark.sql.join.",
            "spark.sql.limit.",
            "spark.sql.optimizer.",
            "spark.sql.parquet.enableVectorizedReader",
            "spark.sql.parquet.outputTimestampType",
            "spark.sql.redaction.",
            "spark.sql.shuffle.",
            "spark.sql.sources.parallelPartitionDiscovery.",
            "spark.sql.ui.",
            "spark.sql.warehouse.dir");

    /**
     * What Leat needs: errors in place of NULL, Java's own times, rows of a limit from all parts at once; and lists of keys that are not part
     * of the code that is generated, which would be compiled anew for each change.
     */
    private static final Map<String, String> NEEDED = Map.ofEntries(
            Map.entry("spark.sql.ansi.enabled", "true"),
            Map.entry("spark.sql.storeAssignmentPolicy", "ANSI"),
            Map.entry("spark.sql.datetime.java8API.enabled", "true"),
            Map.entry("spark.sql.limit.initialNumPartitions", "100000"),
            // The change of a join of twenty inputs is deeper than queries are that somebody has written.
            Map.entry("spark.sql.analyzer.maxIterations", "1000"),
            Map.entry("spark.sql.optimizer.inSetConversionThreshold", "0"),
            Map.entry("spark.sql.optimizer.inSetSwitchThreshold", "0"),
            // What Spark 4 does by itself; 3.5 ends where its own ancestors would have read or written something else.
            Map.entry("spark.sql.legacy.timeParserPolicy", "CORRECTED"),
            Map.entry("spark.sql.legacy.ctePrecedencePolicy", "CORRECTED"),
            Map.entry("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED"),
            Map.entry("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED"),
            Map.entry("spark.sql.parquet.int96RebaseModeInRead", "CORRECTED"),
            Map.entry("spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED"));

    private SessionSettings() {}

    /** What every session has beside the settings of its project. */
    public static Map<String, String> needed() {
        return NEEDED;
    }

    /**
     * Sets them.
     *
     * @throws LeatException OPTION if the session was given others that change answers
     */
    static void apply(SparkSession spark, Settings settings) {
        Map<String, String> wanted = new TreeMap<>(NEEDED);
        wanted.put("spark.sql.session.timeZone", settings.zone());
        settings.configuration().forEach((key, value) -> {
            if (key.startsWith("spark.")) {
                wanted.put(key, value);
            }
        });
        Map<String, String> given = new TreeMap<>();
        scala.jdk.javaapi.CollectionConverters.asJava(spark.conf().getAll()).forEach(given::put);
        for (Map.Entry<String, String> setting : given.entrySet()) {
            String key = setting.getKey();
            boolean isOther = key.startsWith(SQL)
                    && HARMLESS.stream().noneMatch(key::startsWith)
                    && !setting.getValue().equals(wanted.get(key));
            if (isOther) {
                throw new LeatException(
                        ErrorCode.OPTION,
                        "The setting " + key + "=" + setting.getValue()
                                + " of the cluster or of --conf may change what queries answer."
                                + " Put it under configuration in the project's spark-pipeline.yml, so that it holds on each engine, or"
                                + " remove it");
            }
        }
        wanted.forEach((key, value) -> spark.conf().set(key, value));
        // The values of rows are of the classes that the settings of the thread's session say.
        SparkSession.setActiveSession(spark);
    }
}
