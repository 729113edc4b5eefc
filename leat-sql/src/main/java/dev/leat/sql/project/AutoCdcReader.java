package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.sql.analysis.Scala;
import dev.leat.sql.analysis.SparkErrors;
import dev.leat.sql.analysis.SparkSettings;
import dev.leat.sql.project.AutoCdcClauses.Clause;
import dev.leat.sql.project.AutoCdcClauses.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedStarBase;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.Concat;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.RaiseError;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.trees.CurrentOrigin$;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;

/** Makes the query of the changes that AUTO CDC takes, in the columns that {@link ChangeCapture} names. */
final class AutoCdcReader {
    private static final String NOT_NULL = "AUTO CDC: KEYS and SEQUENCE BY must not be NULL, but a change has ";

    private final StatementText text;
    private final AutoCdcClauses clauses;
    private final SparkSettings settings;

    AutoCdcReader(StatementText text, AutoCdcClauses clauses, SparkSettings settings) {
        this.text = text;
        this.clauses = clauses;
        this.settings = settings;
    }

    /** The changes, in the columns of the capture. */
    record Changes(LogicalPlan query, ChangeCapture capture) {}

    Changes read() {
        LogicalPlan source = source();
        List<Expression> keys = columns(clauses.require(Clause.KEYS));
        Expression sequence = expression(clauses.require(Clause.SEQUENCE));
        Expression deletion = clauses.find(Clause.DELETE)
                .map(this::expression)
                .map(AutoCdcReader::isTrue)
                .orElse(constant(false));
        List<NamedExpression> selected = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            selected.add(named(keys.get(i), ChangeCapture.key(i)));
        }
        selected.add(named(sequence, ChangeCapture.sequence()));
        selected.add(named(deletion, ChangeCapture.deletion()));
        Range taken = clauses.find(Clause.COLUMNS).orElse(clauses.require(Clause.FROM));
        selected.addAll(taken());
        LogicalPlan changes = new Project(Scala.seq(selected), new Filter(isWhole(keys, sequence), source));
        return new Changes(changes, new ChangeCapture(keys.size(), text.position(token(taken.start()))));
    }

    private SqlToken token(int index) {
        return text.tokens().get(index);
    }

    /** What stands behind FROM. */
    private LogicalPlan source() {
        Range range = clauses.require(Clause.FROM);
        SqlToken star = text.has(1, "OR", "REFRESH") ? token(3) : token(1);
        String sql = text.onlySelected(star, token(range.start() - 1), token(range.end() - 1));
        LogicalPlan parsed = parsed(() -> new SparkSqlParser().parsePlan(sql));
        if (!(parsed instanceof Project project) || !(project.projectList().head() instanceof UnresolvedStarBase)) {
            throw syntax(range, "FROM names one relation here, such as STREAM(source)");
        }
        return project.child();
    }

    private Expression expression(Range range) {
        String sql = text.only(token(range.start()), token(range.end() - 1));
        return parsed(() -> new SparkSqlParser().parseExpression(sql));
    }

    @SuppressWarnings("CatchingUnchecked") // Spark throws checked exceptions that Scala does not declare.
    private <T> T parsed(Supplier<T> parser) {
        try {
            return settings.within(parser);
        } catch (Exception | StackOverflowError e) {
            throw SparkErrors.translate(e, text.source());
        }
    }

    /** The columns that a list in parentheses names. */
    private List<Expression> columns(Range range) {
        int last = range.end() - 1;
        List<Expression> columns = new ArrayList<>();
        int start = range.start() + 1;
        for (int i = start; i <= last; i++) {
            boolean ends = token(i).depth() == 0 && i == last && text.has(i, ")");
            if (ends || (token(i).depth() == 1 && text.has(i, ","))) {
                columns.add(column(new Range(start, i), range));
                start = i + 1;
            }
        }
        if (start <= last) {
            throw syntax(range, "Expected columns in parentheses, separated by commas");
        }
        return columns;
    }

    private Expression column(Range range, Range list) {
        if (!range.isEmpty() && expression(range) instanceof UnresolvedAttribute column) {
            return column;
        }
        throw syntax(range.isEmpty() ? list : range, "Expected columns in parentheses, separated by commas");
    }

    /** What the target takes of the source: all but what is excepted, or what is named. */
    private List<NamedExpression> taken() {
        Optional<Range> range = clauses.find(Clause.COLUMNS);
        if (range.isPresent() && text.has(range.get().start(), "(")) {
            return columns(range.get()).stream()
                    .map(column -> (NamedExpression) column)
                    .toList();
        }
        Expression star =
                range.map(this::expression).orElseGet(() -> parsed(() -> new SparkSqlParser().parseExpression("*")));
        if (!(star instanceof UnresolvedStarBase)) {
            throw syntax(range.orElseThrow(), "Expected * EXCEPT (column, …), or columns in parentheses");
        }
        return List.of((NamedExpression) star);
    }

    /**
     * True, or the failure of the run. That its text has values also keeps an engine from computing it beforehand, as it might
     * do with constants.
     */
    private static Expression isWhole(List<Expression> keys, Expression sequence) {
        return CurrentOrigin$.MODULE$.withOrigin(sequence.origin(), () -> {
            Expression isMissing = new IsNull(sequence);
            List<Expression> message = new ArrayList<>(List.of(constant(NOT_NULL)));
            for (Expression key : keys) {
                isMissing = new Or(isMissing, new IsNull(key));
                message.add(constant(((UnresolvedAttribute) key).name() + " = "));
                message.add(shown(key));
                message.add(constant(", "));
            }
            message.add(constant("SEQUENCE BY "));
            message.add(shown(sequence));
            return new If(isMissing, new RaiseError(new Concat(Scala.seq(message))), constant(true));
        });
    }

    private static Expression shown(Expression value) {
        Expression text = new Cast(value, DataTypes.StringType, Option.empty());
        return new Coalesce(Scala.seq(List.of(text, constant("NULL"))));
    }

    /** Whether a condition is true; what is not BOOLEAN is no condition. */
    private static Expression isTrue(Expression condition) {
        return CurrentOrigin$.MODULE$.withOrigin(
                condition.origin(), () -> new If(condition, constant(true), constant(false)));
    }

    private static Expression constant(Object value) {
        return Literal$.MODULE$.apply(value);
    }

    private static Alias named(Expression value, String name) {
        @SuppressWarnings("unchecked") // The empty list is a list of anything.
        Seq<String> none = (Seq<String>) (Seq<?>) Nil$.MODULE$;
        return new Alias(value, name, NamedExpression.newExprId(), none, Option.empty(), none);
    }

    private LeatException syntax(Range range, String message) {
        return new LeatException(Diagnostic.of(ErrorCode.SYNTAX, message, text.position(token(range.start()))));
    }
}
