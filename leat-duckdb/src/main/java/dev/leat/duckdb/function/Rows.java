package dev.leat.duckdb.function;

import dev.leat.duckdb.function.NativeFunction.Arity;
import java.util.ArrayList;
import java.util.List;

/** Collects rows of the function table; reads like the table it is. */
final class Rows {
    private final List<NativeFunction> rows = new ArrayList<>();

    /** A row whose function has a result for all values. */
    Rows total(String function, List<TypeClass> arguments, String template) {
        return total(function, arguments, Template.of(template));
    }

    Rows total(String function, List<TypeClass> arguments, Template template) {
        rows.add(new NativeFunction(function, arguments, Arity.EXACT, Failure.NEVER, template));
        return this;
    }

    /** A row whose function fails on some values. */
    Rows partial(String function, List<TypeClass> arguments, String template) {
        return partial(function, arguments, Template.of(template));
    }

    Rows partial(String function, List<TypeClass> arguments, Template template) {
        rows.add(new NativeFunction(function, arguments, Arity.EXACT, Failure.SOMETIMES, template));
        return this;
    }

    /** A total row that takes any number of operands of the last set. */
    Rows repeating(String function, List<TypeClass> arguments, Template template) {
        rows.add(new NativeFunction(function, arguments, Arity.LAST_REPEATS, Failure.NEVER, template));
        return this;
    }

    /** A row with any number of operands of the last set, whose function fails on some values. */
    Rows repeatingPartial(String function, List<TypeClass> arguments, Template template) {
        rows.add(new NativeFunction(function, arguments, Arity.LAST_REPEATS, Failure.SOMETIMES, template));
        return this;
    }

    List<NativeFunction> list() {
        return List.copyOf(rows);
    }
}
