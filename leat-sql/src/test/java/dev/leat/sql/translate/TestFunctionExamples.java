package dev.leat.sql.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.text.SparkSqlRenderer;
import dev.leat.sql.analysis.AnalyzedQuery;
import dev.leat.sql.analysis.QueryAnalyzer;
import dev.leat.sql.analysis.SourceText;
import dev.leat.sql.analysis.SqlSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Every example in Spark's own documentation of its functions is translated without folding and written as Spark SQL;
 * translating that text gives the same expressions again.
 */
final class TestFunctionExamples {
    private static final Pattern EXAMPLE =
            Pattern.compile("> (SELECT [^;]*(?:;(?=[^\\n']*')[^;]*)*);", Pattern.CASE_INSENSITIVE);

    /** Functions with an example that is refused; the list may only shrink. */
    private static final List<String> REFUSED = List.of(
            "current_time",
            "input_file_block_length",
            "input_file_block_start",
            "input_file_name",
            "is_variant_null",
            "java_method",
            "make_timestamp",
            "make_timestamp_ltz",
            "make_timestamp_ntz",
            "monotonically_increasing_id",
            "parse_json",
            "rand",
            "randn",
            "random",
            "randstr",
            "reflect",
            "schema_of_json",
            "schema_of_variant",
            "schema_of_variant_agg",
            "schema_of_xml",
            "shuffle",
            "spark_partition_id",
            "to_variant_object",
            "try_make_timestamp",
            "try_make_timestamp_ltz",
            "try_make_timestamp_ntz",
            "try_parse_json",
            "try_reflect",
            "try_variant_get",
            "uniform",
            "uuid",
            "variant_get");

    /** Session windows are written with window functions, so the text has other expressions. */
    private static final List<String> WRITTEN_OTHERWISE = List.of("session_window");

    private final QueryAnalyzer analyzer = new QueryAnalyzer(SqlSession.of(Settings.DEFAULT, new DeclaredRelations()));
    private final TreeSet<String> refused = new TreeSet<>();
    private final List<String> different = new ArrayList<>();
    private int equal;

    @Test
    void textOfEveryExampleMeansTheSame() {
        Map<String, ExpressionInfo> functions = new TreeMap<>();
        CollectionConverters.asJava(FunctionRegistry$.MODULE$.expressions())
                .forEach((name, entry) -> functions.put(name, entry._1()));
        functions.forEach(this::examine);
        assertThat(different).isEmpty();
        assertThat(refused).isSubsetOf(REFUSED);
        assertThat(equal).isGreaterThanOrEqualTo(1000);
    }

    private void examine(String function, ExpressionInfo info) {
        Matcher example = EXAMPLE.matcher(info.getExamples());
        while (example.find()) {
            examine(function, example.group(1));
        }
    }

    private void examine(String function, String sql) {
        AnalyzedQuery query;
        try {
            query = analyzer.analyze(SourceText.of(sql));
        } catch (LeatException e) {
            assertThat(e.code()).as(sql).isEqualTo(ErrorCode.ANALYSIS);
            return; // Needs a file, another module, or the TIME type, which is off by default.
        }
        Plan plan;
        try {
            plan = QueryTranslator.translate(query, Folding.Extent.LITERALS);
        } catch (LeatException e) {
            assertThat(e.code()).as(sql).isEqualTo(ErrorCode.NOT_SUPPORTED);
            refused.add(function);
            return;
        }
        String written = SparkSqlRenderer.query(plan, Object::toString).text();
        AnalyzedQuery again = analyzer.analyze(SourceText.of(written));
        Plan plannedAgain = QueryTranslator.translate(again, Folding.Extent.LITERALS);
        boolean isSame = typesOf(again).equals(typesOf(query))
                && (WRITTEN_OTHERWISE.contains(function)
                        || expressionsOf(plannedAgain).equals(expressionsOf(plan)));
        if (isSame) {
            equal++;
        } else {
            different.add(sql + "\n" + written);
        }
    }

    private static List<String> typesOf(AnalyzedQuery query) {
        return query.fields().stream().map(field -> field.type().sql()).toList();
    }

    /** What is computed anywhere in the plan, with all columns written alike. */
    private static List<String> expressionsOf(Plan plan) {
        List<String> texts = new ArrayList<>();
        for (Plan node : Plans.nodes(plan)) {
            if (node instanceof Plan.Project project) {
                project.columns().forEach(projection -> add(texts, projection.expression()));
            }
            if (node instanceof Plan.Aggregate aggregate) {
                aggregate.aggregates().forEach(column -> {
                    texts.add(column.call().function() + column.call().order().size());
                    column.call().arguments().forEach(argument -> add(texts, argument));
                });
            }
            if (node instanceof Plan.Window window) {
                window.columns().forEach(column -> {
                    texts.add(column.call().function() + column.call().frame().unit());
                    column.call().arguments().forEach(argument -> add(texts, argument));
                });
            }
        }
        Collections.sort(texts);
        return texts;
    }

    private static void add(List<String> texts, Expression expression) {
        if (!(expression instanceof ColumnReference) && !(expression instanceof Literal)) {
            texts.add(SparkSqlRenderer.expression(expression, column -> "c").text());
        }
    }
}
