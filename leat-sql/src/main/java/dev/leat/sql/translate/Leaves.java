package dev.leat.sql.translate;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Plan;
import dev.leat.sql.analysis.RelationTable;
import dev.leat.sql.analysis.Scala;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.ResolvedInlineTable;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.catalyst.streaming.StreamingRelationV2;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import scala.collection.immutable.Seq;

/** Nodes without input: relations and constant rows. */
final class Leaves {
    private final PlanTranslator plans;

    Leaves(PlanTranslator plans) {
        this.plans = plans;
    }

    Plan table(DataSourceV2Relation relation) {
        return scanOf(relation, Scala.list(relation.output()));
    }

    Plan stream(StreamingRelationV2 relation) {
        return scanOf(relation, Scala.list(relation.output()));
    }

    /** Whether the node only picks different columns of a relation, so that it is a narrower scan. */
    boolean isPlainScan(Project project) {
        if (!(project.child() instanceof DataSourceV2Relation) && !(project.child() instanceof StreamingRelationV2)) {
            return false;
        }
        Set<ExprId> seen = new HashSet<>();
        return Scala.<NamedExpression>list(project.projectList()).stream()
                .allMatch(named -> named instanceof AttributeReference attribute && seen.add(attribute.exprId()));
    }

    /** Reads some of a relation's columns. */
    Plan scanOf(LogicalPlan relation, List<Attribute> attributes) {
        if (relation instanceof DataSourceV2Relation table) {
            return scan(table.table(), Plan.ScanMode.TABLE, attributes);
        }
        return scan(((StreamingRelationV2) relation).table(), Plan.ScanMode.STREAM, attributes);
    }

    private Plan scan(Table table, Plan.ScanMode mode, List<Attribute> attributes) {
        List<String> fields = attributes.stream().map(Attribute::name).toList();
        return new Plan.Scan(
                ((RelationTable) table).relation().name(),
                mode,
                fields,
                plans.columns().createAll(attributes));
    }

    Plan values(LocalRelation relation) {
        List<Attribute> attributes = Scala.list(relation.output());
        List<List<Expression>> rows = new ArrayList<>();
        for (InternalRow row : Scala.<InternalRow>list(relation.data())) {
            List<Expression> values = new ArrayList<>();
            for (int i = 0; i < attributes.size(); i++) {
                org.apache.spark.sql.types.DataType type = attributes.get(i).dataType();
                values.add(Constants.of(row.isNullAt(i) ? null : row.get(i, type), type));
            }
            rows.add(values);
        }
        return new Plan.Values(plans.columns().createAll(attributes), rows);
    }

    Plan inlineTable(ResolvedInlineTable table) {
        Translation translation = plans.in(Scope.empty());
        List<List<Expression>> rows = new ArrayList<>();
        for (Seq<org.apache.spark.sql.catalyst.expressions.Expression> row :
                Scala.<Seq<org.apache.spark.sql.catalyst.expressions.Expression>>list(table.rows())) {
            rows.add(translation.all(Scala.list(row)));
        }
        return new Plan.Values(plans.columns().createAll(Scala.<Attribute>list(table.output())), rows);
    }

    /** {@code range(…)} is {@code explode(sequence(…))}; the sequence includes its end. */
    Plan range(Range range) {
        List<Column> output = plans.columns().createAll(Scala.<Attribute>list(range.output()));
        long count = range.numElements().longValue();
        if (count <= 0) {
            return new Plan.Values(output, List.of());
        }
        long last = range.start() + (count - 1) * range.step();
        DataType type = new DataType.ArrayType(Simple.BIGINT, false);
        Call sequence =
                new Call("sequence", List.of(number(range.start()), number(last), number(range.step())), type, false);
        DataType rows =
                new DataType.ArrayType(new DataType.StructType(List.of(new Field("id", Simple.BIGINT, false))), false);
        Call explode = new Call("explode", List.of(sequence), rows, false);
        Plan oneRow = new Plan.Values(List.of(), List.of(List.of()));
        return new Plan.Generate(oneRow, explode, Plan.EmptyRows.DROPPED, output);
    }

    private static Expression number(long value) {
        return Literal.of(Long.toString(value), Simple.BIGINT);
    }
}
