package dev.leat.conformance.readers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;

/** Reads a case with Spark. */
final class SparkReading {
    private final SparkSession spark;

    SparkReading(SparkSession spark) {
        this.spark = spark;
    }

    ReadResult read(ReaderCase test, Path folder) {
        try {
            return table(test, folder);
        } catch (Exception | AssertionError e) {
            Set<String> conditions = new LinkedHashSet<>();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SparkThrowable known && known.getCondition() != null) {
                    conditions.add(known.getCondition());
                }
            }
            return new ReadResult.Failure(conditions, String.valueOf(e.getMessage()));
        }
    }

    private ReadResult.Table table(ReaderCase test, Path folder) {
        DataFrameReader reader = spark.read().format(test.format());
        test.options().forEach(reader::option);
        test.schema().ifPresent(reader::schema);
        String[] paths = OurReading.paths(test, folder).toArray(new String[0]);
        Dataset<Row> all = (Dataset<Row>) reader.load(paths);
        if (test.columns().isPresent() && test.columns().get().isEmpty()) {
            return new ReadResult.Table(
                    List.of(), Stream.generate(() -> "").limit(all.count()).toList());
        }
        Dataset<Row> data = test.columns().isPresent()
                ? all.select(test.columns().get().stream()
                        .map(name -> functions.col("`" + name + "`"))
                        .toArray(org.apache.spark.sql.Column[]::new))
                : all;
        StructField[] fields = data.schema().fields();
        List<String> columns = new ArrayList<>();
        for (StructField field : fields) {
            columns.add(field.name() + " " + field.dataType().sql());
        }
        List<String> rows = new ArrayList<>();
        for (InternalRow row : data.queryExecution().executedPlan().executeCollect()) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < fields.length; i++) {
                values.add(Texts.show(row, i, fields[i].dataType()));
            }
            rows.add(String.join("|", values));
        }
        return new ReadResult.Table(columns, rows);
    }
}
