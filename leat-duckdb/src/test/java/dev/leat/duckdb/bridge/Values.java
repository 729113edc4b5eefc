package dev.leat.duckdb.bridge;

import dev.leat.spi.Evaluator;
import dev.leat.spi.EvaluatorFactory;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.sql.evaluate.SparkEvaluatorFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's evaluators, and a program {@code keep} that keeps the values it is given by their keys. */
final class Values implements EvaluatorFactory {
    final Map<Long, String> kept = new ConcurrentSkipListMap<>();
    private final EvaluatorFactory spark = new SparkEvaluatorFactory();

    @Override
    public Evaluator open(EvaluatorProgram program) {
        if (!program.sql().equals("keep")) {
            return spark.open(program);
        }
        return (arguments, rows, result) -> {
            for (int row = 0; row < rows; row++) {
                kept.put(
                        arguments.get(0).longAt(row),
                        NeutralValues.text(
                                NeutralValues.read(program.argumentTypes().get(1), arguments.get(1), row)));
                result.setBoolean(row, true);
            }
        };
    }

    /** A value of Spark's public interface in the text form of {@link NeutralValues}. */
    static String text(@Nullable Object value) {
        return NeutralValues.text(neutral(value));
    }

    private static @Nullable Object neutral(@Nullable Object value) {
        if (value instanceof scala.collection.Seq<?> seq) {
            List<@Nullable Object> list = new ArrayList<>();
            CollectionConverters.asJava(seq).forEach(element -> list.add(neutral(element)));
            return list;
        }
        if (value instanceof Row row) {
            List<@Nullable Object> list = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                list.add(neutral(row.get(i)));
            }
            return list;
        }
        return value instanceof BigDecimal decimal ? decimal : value;
    }
}
