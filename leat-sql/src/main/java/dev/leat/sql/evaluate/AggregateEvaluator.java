package dev.leat.sql.evaluate;

import dev.leat.error.Checks;
import dev.leat.spi.Evaluator;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.spi.InputColumn;
import dev.leat.spi.OutputColumn;
import dev.leat.sql.analysis.Trees;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.MutableProjection;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;

/**
 * An aggregate function over groups whose rows have been collected: each group in one go, as Spark does in one task.
 * Around the functions there may be an expression, as Spark makes of some functions.
 */
final class AggregateEvaluator implements Evaluator {
    private final ProgramAnalyzer analyzer;
    private final InputRows input;
    private final List<Accumulator> functions;
    private final MutableProjection result;
    private final ValueWriter writer;

    private AggregateEvaluator(
            ProgramAnalyzer analyzer,
            InputRows input,
            List<Accumulator> functions,
            MutableProjection result,
            ValueWriter writer) {
        this.analyzer = analyzer;
        this.input = input;
        this.functions = List.copyOf(functions);
        this.result = result;
        this.writer = writer;
    }

    static AggregateEvaluator open(ProgramAnalyzer analyzer, EvaluatorProgram program) {
        ProgramAnalyzer.Analyzed analyzed = analyzer.analyze(program);
        if (!(analyzed.plan() instanceof Aggregate aggregate && aggregate.child() instanceof LocalRelation)) {
            throw ProgramAnalyzer.wrongShape(program, analyzed.plan());
        }
        Expression whole = (Expression) aggregate.aggregateExpressions().head();
        ProgramAnalyzer.requireType(program, whole.dataType());
        List<AggregateExpression> calls = new ArrayList<>();
        Expression outside = Trees.transformDown(whole, node -> {
            if (node instanceof AggregateExpression call) {
                calls.add(call);
                return new BoundReference(calls.size() - 1, call.dataType(), call.nullable());
            }
            return node;
        });
        return analyzer.within(() -> new AggregateEvaluator(
                analyzer,
                InputRows.of(analyzed.input()),
                calls.stream().map(call -> Accumulator.of(call, analyzed)).toList(),
                ScalarEvaluator.projection(List.of(outside)),
                ValueWriter.of(program.resultType())));
    }

    @Override
    public void evaluate(List<? extends InputColumn> arguments, int rowCount, OutputColumn output) {
        Checks.verify(arguments.size() == 1, "an aggregate's only argument is the group's rows");
        InputColumn groups = arguments.get(0);
        SparkFailures.guard(analyzer, () -> {
            InputColumn structs = groups.child(0);
            List<InputColumn> columns = new ArrayList<>();
            for (int i = 0; i < input.types().size(); i++) {
                columns.add(structs.child(i));
            }
            InputRow row = input.over(columns);
            for (int group = 0; group < rowCount; group++) {
                // The list of a group without rows is NULL.
                boolean empty = groups.isNullAt(group);
                int start = empty ? 0 : groups.offsetAt(group);
                int length = empty ? 0 : groups.lengthAt(group);
                writer.write(compute(row, start, length), 0, output, group);
            }
        });
    }

    private InternalRow compute(InputRow row, int start, int length) {
        Object[] values = new Object[functions.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = functions.get(i).compute(row, start, length);
        }
        return result.apply(new GenericInternalRow(values));
    }
}
