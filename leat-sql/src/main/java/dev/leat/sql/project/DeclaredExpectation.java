package dev.leat.sql.project;

import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Expectation.Action;
import dev.leat.sql.project.Statement.Name;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/**
 * A constraint of a dataset as parsed.
 *
 * @param position of the name
 * @param text of the test
 * @param place of the test
 */
record DeclaredExpectation(
        String name, SourcePosition position, Test test, Action action, String text, SourcePosition place) {
    /** What is demanded. */
    sealed interface Test {
        <R> R accept(Visitor<R> visitor);
    }

    /** {@code EXPECT (condition)}. */
    record Condition(Expression parsed) implements Test {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code EXPECT UNIQUE (column, …)}. */
    record Unique(List<Name> columns) implements Test {
        Unique {
            columns = List.copyOf(columns);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** One method per kind of test. */
    interface Visitor<R> {
        R visit(Condition condition);

        R visit(Unique unique);
    }
}
