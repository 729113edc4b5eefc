package dev.leat.sql.project;

import dev.leat.plan.AggregateCall;
import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.plan.PlanChecks;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import dev.leat.plan.Projections;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows that changes leave: for each key the greatest of the structs (sequence, deletion, columns…), unless it is a
 * deletion. The maximum does not depend on the order or the repetition of changes, and that of more changes follows from
 * that of those before; so a row for each key, deleted ones included, is all there is to keep.
 */
final class LatestRows {
    private int nextId;

    private LatestRows(Plan changes) {
        this.nextId = Plans.firstFreeId(changes);
    }

    /** The plan over changes in the columns of a capture; its output are those of the target. */
    static Plan of(Plan changes, ChangeCapture capture) {
        Plan plan = new LatestRows(changes).latest(changes, capture);
        PlanChecks.verify(plan);
        return plan;
    }

    private Plan latest(Plan changes, ChangeCapture capture) {
        List<Column> columns = changes.output();
        List<Column> keys = columns.subList(0, capture.keyCount());
        List<Column> taken = columns.subList(capture.controlCount(), columns.size());
        List<Expression> members = new ArrayList<>(order(columns.get(capture.keyCount())));
        int deletion = members.size();
        columns.subList(capture.keyCount() + 1, columns.size())
                .forEach(column -> members.add(new ColumnReference(column)));
        List<Expression> arguments = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            arguments.add(Literal.of(name(i), Simple.STRING));
            arguments.add(members.get(i));
            fields.add(new Field(name(i), members.get(i).type(), members.get(i).nullable()));
        }
        StructType type = new StructType(fields);
        Column change = new Column(nextId++, "change", type, false);
        List<Projection> packed = new ArrayList<>(Projections.passing(keys));
        packed.add(new Projection(change, new Call("named_struct", arguments, type, false)));
        AggregateCall greatest = new AggregateCall(
                "max",
                List.of(new ColumnReference(change)),
                false,
                Optional.empty(),
                List.of(),
                type,
                true,
                Optional.empty());
        Column last = new Column(nextId++, "last", type, true);
        Plan groups = new Plan.Aggregate(
                new Plan.Project(changes, packed),
                Projections.passing(keys),
                List.of(new AggregateColumn(last, greatest)));
        Expression isThere = new Call(
                "=", List.of(member(last, type, deletion), Literal.of("false", Simple.BOOLEAN)), Simple.BOOLEAN, true);
        List<Projection> result = new ArrayList<>();
        for (int i = 0; i < taken.size(); i++) {
            Column column = taken.get(i);
            result.add(new Projection(
                    new Column(nextId++, column.name(), column.type(), column.nullable()),
                    member(last, type, deletion + 1 + i)));
        }
        return new Plan.Project(new Plan.Filter(groups, isThere), result);
    }

    /** What changes are ordered by; the fields of a struct in its place, since engines compare structs of plain values best. */
    private static List<Expression> order(Column sequence) {
        if (!(sequence.type() instanceof StructType struct)
                || struct.fields().stream().map(Field::name).distinct().count()
                        < struct.fields().size()) {
            return List.of(new ColumnReference(sequence));
        }
        return struct.fields().stream()
                .<Expression>map(field -> new Call(
                        "get_field",
                        List.of(new ColumnReference(sequence), Literal.of(field.name(), Simple.STRING)),
                        field.type(),
                        true))
                .toList();
    }

    private static String name(int index) {
        return "m" + index;
    }

    private static Expression member(Column struct, StructType type, int index) {
        return new Call(
                "get_field",
                List.of(new ColumnReference(struct), Literal.of(name(index), Simple.STRING)),
                type.fields().get(index).type(),
                true);
    }
}
