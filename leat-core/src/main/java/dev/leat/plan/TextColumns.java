package dev.leat.plan;

import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;

/** Adds to a query the conversion of its result to text, so that values look as Spark shows them. */
public final class TextColumns {
    private TextColumns() {}

    /** Each column cast to STRING; bytes as hexadecimal digits. */
    public static Plan cast(Plan plan) {
        List<Projection> columns = new ArrayList<>();
        int id = Plans.firstFreeId(plan);
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
    public static Plan json(Plan plan) {
        List<Expression> members = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (Column column : plan.output()) {
            members.add(Literal.of(column.name(), Simple.STRING));
            members.add(new ColumnReference(column));
            fields.add(new Field(column.name(), column.type(), column.nullable()));
        }
        Expression struct = new Call("named_struct", members, new DataType.StructType(fields), false);
        Expression text = new Call("to_json", List.of(struct), Simple.STRING, false);
        Column column = new Column(Plans.firstFreeId(plan), "json", Simple.STRING, true);
        return new Plan.Project(plan, List.of(new Projection(column, text)));
    }
}
