package dev.leat.sql.evaluate;

import dev.leat.spi.Evaluator;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.spi.InputColumn;
import dev.leat.spi.OutputColumn;
import dev.leat.sql.analysis.Scala;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.MutableProjection;
import org.apache.spark.sql.catalyst.expressions.MutableProjection$;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.DataType;

/** A scalar expression as code that Spark generates. */
final class ScalarEvaluator implements Evaluator {
    private final ProgramAnalyzer analyzer;
    private final InputRows input;
    private final MutableProjection projection;
    private final ValueWriter writer;

    private ScalarEvaluator(
            ProgramAnalyzer analyzer, InputRows input, MutableProjection projection, ValueWriter writer) {
        this.analyzer = analyzer;
        this.input = input;
        this.projection = projection;
        this.writer = writer;
    }

    static ScalarEvaluator open(ProgramAnalyzer analyzer, EvaluatorProgram program) {
        ProgramAnalyzer.Analyzed analyzed = analyzer.analyze(program);
        if (!(analyzed.plan() instanceof Project project && project.child() instanceof LocalRelation)) {
            throw ProgramAnalyzer.wrongShape(program, analyzed.plan());
        }
        Expression expression = (Expression) project.projectList().head();
        ProgramAnalyzer.requireType(program, expression.dataType());
        Expression bound = analyzed.bind(expression);
        return new ScalarEvaluator(
                analyzer,
                InputRows.of(analyzed.input()),
                analyzer.within(() -> projection(List.of(bound))),
                ValueWriter.of(program.resultType()));
    }

    /** Generated code that computes the expressions into a row of its own. */
    static MutableProjection projection(List<Expression> bound) {
        MutableProjection projection = MutableProjection$.MODULE$.create(Scala.<Expression>seq(bound));
        projection.initialize(0);
        List<DataType> types = bound.stream().map(Expression::dataType).toList();
        return projection.target(new SpecificInternalRow(Scala.<DataType>seq(types)));
    }

    @Override
    public void evaluate(List<? extends InputColumn> arguments, int rowCount, OutputColumn result) {
        SparkFailures.guard(analyzer, () -> {
            InputRow row = input.over(arguments);
            for (int i = 0; i < rowCount; i++) {
                writer.write(projection.apply(row.at(i)), 0, result, i);
            }
        });
    }
}
