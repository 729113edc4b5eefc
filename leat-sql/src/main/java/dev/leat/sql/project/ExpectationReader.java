package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.sql.analysis.SparkErrors;
import dev.leat.sql.analysis.SparkSettings;
import dev.leat.sql.project.ConstraintClauses.Clause;
import dev.leat.sql.project.Statement.Name;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.SparkSqlParser;

/** Reads the constraints of a dataset; their conditions with Spark's parser. All problems are reported at once. */
final class ExpectationReader {
    private final StatementText text;
    private final SparkSettings settings;
    private final List<Diagnostic> problems = new ArrayList<>();

    private ExpectationReader(StatementText text, SparkSettings settings) {
        this.text = text;
        this.settings = settings;
    }

    static List<DeclaredExpectation> read(StatementText text, List<Clause> clauses, SparkSettings settings) {
        return new ExpectationReader(text, settings).read(clauses);
    }

    private List<DeclaredExpectation> read(List<Clause> clauses) {
        List<DeclaredExpectation> expectations = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Clause clause : clauses) {
            Optional<Name> name = name(text.tokens().get(clause.name()));
            if (name.isEmpty()) {
                problem(
                        ErrorCode.SYNTAX,
                        clause.name(),
                        "The name of a constraint is one word, or stands in backquotes");
            } else if (!names.add(name.get().toString().toLowerCase(Locale.ROOT))) {
                problem(
                        ErrorCode.PROJECT,
                        clause.name(),
                        "The constraint " + name.get() + " is declared twice; names do not differ by case alone");
            }
            Optional<DeclaredExpectation.Test> test = clause.isUnique() ? key(clause) : condition(clause);
            if (name.isPresent() && test.isPresent()) {
                expectations.add(expectation(name.get(), test.get(), clause));
            }
        }
        if (!problems.isEmpty()) {
            throw new LeatException(problems);
        }
        return expectations;
    }

    private DeclaredExpectation expectation(Name name, DeclaredExpectation.Test test, Clause clause) {
        SqlToken first = text.tokens().get(clause.test());
        SqlToken last = text.tokens().get(clause.close());
        String written = text.sql().substring(first.start(), last.end());
        SourcePosition start = text.position(first);
        int length = written.lines().findFirst().orElse(written).length();
        SourcePosition place = new SourcePosition(start.file(), start.line(), start.column(), length);
        String line = written.replaceAll("\\s+", " ");
        return new DeclaredExpectation(name.toString(), name.position(), test, clause.action(), line, place);
    }

    private Optional<Name> name(SqlToken token) {
        return token.identifier().map(name -> new Name(List.of(name), text.position(token)));
    }

    private Optional<DeclaredExpectation.Test> key(Clause clause) {
        List<Name> columns = new ArrayList<>();
        for (int i = clause.open() + 1; i < clause.close(); i += 2) {
            Optional<Name> column = name(text.tokens().get(i));
            if (column.isEmpty() || !(text.has(i + 1, ",") || i + 1 == clause.close())) {
                int wrong = column.isEmpty() ? i : i + 1;
                problem(ErrorCode.SYNTAX, wrong, "A key is a list of the dataset's columns, separated by commas");
                return Optional.empty();
            }
            columns.add(column.get());
        }
        if (text.has(clause.close() - 1, ",")) {
            problem(ErrorCode.SYNTAX, clause.close(), "A column is missing after the comma");
            return Optional.empty();
        }
        return Optional.of(new DeclaredExpectation.Unique(columns));
    }

    @SuppressWarnings("CatchingUnchecked") // Spark throws checked exceptions that Scala does not declare.
    private Optional<DeclaredExpectation.Test> condition(Clause clause) {
        String sql = text.only(text.tokens().get(clause.open()), text.tokens().get(clause.close()));
        try {
            Expression parsed = settings.within(() -> new SparkSqlParser().parseExpression(sql));
            return Optional.of(new DeclaredExpectation.Condition(parsed));
        } catch (Exception | StackOverflowError e) {
            problems.add(SparkErrors.diagnose(e, text.source()));
            return Optional.empty();
        }
    }

    private void problem(ErrorCode code, int token, String message) {
        problems.add(Diagnostic.of(code, message, text.position(text.tokens().get(token))));
    }
}
