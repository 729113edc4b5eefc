package dev.leat.conformance.incremental;

import dev.leat.conformance.oracle.OracleSession;
import dev.leat.conformance.oracle.Rows;
import dev.leat.conformance.oracle.SparkOracle;
import dev.leat.pipeline.Settings;
import dev.leat.plan.RelationName;
import dev.leat.spark.SparkEngine;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;

/** Cluster engines on folders, with the Spark of this process, and what their tables hold. */
public final class SparkEngines {
    private static final Duration REST = Duration.ofSeconds(1);

    private SparkEngines() {}

    /** One with the usual limits. */
    public static SparkEngine open(Path warehouse, Clock clock) {
        return SparkEngine.open(
                session(),
                new SparkEngine.Options(
                        warehouse.toUri().toString(), UUID.randomUUID().toString(), clock, REST));
    }

    /** One with others. */
    public static SparkEngine open(Path warehouse, SparkEngine.Limits limits) {
        return SparkEngine.open(
                session(),
                new SparkEngine.Options(
                        warehouse.toUri().toString(), UUID.randomUUID().toString(), Clock.systemUTC(), REST, limits));
    }

    /** Those of a writer that nobody else is. */
    static SparkEngine.Options options(Path warehouse) {
        return new SparkEngine.Options(
                warehouse.toUri().toString(), UUID.randomUUID().toString(), Clock.systemUTC(), REST);
    }

    static SparkSession session() {
        return SparkOracle.start().session(Settings.DEFAULT).spark();
    }

    /** The rows of one of its tables. */
    public static Rows rows(SparkEngine engine, RelationName table) {
        return new OracleSession(engine.spark()).rows("SELECT * FROM " + SparkEngine.table(table));
    }

    /** An answer as a table of Iceberg has it, which knows of no integers of less than four bytes, and not of how long texts may be. */
    public static Rows asStored(Rows rows) {
        return new Rows(
                rows.names(),
                rows.types().stream()
                        .map(type -> type.replaceAll("\\b(?:var)?char\\(\\d+\\)", "string")
                                .replaceAll("\\b(?:tinyint|smallint)\\b", "int"))
                        .toList(),
                rows.rows());
    }
}
