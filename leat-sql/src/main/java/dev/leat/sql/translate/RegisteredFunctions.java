package dev.leat.sql.translate;

import dev.leat.plan.Expression;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.TimeZoneAwareExpression;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Names of Spark's built-in functions by class, for functions whose arguments are the expression's children. The name is
 * trusted only if Spark's own registry, given the children, builds the same expression again: a class may have settings
 * beside its children.
 */
final class RegisteredFunctions {
    /** Made at first use: going through the registry costs some milliseconds. */
    private static final class Names {
        static final Map<String, String> BY_CLASS = byClass();

        private static Map<String, String> byClass() {
            Map<String, String> names = new HashMap<>();
            Map<String, Tuple2<ExpressionInfo, ?>> sorted = new TreeMap<>();
            CollectionConverters.asJava(FunctionRegistry$.MODULE$.expressions())
                    .forEach((name, entry) -> sorted.put(name, entry));
            sorted.forEach((name, entry) -> names.putIfAbsent(entry._1().getClassName(), name));
            return Collections.unmodifiableMap(names);
        }
    }

    private RegisteredFunctions() {}

    /** A call of the function that Spark's registry knows the class by; refused if there is none. */
    static Expression call(org.apache.spark.sql.catalyst.expressions.Expression expression, Translation translation) {
        return nameOf(expression)
                .filter(name -> isRebuilt(expression, name, translation))
                .<Expression>map(name -> translation.callOnChildren(expression, name))
                .orElseThrow(() -> translation.refuse(
                        expression,
                        expression.getClass().getPackageName().endsWith(".variant")
                                ? "VARIANT is not supported; use STRING with from_json and get_json_object"
                                : "The expression " + shortText(expression)
                                        + " is not supported; write it with other functions"));
    }

    /** The name the registry knows the expression's class by. */
    static Optional<String> nameOf(org.apache.spark.sql.catalyst.expressions.Expression expression) {
        String pretty = expression.prettyName();
        String className = expression.getClass().getName();
        if (FunctionRegistry$.MODULE$
                .expressions()
                .get(pretty)
                .exists(entry -> entry._1().getClassName().equals(className))) {
            return Optional.of(pretty);
        }
        return Optional.ofNullable(Names.BY_CLASS.get(className));
    }

    private static boolean isRebuilt(
            org.apache.spark.sql.catalyst.expressions.Expression expression, String name, Translation translation) {
        org.apache.spark.sql.catalyst.expressions.Expression built;
        try {
            built = (org.apache.spark.sql.catalyst.expressions.Expression) FunctionRegistry$.MODULE$
                    .builtin()
                    .lookupFunction(FunctionIdentifier.apply(name), Seq.from(expression.children()));
        } catch (Exception e) {
            return false; // The class has another way to be written, which no rule knows.
        }
        if (built instanceof TimeZoneAwareExpression zoned && zoned.timeZoneId().isEmpty()) {
            built = (org.apache.spark.sql.catalyst.expressions.Expression)
                    zoned.withTimeZone(translation.facts().settings().zone());
        }
        return built.canonicalized().equals(expression.canonicalized());
    }

    static String shortText(org.apache.spark.sql.catalyst.expressions.Expression expression) {
        String text = expression.prettyName();
        return text.isBlank() ? expression.getClass().getSimpleName() : text;
    }
}
