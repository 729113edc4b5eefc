package dev.leat.duckdb.bridge;

import dev.leat.spi.Evaluator;
import dev.leat.spi.EvaluatorFactory;
import dev.leat.spi.EvaluatorProgram;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.IntStream;
import org.duckdb.NativeVectors;
import org.jspecify.annotations.Nullable;

/**
 * The evaluators of one program, as many as threads have needed at once. A pool and not one per thread, since DuckDB's
 * threads are new Java threads at each call.
 */
final class EvaluatorPool {
    private final EvaluatorFactory factory;
    private final EvaluatorProgram program;
    private final List<DataType> parameters;
    private final ConcurrentLinkedDeque<Worker> idle = new ConcurrentLinkedDeque<>();

    EvaluatorPool(EvaluatorFactory factory, EvaluatorProgram program) {
        this.factory = factory;
        this.program = program;
        this.parameters = parameters(program);
    }

    /** The types of the function's parameters: an aggregate has one, its group's rows. */
    static List<DataType> parameters(EvaluatorProgram program) {
        return switch (program.kind()) {
            case SCALAR, GENERATOR -> program.argumentTypes();
            case AGGREGATE ->
                List.of(new DataType.ArrayType(
                        new DataType.StructType(
                                IntStream.range(0, program.argumentTypes().size())
                                        .mapToObj(i -> Field.of(
                                                "c" + i, program.argumentTypes().get(i)))
                                        .toList()),
                        false));
        };
    }

    private record Worker(Evaluator evaluator, StagedColumn result) {}

    void apply(ByteBuffer chunk, ByteBuffer result) {
        int rows = NativeVectors.rowCount(chunk);
        if (rows == 0) {
            return;
        }
        List<VectorColumn> arguments = new ArrayList<>(parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            arguments.add(new VectorColumn(parameters.get(i), NativeVectors.column(chunk, i), rows));
        }
        Worker worker = take();
        worker.result().clear();
        worker.evaluator().evaluate(arguments, rows, worker.result());
        worker.result().flush(result, rows);
        // Not given back after a failure: an evaluator may have stopped half way through a group.
        idle.push(worker);
    }

    private Worker take() {
        @Nullable Worker worker = idle.poll();
        return worker != null ? worker : new Worker(factory.open(program), StagedColumn.of(program.resultType()));
    }
}
