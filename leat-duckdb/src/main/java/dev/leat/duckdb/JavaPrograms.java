package dev.leat.duckdb;

import dev.leat.duckdb.bridge.JavaFunctions;
import dev.leat.duckdb.render.Programs;
import dev.leat.duckdb.type.DuckDbTypes;
import dev.leat.plan.text.RenderedSql;
import java.util.List;
import java.util.StringJoiner;

/** Registers programs as functions when they are rendered. */
final class JavaPrograms implements Programs {
    private final JavaFunctions<RenderedSql> functions;

    JavaPrograms(JavaFunctions<RenderedSql> functions) {
        this.functions = functions;
    }

    @Override
    public String call(Program program, List<String> operands) {
        return functions.register(program.program(), program.text()) + "(" + String.join(", ", operands) + ")";
    }

    @Override
    public String callAggregate(Program program, List<String> operands, String distinct, String clauses) {
        StringJoiner row = new StringJoiner(", ", "{", "}");
        for (int i = 0; i < operands.size(); i++) {
            row.add("'" + DuckDbTypes.member(i) + "': " + operands.get(i));
        }
        if (operands.isEmpty()) {
            row.add("'" + DuckDbTypes.member(0) + "': CAST(NULL AS INTEGER)");
        }
        return functions.register(program.program(), program.text()) + "(list(" + distinct + row + ")" + clauses + ")";
    }
}
