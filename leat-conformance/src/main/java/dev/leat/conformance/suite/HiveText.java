package dev.leat.conformance.suite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.HiveResult$;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function0;
import scala.Function1;
import scala.Tuple2;

/** Prints rows as Spark's command line does, which is how golden files have them. */
final class HiveText {
    private final SQLConf conf;

    /** Prints under these settings: zone, style of binaries. */
    HiveText(SQLConf conf) {
        this.conf = conf;
    }

    /** The answer with these rows of Java values. */
    QueryOutcome.Answer answer(StructType schema, List<Row> rows) {
        Supplier<List<List<String>>> work = () -> print(schema, rows);
        Function0<List<List<String>>> body = work::get;
        List<StructField> fields = Arrays.asList(schema.fields());
        return new QueryOutcome.Answer(
                schema.catalogString(),
                fields.stream().map(StructField::name).toList(),
                fields.stream().map(field -> field.dataType().catalogString()).toList(),
                SQLConf.withExistingConf(conf, body));
    }

    private static List<List<String>> print(StructType schema, List<Row> rows) {
        var formatters = HiveResult$.MODULE$.getTimeFormatters();
        Function1<byte[], String> binary = HiveResult$.MODULE$.getBinaryFormatter();
        List<List<String>> printed = new ArrayList<>();
        for (Row row : rows) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                Tuple2<Object, DataType> cell = new Tuple2<>(row.get(i), schema.fields()[i].dataType());
                cells.add(HiveResult$.MODULE$.toHiveString(cell, false, formatters, binary));
            }
            printed.add(cells);
        }
        return printed;
    }
}
