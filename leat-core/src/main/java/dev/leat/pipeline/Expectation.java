package dev.leat.pipeline;

import dev.leat.error.Checks;
import dev.leat.error.SourcePosition;
import dev.leat.plan.Expression;
import dev.leat.type.DataType.Simple;
import java.util.List;

/**
 * What a dataset demands of each row of its query's result, and what becomes of a row that violates it.
 *
 * @param text the test as the user wrote it
 */
public record Expectation(String name, Test test, Action action, String text, SourcePosition position) {
    /** What becomes of a row that violates an expectation. */
    public enum Action {
        /** It goes into the dataset like any other. */
        KEEP_ROW,
        /** It is left out. */
        DROP_ROW,
        /** The refresh of the dataset fails. */
        FAIL_UPDATE,
        /** It is left out, and kept beside the dataset. */
        QUARANTINE;

        /** Whether the row is left out of the dataset. */
        public boolean rejects() {
            return this == DROP_ROW || this == QUARANTINE;
        }
    }

    /** What is demanded. */
    public sealed interface Test {
        /** Calls the visitor's method for this kind of test. */
        <R> R accept(Visitor<R> visitor);
    }

    /** One method per kind of test. */
    public interface Visitor<R> {
        /** A condition. */
        R visit(Condition condition);

        /** A key. */
        R visit(Unique unique);
    }

    /**
     * The condition is true of the row; NULL is not.
     *
     * @param expression over columns whose ids are the positions of the dataset's columns
     */
    public record Condition(Expression expression) implements Test {
        public Condition {
            Checks.verify(expression.type() == Simple.BOOLEAN, "the condition of an expectation is boolean");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * No other row has the same key, NULL equal to NULL.
     *
     * @param columns the positions of the key's columns
     */
    public record Unique(List<Integer> columns) implements Test {
        public Unique {
            columns = List.copyOf(columns);
            Checks.verify(!columns.isEmpty(), "a key has a column");
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
