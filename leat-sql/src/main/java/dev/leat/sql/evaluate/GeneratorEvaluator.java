package dev.leat.sql.evaluate;

import dev.leat.error.Checks;
import dev.leat.spi.Evaluator;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.spi.InputColumn;
import dev.leat.spi.OutputColumn;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Generator;
import org.apache.spark.sql.catalyst.expressions.Nondeterministic;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Iterator;

/** A generator, such as {@code stack}: the array of the rows it makes of each row. */
final class GeneratorEvaluator implements Evaluator {
    private final ProgramAnalyzer analyzer;
    private final InputRows input;
    private final Generator generator;
    private final boolean outer;
    private final List<ValueWriter> fields;

    private GeneratorEvaluator(
            ProgramAnalyzer analyzer, InputRows input, Generator generator, boolean outer, List<ValueWriter> fields) {
        this.analyzer = analyzer;
        this.input = input;
        this.generator = generator;
        this.outer = outer;
        this.fields = List.copyOf(fields);
    }

    static GeneratorEvaluator open(ProgramAnalyzer analyzer, EvaluatorProgram program) {
        ProgramAnalyzer.Analyzed analyzed = analyzer.analyze(program);
        Generate generate =
                find(analyzed.plan()).orElseThrow(() -> ProgramAnalyzer.wrongShape(program, analyzed.plan()));
        ProgramAnalyzer.requireType(
                program, DataTypes.createArrayType(generate.generator().elementSchema(), false));
        Expression bound = analyzed.bind((Expression) generate.generator());
        Checks.verify(!(bound instanceof Nondeterministic), "a generator is deterministic");
        StructType row = (StructType) ((ArrayType) program.resultType()).element();
        return new GeneratorEvaluator(
                analyzer,
                InputRows.of(analyzed.input()),
                (Generator) bound,
                generate.outer(),
                row.fields().stream().map(field -> ValueWriter.of(field.type())).toList());
    }

    private static Optional<Generate> find(LogicalPlan plan) {
        if (plan instanceof Generate generate) {
            return generate.child() instanceof LocalRelation ? Optional.of(generate) : Optional.empty();
        }
        return plan.children().size() == 1 ? find(plan.children().head()) : Optional.empty();
    }

    @Override
    public void evaluate(List<? extends InputColumn> arguments, int rowCount, OutputColumn result) {
        SparkFailures.guard(analyzer, () -> {
            InputRow row = input.over(arguments);
            for (int i = 0; i < rowCount; i++) {
                write(generator.eval(row.at(i)).iterator(), result, i);
            }
            Checks.verify(generator.terminate().iterator().isEmpty(), "a generator ends with its last row");
        });
    }

    private void write(Iterator<InternalRow> rows, OutputColumn result, int row) {
        List<InternalRow> made = new ArrayList<>();
        while (rows.hasNext()) {
            // A generator may use one row again for all it makes.
            made.add(rows.next().copy());
        }
        boolean onlyNulls = made.isEmpty() && outer;
        int at = result.setLength(row, onlyNulls ? 1 : made.size());
        OutputColumn structs = result.child(0);
        if (onlyNulls) {
            structs.setStruct(at);
            for (int i = 0; i < fields.size(); i++) {
                structs.child(i).setNull(at);
            }
        }
        for (InternalRow one : made) {
            structs.setStruct(at);
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).write(one, i, structs.child(i), at);
            }
            at++;
        }
    }
}
