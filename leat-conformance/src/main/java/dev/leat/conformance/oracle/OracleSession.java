package dev.leat.conformance.oracle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/** A session of Spark that answers queries. Not for use by several threads. */
public final class OracleSession {
    private final SparkSession spark;

    /** A session of Spark's. */
    public OracleSession(SparkSession spark) {
        this.spark = spark;
    }

    /** Spark's own session. */
    public SparkSession spark() {
        return spark;
    }

    /** Runs the statement, a command or a query, for its effect and its answer. */
    public Rows rows(String sql) {
        Dataset<Row> answer = (Dataset<Row>) spark.sql(sql);
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        List<DataType> sparkTypes = new ArrayList<>();
        for (StructField field : answer.schema().fields()) {
            names.add(field.name());
            types.add(field.dataType().catalogString());
            sparkTypes.add(field.dataType());
        }
        List<List<Value>> rows = new ArrayList<>();
        for (InternalRow row : answer.queryExecution().executedPlan().executeCollect()) {
            List<Value> values = new ArrayList<>(sparkTypes.size());
            for (int i = 0; i < sparkTypes.size(); i++) {
                values.add(SparkValues.value(row, i, sparkTypes.get(i)));
            }
            rows.add(values);
        }
        return new Rows(names, types, rows);
    }

    /** Makes a folder or file of Parquet readable as a temporary view. */
    public void registerParquet(String view, Path path) {
        spark.read().parquet(path.toString()).createOrReplaceTempView(view);
    }

    /** Makes a folder or file of CSV readable as a temporary view. */
    public void registerCsv(String view, Path path, Map<String, String> options) {
        spark.read().options(options).csv(path.toString()).createOrReplaceTempView(view);
    }

    /** The error condition Spark gives for the failure, such as {@code DIVIDE_BY_ZERO}. */
    public static Optional<String> condition(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SparkThrowable spark && spark.getCondition() != null) {
                return Optional.of(spark.getCondition());
            }
        }
        return Optional.empty();
    }
}
