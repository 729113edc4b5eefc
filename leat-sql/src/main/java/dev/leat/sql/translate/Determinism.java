package dev.leat.sql.translate;

import dev.leat.sql.analysis.Scala;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.InputFileName;
import org.apache.spark.sql.catalyst.expressions.MonotonicallyIncreasingID;
import org.apache.spark.sql.catalyst.expressions.Rand;
import org.apache.spark.sql.catalyst.expressions.RandStr;
import org.apache.spark.sql.catalyst.expressions.Randn;
import org.apache.spark.sql.catalyst.expressions.Shuffle;
import org.apache.spark.sql.catalyst.expressions.SparkPartitionID;
import org.apache.spark.sql.catalyst.expressions.Uuid;

/** Refuses functions whose value is not a function of the row: recomputing a row must give the same row. */
final class Determinism {
    private static final String FROM_KEY = "derive the value from a key of the row, for example xxhash64(id)";

    private static final Map<Class<?>, String> INSTEAD = Map.of(
            Rand.class, FROM_KEY,
            Randn.class, FROM_KEY,
            RandStr.class, FROM_KEY,
            Uuid.class, "derive the identifier from a key of the row, for example md5(id)",
            Shuffle.class, "sort the array, for example by array_sort",
            MonotonicallyIncreasingID.class, "number the rows with row_number() OVER (ORDER BY …)",
            SparkPartitionID.class, "leave it out, there are no partitions",
            InputFileName.class, "select _metadata.file_path",
            CallMethodViaReflection.class, "use a built-in function");

    private Determinism() {}

    static void check(Expression expression, Translation translation) {
        boolean own = !expression.deterministic()
                && Scala.<Expression>list(expression.children()).stream().allMatch(Expression::deterministic);
        if (own) {
            String instead = INSTEAD.getOrDefault(expression.getClass(), "leave it out");
            throw translation.refuse(
                    expression,
                    "The function " + expression.prettyName()
                            + " is not supported, because it gives another value each time it is computed; " + instead);
        }
    }
}
