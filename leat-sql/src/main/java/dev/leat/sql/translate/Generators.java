package dev.leat.sql.translate;

import dev.leat.plan.Column;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Plan;
import dev.leat.sql.analysis.Scala;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Explode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Generator;
import org.apache.spark.sql.catalyst.expressions.Inline;
import org.apache.spark.sql.catalyst.expressions.JsonTuple;
import org.apache.spark.sql.catalyst.expressions.PosExplode;
import org.apache.spark.sql.catalyst.expressions.Stack;
import org.apache.spark.sql.catalyst.plans.logical.Generate;

/** Table-valued functions applied to each row. */
final class Generators {
    private static final Map<Class<?>, String> FUNCTIONS = Map.of(
            Explode.class, "explode",
            PosExplode.class, "posexplode",
            Inline.class, "inline",
            Stack.class, "stack",
            JsonTuple.class, "json_tuple");

    private final PlanTranslator plans;

    Generators(PlanTranslator plans) {
        this.plans = plans;
    }

    Plan translate(Generate generate) {
        Node child = plans.translate(generate.child());
        Expression generator = (Expression) generate.generator();
        String function = FUNCTIONS.get(generator.getClass());
        if (function == null) {
            throw plans.facts()
                    .refusals()
                    .notSupported(
                            generator.origin(),
                            "The table function " + generator.prettyName()
                                    + " is not supported; use explode, posexplode, inline, stack or json_tuple");
        }
        Node input = plans.subqueries().attach(child, Scala.<Expression>list(generator.children()));
        Translation translation = plans.in(input.scope());
        DataType rows = new DataType.ArrayType(
                new DataType.StructType(SparkTypes.fields(((Generator) generator).elementSchema())), false);
        Call call = new Call(
                function,
                translation.all(Scala.<Expression>list(generator.children())),
                rows,
                false,
                plans.facts().refusals().position(generator.origin()));
        List<Column> generated = plans.columns().createAll(Scala.<Attribute>list(generate.generatorOutput()));
        Plan.EmptyRows emptyRows = generate.outer() ? Plan.EmptyRows.KEPT : Plan.EmptyRows.DROPPED;
        Plan plan = new Plan.Generate(input.plan(), call, emptyRows, generated);
        return Columns.keep(plan, visible(generate, child, plan, generated.size()));
    }

    /** The input's columns that are still needed, then the new ones, nullable as the plan has them. */
    private static List<Column> visible(Generate generate, Node child, Plan plan, int generatedCount) {
        List<Column> kept = new ArrayList<>();
        for (Attribute attribute : Scala.<Attribute>list(generate.requiredChildOutput())) {
            kept.add(child.scope().find(attribute.exprId()).orElseThrow());
        }
        int size = plan.output().size();
        kept.addAll(plan.output().subList(size - generatedCount, size));
        return kept;
    }
}
