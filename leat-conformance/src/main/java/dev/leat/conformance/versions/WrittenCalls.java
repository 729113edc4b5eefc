package dev.leat.conformance.versions;

import dev.leat.error.LeatException;
import dev.leat.pipeline.Settings;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.RelationName;
import dev.leat.sql.analysis.QueryAnalyzer;
import dev.leat.sql.analysis.Relation;
import dev.leat.sql.analysis.RelationCatalog;
import dev.leat.sql.analysis.SourceText;
import dev.leat.sql.analysis.SqlSession;
import dev.leat.sql.translate.QueryTranslator;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.IntervalUnit;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.jdk.javaapi.CollectionConverters;

/** Queries of one call: the examples of Spark's documentation, and each function and operator on columns of all types that it takes. */
final class WrittenCalls {
    private static final Pattern EXAMPLE =
            Pattern.compile("> (SELECT [^;]*(?:;(?=[^\\n']*')[^;]*)*);", Pattern.CASE_INSENSITIVE);

    private static final List<DataType> TYPES = List.of(
            Simple.BOOLEAN,
            Simple.INT,
            Simple.BIGINT,
            Simple.DOUBLE,
            new DecimalType(10, 2),
            Simple.STRING,
            Simple.BINARY,
            Simple.DATE,
            Simple.TIMESTAMP,
            Simple.TIMESTAMP_NTZ,
            new IntervalType(IntervalUnit.YEAR, IntervalUnit.MONTH),
            new IntervalType(IntervalUnit.DAY, IntervalUnit.SECOND),
            new ArrayType(Simple.INT, true),
            new ArrayType(Simple.STRING, true),
            new MapType(Simple.STRING, Simple.INT, true),
            new StructType(List.of(Field.of("a", Simple.INT), Field.of("b", Simple.STRING))),
            Simple.TINYINT,
            Simple.SMALLINT,
            Simple.FLOAT,
            Simple.INTERVAL,
            new DecimalType(38, 18),
            new DecimalType(38, 0),
            new DecimalType(5, 5),
            new ArrayType(Simple.DOUBLE, true),
            new ArrayType(new StructType(List.of(Field.of("x", Simple.BIGINT))), true),
            new MapType(Simple.INT, new ArrayType(Simple.STRING, true), true));

    /** As many of them stand beside each other in pairs. */
    private static final int PAIRED = 14;

    /** Those of a second and third operand. */
    private static final List<Integer> THIRD = List.of(1, 3, 5, 7);

    private static final int PAIRED_OF_OPERATORS = 20;

    private static final List<String> OPERATORS = List.of(
            "+", "-", "*", "/", "%", "DIV", "&", "|", "^", "=", "<=>", "<", "<=", ">", ">=", "<>", "||", "LIKE",
            "RLIKE");

    private static final List<String> FORMS = List.of(
            "-%s",
            "~%s",
            "NOT %s",
            "%s IS NULL",
            "%s IN (%s, NULL)",
            "%s BETWEEN %s AND %s",
            "CASE WHEN c0 THEN %s ELSE %s END",
            "CASE %s WHEN %s THEN 1 END",
            "%s AND c0",
            "%s OR c0",
            "%s[c1]",
            "%s['a']",
            "%s.a",
            "%s.x",
            "TRIM(BOTH 'a' FROM %s)",
            "TRIM(LEADING 'ab' FROM %s)",
            "TRIM(TRAILING %s FROM c5)",
            "%s LIKE ALL ('a%%', '%%b')",
            "%s NOT LIKE ALL ('a%%', '%%b')",
            "%s LIKE ANY ('a%%', '%%b')",
            "%s NOT LIKE ANY ('a%%', '%%b')",
            "%s LIKE 'a#%%_' ESCAPE '#'",
            "%s ILIKE 'A%%'",
            "SUBSTRING(%s, 2, 3)",
            "SUBSTRING(%s FROM -2)",
            "OVERLAY(%s PLACING 'xy' FROM 2 FOR 1)",
            "%s AT TIME ZONE 'Asia/Kathmandu'",
            "SORT_ARRAY(%s, false)",
            "ARRAY_SORT(%s, (l, r) -> CASE WHEN l < r THEN 1 WHEN l > r THEN -1 ELSE 0 END)",
            "TRANSFORM(%s, (x, i) -> STRUCT(x, i))",
            "FILTER(%s, x -> x IS NOT NULL)",
            "EXISTS(%s, x -> x IS NULL)",
            "FORALL(%s, x -> x IS NULL)",
            "AGGREGATE(%s, 0L, (s, x) -> s + length(CAST(x AS STRING)))",
            "ZIP_WITH(%s, c12, (x, y) -> STRUCT(x, y))",
            "MAP_FILTER(%s, (k, v) -> k IS NOT NULL)",
            "TRANSFORM_KEYS(%s, (k, v) -> CAST(k AS STRING))",
            "TRANSFORM_VALUES(%s, (k, v) -> v)",
            "MAP_ZIP_WITH(%s, c14, (k, v, w) -> STRUCT(v, w))",
            "TO_JSON(%s)",
            "TO_CSV(%s)",
            "TO_JSON(STRUCT(%s))",
            "TO_CSV(STRUCT(%s))",
            "FROM_JSON(c5, 'a STRUCT<b: INT>')",
            "HASH(%s)",
            "XXHASH64(%s)");

