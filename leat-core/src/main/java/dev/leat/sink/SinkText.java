package dev.leat.sink;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows as the lines of a text file: Spark's own {@code to_csv} and {@code to_json}, which its file writers use, too. */
public final class SinkText {
    private SinkText() {}

    /** A plan with one column, the line of each row, without its end. */
    public static Plan.Project lines(Plan plan, String format, Map<String, String> options) {
        List<Expression> members = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (Column column : plan.output()) {
            members.add(Literal.of(column.name(), Simple.STRING));
            members.add(new ColumnReference(column));
            fields.add(new Field(column.name(), column.type(), column.nullable()));
        }
        return line(plan, format, new Call("named_struct", members, new StructType(fields), false), options);
    }

    /** A plan with one row and column: the header of a CSV file. */
    public static Plan header(Plan plan, Map<String, String> options) {
        List<Expression> members = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (Column column : plan.output()) {
            Literal name = Literal.of(column.name(), Simple.STRING);
            members.add(name);
            members.add(name);
            fields.add(new Field(column.name(), Simple.STRING, false));
        }
        Call names = new Call("named_struct", members, new StructType(fields), false);
        return line(new Plan.Values(List.of(), List.of(List.of())), "csv", names, options);
    }

    private static Plan.Project line(Plan input, String format, Call struct, Map<String, String> options) {
        List<Expression> arguments = new ArrayList<>(List.of(struct));
        if (!options.isEmpty()) {
            List<Expression> entries = new ArrayList<>();
            new TreeMap<>(options).forEach((name, value) -> {
                entries.add(Literal.of(name, Simple.STRING));
                entries.add(Literal.of(value, Simple.STRING));
            });
            arguments.add(new Call("map", entries, new MapType(Simple.STRING, Simple.STRING, false), false));
        }
        Expression text = new Call("to_" + format, arguments, Simple.STRING, false);
        Column column = new Column(ids(input) + 1, "line", Simple.STRING, false);
        return new Plan.Project(input, List.of(new Projection(column, text)));
    }

    private static int ids(Plan plan) {
        int highest = plan.output().stream().mapToInt(Column::id).max().orElse(0);
        for (Plan input : plan.inputs()) {
            highest = Math.max(highest, ids(input));
        }
        return highest;
    }
}
