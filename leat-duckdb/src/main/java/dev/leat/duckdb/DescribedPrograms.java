package dev.leat.duckdb;

import dev.leat.duckdb.render.Programs;
import java.util.ArrayList;
import java.util.List;

/** Notes which programs a rendering needs, and registers none. */
final class DescribedPrograms implements Programs {
    private final List<String> texts = new ArrayList<>();

    @Override
    public String call(Program program, List<String> operands) {
        return name(program) + "(" + String.join(", ", operands) + ")";
    }

    @Override
    public String callAggregate(Program program, List<String> operands, String distinct, String clauses) {
        return name(program) + "(list(" + distinct + "row(" + String.join(", ", operands) + "))" + clauses + ")";
    }

    private String name(Program program) {
        String text = program.program().sql();
        if (!texts.contains(text)) {
            texts.add(text);
        }
        return "spark_" + (texts.indexOf(text) + 1);
    }

    List<String> texts() {
        return List.copyOf(texts);
    }
}
