package dev.leat.cli;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;

/** Adds to a query the conversion of its result to text, so that values look as Spark shows them. */
final class TextColumns {
    private TextColumns() {}

    /** Each column cast to STRING; bytes as hexadecimal digits. */
    static Plan cast(Plan plan) {
        List<Projection> columns = new ArrayList<>();
        int id = nextId(plan);
        for (Column column : plan.output()) {
            Expression value = new ColumnReference(column);
            String function = column.type() == Simple.BINARY ? "hex" : "cast";
            Expression text = column.type().isText()
                    ? value
                    : new Call(function, List.of(value), Simple.STRING, column.nullable());
            columns.add(new Projection(new Column(id++, column.name(), Simple.STRING, column.nullable()), text));
        }
        return new Plan.Project(plan, columns);
    }

    /** One column, each row as a JSON object. */
    static Plan json(Plan plan) {
        List<Expression> members = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (Column column : plan.output()) {
            members.add(Literal.of(column.name(), Simple.STRING));
            members.add(new ColumnReference(column));
            fields.add(new Field(column.name(), column.type(), column.nullable()));
        }
        Expression struct = new Call("named_struct", members, new DataType.StructType(fields), false);
        Expression text = new Call("to_json", List.of(struct), Simple.STRING, false);
        Column column = new Column(nextId(plan), "json", Simple.STRING, true);
        return new Plan.Project(plan, List.of(new Projection(column, text)));
    }

    private static int nextId(Plan plan) {
        int next = plan.output().stream().mapToInt(Column::id).max().orElse(0) + 1;
        for (Plan input : plan.inputs()) {
            next = Math.max(next, nextId(input));
        }
        return next;
    }
}