    private static final List<String> FIELDS = List.of(
            "YEAR",
            "QUARTER",
            "MONTH",
            "WEEK",
            "DAY",
            "DOW",
            "DOW_ISO",
            "DOY",
            "YEAROFWEEK",
            "HOUR",
            "MINUTE",
            "SECOND");

    private static final List<String> UNITS = List.of(
            "YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND");

    private final QueryAnalyzer analyzer = new QueryAnalyzer(SqlSession.of(Settings.DEFAULT, new Typed()));
    private final Consumer<Plan> taker;
    private int taken;

    WrittenCalls(Consumer<Plan> taker) {
        this.taker = taker;
    }

    private static final class Typed implements RelationCatalog {
        @Override
        public Optional<Relation> find(RelationName name) {
            List<Field> fields = new ArrayList<>();
            for (DataType type : TYPES) {
                fields.add(Field.of("c" + fields.size(), type));
            }
            return name.simpleName().equals("t") ? Optional.of(new Relation(name, fields)) : Optional.empty();
        }

        @Override
        public Optional<Relation> findFile(String format, String path) {
            return Optional.empty();
        }
    }

    /** Takes the plans of all of them; their number. */
    int all() {
        examples(1);
        functions().keySet().stream().filter(name -> name.matches("[a-z_0-9]+")).forEach(this::function);
        operators();
        casts();
        times();
        return taken;
    }

    /** Takes the plans of every so manieth example; their number. */
    int examples(int every) {
        List<String> examples = new ArrayList<>();
        functions().values().forEach(info -> {
            Matcher example = EXAMPLE.matcher(info.getExamples());
            while (example.find()) {
                examples.add(example.group(1));
            }
        });
        for (int index = 0; index < examples.size(); index += every) {
            query(examples.get(index));
        }
        return taken;
    }

    private static Map<String, ExpressionInfo> functions() {
        Map<String, ExpressionInfo> functions = new TreeMap<>();
        CollectionConverters.asJava(FunctionRegistry$.MODULE$.expressions())
                .forEach((name, entry) -> functions.put(name, entry._1()));
        return functions;
    }

    private void function(String name) {
        call(name, List.of());
        for (int first = 0; first < TYPES.size(); first++) {
            String status = call(name, List.of("c" + first));
            if (status.equals("arity")) {
                break;
            }
            if (status.equals("aggregate")) {
                expression(name + "(DISTINCT c" + first + ")");
                expression(name + "(c" + first + ") OVER (ORDER BY c1 ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING)");
            }
        }
        pairs:
        for (int first = 0; first < PAIRED; first++) {
            for (int second = 0; second < PAIRED; second++) {
                if (call(name, List.of("c" + first, "c" + second)).equals("arity")) {
                    break pairs;
                }
            }
        }
        triples:
        for (int first = 0; first < PAIRED; first++) {
            for (int second : THIRD) {
                if (call(name, List.of("c" + first, "c" + second, "c" + second)).equals("arity")) {
                    break triples;
                }
            }
        }
    }

    private void operators() {
        for (String operator : OPERATORS) {
            for (int first = 0; first < PAIRED_OF_OPERATORS; first++) {
                for (int second = 0; second < PAIRED_OF_OPERATORS; second++) {
                    expression("c" + first + " " + operator + " c" + second);
                }
            }
            for (int first = PAIRED_OF_OPERATORS; first < TYPES.size(); first++) {
                expression("c" + first + " " + operator + " c" + first);
                expression("c" + first + " " + operator + " c4");
            }
        }
        for (String form : FORMS) {
            for (int index = 0; index < TYPES.size(); index++) {
                expression(form.replace("%s", "c" + index).replace("%%", "%"));
            }
        }
    }

    private void casts() {
        for (int from = 0; from < TYPES.size(); from++) {
            for (DataType to : TYPES) {
                expression("CAST(c" + from + " AS " + to.sql() + ")");
                expression("TRY_CAST(c" + from + " AS " + to.sql() + ")");
            }
        }
    }

    private void times() {
        for (int index = 0; index < TYPES.size(); index++) {
            for (String field : FIELDS) {
                expression("EXTRACT(" + field + " FROM c" + index + ")");
            }
        }
        for (String unit : UNITS) {
            for (String time : List.of("c5", "c7", "c8", "c9")) {
                expression("timestampadd(" + unit + ", c1, " + time + ")");
                for (String other : List.of("c7", "c8", "c9")) {
                    expression("timestampdiff(" + unit + ", " + time + ", " + other + ")");
                }
            }
        }
    }

    private String call(String name, List<String> arguments) {
        return expression(name + "(" + String.join(", ", arguments) + ")");
    }

    private String expression(String text) {
        return query("SELECT " + text + " FROM t");
    }

    private String query(String sql) {
        try {
            Plan plan = QueryTranslator.translateUnfolded(analyzer.analyze(SourceText.of(sql)));
            taker.accept(plan);
            taken++;
            return Plans.nodes(plan).stream().anyMatch(Plan.Aggregate.class::isInstance) ? "aggregate" : "taken";
        } catch (LeatException e) {
            return String.valueOf(e.getMessage()).contains("WRONG_NUM_ARGS") ? "arity" : "refused";
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return "refused";
        }
    }
}
