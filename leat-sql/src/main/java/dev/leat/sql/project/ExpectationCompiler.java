package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.NearestName;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Expectation;
import dev.leat.pipeline.Quarantine;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import dev.leat.plan.Projection;
import dev.leat.plan.RelationName;
import dev.leat.sql.analysis.AnalyzedQuery;
import dev.leat.sql.analysis.Trees;
import dev.leat.sql.project.Statement.Name;
import dev.leat.sql.translate.QueryTranslator;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.UnresolvedWindowExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;

/**
 * Gives the constraints of one dataset their meaning: conditions are analysed by Spark as a WHERE over the dataset, keys
 * are found among its columns. All problems are reported at once.
 */
final class ExpectationCompiler {
    private static final String ROW_ONLY =
            "is about one row, and cannot use aggregate or window functions, generators or"
                    + " subqueries; compute the value as a column of the query";

    private final QuerySession session;
    private final StatementText text;
    private final RelationName dataset;
    private final List<Field> columns;
    private final List<Diagnostic> problems = new ArrayList<>();

    /**
     * A compiler.
     *
     * @param session that knows the dataset with its columns
     */
    ExpectationCompiler(QuerySession session, StatementText text, RelationName dataset, List<Field> columns) {
        this.session = session;
        this.text = text;
        this.dataset = dataset;
        this.columns = List.copyOf(columns);
    }

    List<Expectation> compile(List<DeclaredExpectation> declared) {
        List<Expectation> expectations = new ArrayList<>();
        for (DeclaredExpectation one : declared) {
            requireRoomForNames(one);
            try {
                Expectation.Test test = one.test().accept(new Meaning(one));
                expectations.add(new Expectation(one.name(), test, one.action(), one.text(), one.position()));
            } catch (LeatException e) {
                e.diagnostics().stream()
                        .map(found -> inOurWords(found, one))
                        .map(found -> found.position().isPresent() ? found : found.at(one.place()))
                        .forEach(problems::add);
            }
        }
        if (!problems.isEmpty()) {
            throw new LeatException(problems);
        }
        return expectations;
    }

    private void requireRoomForNames(DeclaredExpectation one) {
        boolean isTaken = columns.stream().anyMatch(column -> column.name().equalsIgnoreCase(Quarantine.VIOLATED));
        if (one.action() == Expectation.Action.QUARANTINE && isTaken) {
            problems.add(Diagnostic.of(
                    ErrorCode.PROJECT,
                    "Rows cannot be quarantined: the column " + Quarantine.VIOLATED
                            + " says which constraints a row violates, and the dataset has one of that name; rename it",
                    one.position()));
        }
    }

    /** Spark words its refusals for the clause in which the condition is analysed. */
    private static Diagnostic inOurWords(Diagnostic found, DeclaredExpectation one) {
        String condition = found.condition().orElse("");
        if (condition.equals("INVALID_WHERE_CONDITION") || condition.startsWith("UNSUPPORTED_GENERATOR")) {
            return refusal(one, ROW_ONLY);
        }
        return condition.equals("DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN")
                ? refusal(one, "is not a BOOLEAN; write a comparison")
                : found;
    }

    private static Diagnostic refusal(DeclaredExpectation one, String why) {
        return Diagnostic.of(
                ErrorCode.ANALYSIS, "The condition of the constraint " + one.name() + " " + why, one.place());
    }

    /** What a test means. */
    private final class Meaning implements DeclaredExpectation.Visitor<Expectation.Test> {
        private final DeclaredExpectation declared;

        Meaning(DeclaredExpectation declared) {
            this.declared = declared;
        }

        @Override
        public Expectation.Test visit(DeclaredExpectation.Condition condition) {
            boolean looksBeyond = Trees.exists(
                    condition.parsed(),
                    part -> part instanceof SubqueryExpression
                            || part instanceof WindowExpression
                            || part instanceof UnresolvedWindowExpression);
            if (looksBeyond) {
                throw new LeatException(refusal(declared, ROW_ONLY));
            }
            AnalyzedQuery analyzed = session.analyzeCondition(condition.parsed(), dataset, text.source());
            return new Expectation.Condition(overColumns(QueryTranslator.translate(analyzed)));
        }

        /** The value of the one column of a chain of projections, over the dataset's columns by position. */
        private Expression overColumns(Plan plan) {
            if (plan instanceof Plan.Scan scan) {
                return new ColumnReference(scan.output().get(0));
            }
            if (!(plan instanceof Plan.Project project)) {
                throw new LeatException(refusal(declared, ROW_ONLY));
            }
            Expression value = project.columns().get(0).expression();
            Plan input = project.input();
            while (input instanceof Plan.Project inner) {
                value = inlined(value, inner);
                input = inner.input();
            }
            if (!(input instanceof Plan.Scan scan)) {
                throw new LeatException(refusal(declared, ROW_ONLY));
            }
            return Expressions.mapColumns(value, column -> positional(column, scan));
        }

        private static Expression inlined(Expression value, Plan.Project project) {
            Map<Integer, Expression> values = new HashMap<>();
            for (Projection projection : project.columns()) {
                values.put(projection.column().id(), projection.expression());
            }
            return Expressions.transform(
                    value,
                    part -> part instanceof ColumnReference reference
                            ? values.getOrDefault(reference.column().id(), part)
                            : part);
        }

        private Column positional(Column column, Plan.Scan scan) {
            int index = scan.output().indexOf(column);
            int position = find(scan.fields().get(index)).orElseThrow();
            return new Column(position, column.name(), column.type(), column.nullable());
        }

        @Override
        public Expectation.Test visit(DeclaredExpectation.Unique unique) {
            List<Diagnostic> wrong = new ArrayList<>();
            Set<Integer> positions = new LinkedHashSet<>();
            for (Name column : unique.columns()) {
                Optional<Integer> position = find(column.toString());
                if (position.isEmpty()) {
                    wrong.add(unknown(column));
                } else if (!positions.add(position.get())) {
                    wrong.add(at(column.position(), "The key has the column " + column + " twice"));
                } else if (StoredColumns.hasMap(columns.get(position.get()).type())) {
                    wrong.add(at(
                            column.position(),
                            "The column " + column + " cannot be part of a key: maps cannot be compared"));
                }
            }
            if (!wrong.isEmpty()) {
                throw new LeatException(wrong);
            }
            return new Expectation.Unique(List.copyOf(positions));
        }

        private Diagnostic unknown(Name column) {
            List<String> names = columns.stream().map(Field::name).toList();
            return at(
                    column.position(),
                    "The dataset has no column " + column + " for the key of the constraint " + declared.name()
                            + NearestName.hint(column.toString(), names));
        }

        private static Diagnostic at(SourcePosition position, String message) {
            return Diagnostic.of(ErrorCode.ANALYSIS, message, position);
        }
    }

    private Optional<Integer> find(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
