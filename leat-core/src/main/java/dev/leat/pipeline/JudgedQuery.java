package dev.leat.pipeline;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import dev.leat.plan.Projections;
import dev.leat.plan.WindowCall;
import dev.leat.plan.WindowColumn;
import dev.leat.plan.WindowFrame;
import dev.leat.plan.WindowFrame.Anchor;
import dev.leat.plan.WindowFrame.Bound;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds to a dataset's query a column for each expectation that says whether the row satisfies it, never NULL. So what is
 * known about queries, such as how their changes are derived, holds for expectations too: a condition is a projection, and
 * a key is unique where a window over its rows counts one.
 */
public final class JudgedQuery {
    /** The rows of a partition. */
    private static final WindowCall COUNT = new WindowCall(
            "count",
            List.of(Literal.of("1", Simple.INT)),
            Optional.empty(),
            false,
            new WindowFrame(
                    WindowFrame.Unit.ROWS, Bound.of(Anchor.UNBOUNDED_PRECEDING), Bound.of(Anchor.UNBOUNDED_FOLLOWING)),
            Simple.BIGINT,
            false,
            Optional.empty());

    private final Plan query;
    private int nextId;

    private JudgedQuery(Plan query) {
        this.query = query;
        this.nextId = Plans.firstFreeId(query);
    }

    /** The query with the verdicts after its columns, in the order of the expectations; the query itself if there are none. */
    public static Plan of(Plan query, List<Expectation> expectations) {
        return expectations.isEmpty() ? query : new JudgedQuery(query).with(expectations);
    }

    private Plan with(List<Expectation> expectations) {
        Verdicts verdicts = new Verdicts();
        List<Projection> columns = new ArrayList<>(Projections.passing(query.output()));
        for (Expectation expectation : expectations) {
            Expression verdict = expectation.test().accept(verdicts);
            columns.add(new Projection(new Column(nextId++, expectation.name(), Simple.BOOLEAN, false), verdict));
        }
        return new Plan.Project(verdicts.input, columns);
    }

    /** Whether a row satisfies a test, over an input that grows by what the test needs. */
    private final class Verdicts implements Expectation.Visitor<Expression> {
        private Plan input = query;

        @Override
        public Expression visit(Expectation.Condition condition) {
            Expression placed = Expressions.mapColumns(
                    condition.expression(), column -> query.output().get(column.id()));
            return new Call("<=>", List.of(placed, Literal.of("true", Simple.BOOLEAN)), Simple.BOOLEAN, false);
        }

        @Override
        public Expression visit(Expectation.Unique unique) {
            Column count = new Column(nextId++, "rows", Simple.BIGINT, false);
            List<Expression> key = unique.columns().stream()
                    .<Expression>map(index -> new ColumnReference(query.output().get(index)))
                    .toList();
            input = new Plan.Window(input, key, List.of(), List.of(new WindowColumn(count, COUNT)));
            return new Call(
                    "=", List.of(new ColumnReference(count), Literal.of("1", Simple.BIGINT)), Simple.BOOLEAN, false);
        }
    }
}
