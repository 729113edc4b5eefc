package dev.leat.duckdb;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lines of CSV with Spark's default options, without its code for rows of plain values: numbers, booleans, dates of four
 * digits' years, and texts that no writer would quote or trim. Spark's code needs half a second before its first line.
 */
final class PlainCsv {
    /** Not empty, without quotes, separators and ends of lines, and no blank at either end. */
    private static final String PLAIN_TEXT = "^[A-Za-z0-9_/:.@%+\\-]([A-Za-z0-9_/:.@%+\\- ]*[A-Za-z0-9_/:.@%+\\-])?$";

    private static final Pattern PLAIN_NAME = Pattern.compile(PLAIN_TEXT);

    /** Java writes a decimal of a larger scale with an exponent where its value is small. */
    private static final int SCALE_MAX = 6;

    private PlainCsv() {}

    /** Lines of rows as {@link dev.leat.sink.SinkText} makes them, made without Spark's code where they can be. */
    static Plan lines(Plan.Project spark) {
        Projection line = spark.columns().get(0);
        List<Column> columns = spark.input().output();
        return columns.isEmpty()
                ? spark
                : new Plan.Project(
                        spark.input(), List.of(new Projection(line.column(), line(columns, line.expression()))));
    }

    /** The header as a row, if all names are plain. */
    static Optional<Plan> headerRow(List<Column> columns) {
        Column line = new Column(0, "line", Simple.STRING, false);
        return header(columns)
                .map(text -> new Plan.Values(List.of(line), List.of(List.of(Literal.of(text, Simple.STRING)))));
    }

    static Optional<String> header(List<Column> columns) {
        boolean plain = !columns.isEmpty()
                && columns.stream()
                        .allMatch(column -> PLAIN_NAME.matcher(column.name()).matches());
        return plain
                ? Optional.of(
                        String.join(",", columns.stream().map(Column::name).toList()))
                : Optional.empty();
    }

    /**
     * The line of a row.
     *
     * @param spark the same on Spark's code, for rows that are not plain
     */
    static Expression line(List<Column> columns, Expression spark) {
        // A single column may leave an empty line, of which Spark's writer takes care.
        if (columns.size() < 2 || !columns.stream().allMatch(column -> mayBePlain(column.type()))) {
            return spark;
        }
        List<Expression> conditions = new ArrayList<>();
        List<Expression> parts = new ArrayList<>();
        for (Column column : columns) {
            condition(column).ifPresent(conditions::add);
            if (!parts.isEmpty()) {
                parts.add(text(","));
            }
            parts.add(text(column));
        }
        Expression line = new Call("concat", parts, Simple.STRING, false);
        return Expressions.all(conditions)
                .<Expression>map(allPlain -> new Call("case", List.of(allPlain, line, spark), Simple.STRING, false))
                .orElse(line);
    }

    private static boolean mayBePlain(DataType type) {
        if (type instanceof DataType.DecimalType decimal) {
            return decimal.scale() <= SCALE_MAX;
        }
        return type instanceof Simple simple
                && switch (simple) {
                    case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, STRING, DATE -> true;
                    case VOID, FLOAT, DOUBLE, BINARY, TIMESTAMP, TIMESTAMP_NTZ, INTERVAL -> false;
                };
    }

    /** What must hold of a value for its text to be plain. */
    private static Optional<Expression> condition(Column column) {
        Expression value = new ColumnReference(column);
        if (column.type() == Simple.STRING) {
            return Optional.of(orNull(column, call("rlike", value, text(PLAIN_TEXT))));
        }
        if (column.type() == Simple.DATE) {
            Expression year = new Call("year", List.of(value), Simple.INT, column.nullable());
            return Optional.of(
                    orNull(column, call("and", call(">=", year, number("1")), call("<=", year, number("9999")))));
        }
        return Optional.empty();
    }

    private static Expression orNull(Column column, Expression condition) {
        return column.nullable() ? call("or", call("isnull", new ColumnReference(column)), condition) : condition;
    }

    /** The text of a value; NULL leaves nothing between the separators. */
    private static Expression text(Column column) {
        Expression value = new ColumnReference(column);
        Expression text = column.type() == Simple.STRING
                ? value
                : new Call("cast", List.of(value), Simple.STRING, column.nullable());
        return column.nullable() ? new Call("coalesce", List.of(text, text("")), Simple.STRING, false) : text;
    }

    private static Call call(String function, Expression... arguments) {
        boolean nullable = List.of(arguments).stream().anyMatch(Expression::nullable) && !function.equals("isnull");
        return new Call(function, List.of(arguments), Simple.BOOLEAN, nullable);
    }

    private static Literal text(String value) {
        return Literal.of(value, Simple.STRING);
    }

    private static Literal number(String value) {
        return Literal.of(value, Simple.INT);
    }
}
