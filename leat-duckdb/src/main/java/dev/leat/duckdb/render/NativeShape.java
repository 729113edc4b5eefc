package dev.leat.duckdb.render;

import dev.leat.duckdb.function.Failure;
import dev.leat.duckdb.function.FunctionTable;
import dev.leat.duckdb.function.Signature;
import dev.leat.plan.CurrentTime;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.Lambda;
import dev.leat.plan.Expression.LambdaVariable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells which calls the function table takes, and whether they can fail. Results are kept per node. */
final class NativeShape {
    private enum Answer {
        TOTAL,
        PARTIAL,
        FOREIGN
    }

    private final FunctionTable table;
    private final String zone;
    private final IdentityHashMap<Call, Answer> answers = new IdentityHashMap<>();

    NativeShape(FunctionTable table, String zone) {
        this.table = table;
        this.zone = zone;
    }

    /** Whether the table has the call itself; its operands may be foreign. */
    boolean isNative(Call call) {
        return answer(call) != Answer.FOREIGN;
    }

    /** The call over the operands' SQL; {@code fallback} writes it on Spark's code. */
    Optional<FunctionTable.Rendered> render(Call call, List<String> operands, Supplier<String> fallback) {
        if (takesLambda(call)) {
            return Optional.empty();
        }
        return table.find(new Signature(call.function(), call.arguments(), call.type(), zone, fallback), operands);
    }

    /** Whether evaluating the expression can end the query with an error, on either side. */
    boolean canFail(Expression expression) {
        if (expression instanceof Call call && answer(call) != Answer.TOTAL) {
            return true;
        }
        return expression.children().stream().anyMatch(this::canFail);
    }

    /** Whether the expression uses a parameter of a lambda around it. */
    static boolean usesLambdaVariable(Expression expression) {
        return expression instanceof LambdaVariable
                || expression.children().stream().anyMatch(NativeShape::usesLambdaVariable);
    }

    private static boolean takesLambda(Call call) {
        return call.arguments().stream().anyMatch(Lambda.class::isInstance);
    }

    private Answer answer(Call call) {
        return answers.computeIfAbsent(call, this::find);
    }

    private Answer find(Call call) {
        if (CurrentTime.is(call)) {
            return Answer.TOTAL;
        }
        List<String> operands = Collections.nCopies(call.arguments().size(), "NULL");
        return render(call, operands, () -> "NULL")
                .map(rendered -> rendered.failure() == Failure.NEVER ? Answer.TOTAL : Answer.PARTIAL)
                .orElse(Answer.FOREIGN);
    }
}
