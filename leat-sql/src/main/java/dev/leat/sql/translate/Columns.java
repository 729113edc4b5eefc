package dev.leat.sql.translate;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.type.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/** Makes the columns of one query; ids are given in order, so that the same query gets the same ids. */
final class Columns {
    private int next;

    /** A new column. */
    Column create(String name, DataType type, boolean nullable) {
        return new Column(next++, name, type, nullable);
    }

    /** A new column for an attribute of Spark's. */
    Column create(Attribute attribute) {
        return create(attribute.name(), SparkTypes.fromSpark(attribute.dataType()), attribute.nullable());
    }

    /** New columns for attributes of Spark's. */
    List<Column> createAll(List<Attribute> attributes) {
        return attributes.stream().map(this::create).toList();
    }

    /**
     * The projection of an expression under a name: a bare reference passes its column through, unless the projection
     * already has it.
     */
    Projection project(Expression expression, String name, Set<Integer> taken) {
        if (expression instanceof ColumnReference reference
                && taken.add(reference.column().id())) {
            return new Projection(reference.column().named(name), expression);
        }
        return new Projection(create(name, expression.type(), expression.nullable()), expression);
    }

    /** The plan reduced to some of its columns, in this order. */
    static Plan keep(Plan plan, List<Column> columns) {
        if (plan.output().equals(columns)) {
            return plan;
        }
        List<Projection> projections = columns.stream()
                .map(column -> new Projection(column, new ColumnReference(column)))
                .toList();
        return new Plan.Project(plan, projections);
    }

    /** The same rows under new columns. */
    Plan renew(Plan plan) {
        List<Projection> projections = new ArrayList<>();
        for (Column column : plan.output()) {
            projections.add(new Projection(
                    create(column.name(), column.type(), column.nullable()), new ColumnReference(column)));
        }
        return new Plan.Project(plan, projections);
    }

    /** An empty set of ids, for {@link #project}. */
    static Set<Integer> none() {
        return new HashSet<>();
    }
}
