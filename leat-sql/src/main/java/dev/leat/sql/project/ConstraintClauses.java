package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.Expectation.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds the constraints with EXPECT among the tokens of a statement, since Spark's parser does not know them:
 *
 * <pre>
 * ( column …, CONSTRAINT name EXPECT { (condition) | UNIQUE (column, …) }
 *             [ON VIOLATION { DROP ROW | FAIL UPDATE | QUARANTINE }], … )
 * </pre>
 *
 * They stand in the list after the name of a streaming table or materialized view, each after the parenthesis or a comma.
 */
final class ConstraintClauses {
    private static final String ACTIONS = "DROP ROW, FAIL UPDATE or QUARANTINE";

    private final StatementText text;
    private final List<SqlToken> tokens;
    private final List<Clause> clauses = new ArrayList<>();
    private final List<Diagnostic> problems = new ArrayList<>();

    /**
     * One constraint, by the indexes of its tokens.
     *
     * @param first the word CONSTRAINT
     * @param last the last one of it
     * @param open the parenthesis before the condition or key
     * @param close the one behind it
     */
    record Clause(int first, int last, int open, int close, Action action) {
        int name() {
            return first + 1;
        }

        /** Where the condition or UNIQUE begins. */
        int test() {
            return first + 3;
        }

        boolean isUnique() {
            return open > test();
        }
    }

    private ConstraintClauses(StatementText text) {
        this.text = text;
        this.tokens = text.tokens();
    }

    static ConstraintClauses find(StatementText text) {
        ConstraintClauses found = new ConstraintClauses(text);
        if (text.has(0, "CREATE")) {
            found.search();
        }
        return found;
    }

    List<Clause> clauses() {
        return clauses;
    }

    List<Diagnostic> problems() {
        return problems;
    }

    private void search() {
        OptionalInt open = list();
        int close = open.isPresent() ? closing(open.getAsInt()) : -1;
        for (int i = 1; i < end(); i++) {
            if (!text.has(i, "CONSTRAINT") || !text.has(i + 2, "EXPECT")) {
                continue;
            }
            boolean begins = text.has(i - 1, "(") || text.has(i - 1, ",");
            if (dataset().isEmpty()) {
                problems.add(at(
                        ErrorCode.NOT_SUPPORTED,
                        i,
                        "Only streaming tables and materialized views have constraints with EXPECT; declare it where the"
                                + " rows are stored"));
            } else if (open.isEmpty() || i > close || !begins) {
                problems.add(at(
                        ErrorCode.SYNTAX,
                        i,
                        "A constraint with EXPECT stands on its own in the list after the dataset's name: (column TYPE, …,"
                                + " CONSTRAINT name EXPECT (condition))"));
            } else {
                read(i).ifPresent(clauses::add);
            }
        }
    }

    /** Where the query begins. */
    private int end() {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).depth() == 0 && tokens.get(i).is("AS")) {
                return i;
            }
        }
        return tokens.size();
    }

    /** The index behind the words that say what dataset it is. */
    private OptionalInt dataset() {
        int kind = text.has(1, "OR", "REFRESH") ? 3 : 1;
        return text.has(kind, "STREAMING", "TABLE") || text.has(kind, "MATERIALIZED", "VIEW")
                ? OptionalInt.of(kind + 2)
                : OptionalInt.empty();
    }

    /** The parenthesis after the name. */
    private OptionalInt list() {
        OptionalInt kind = dataset();
        if (kind.isEmpty()) {
            return kind;
        }
        int name = kind.getAsInt() + (text.has(kind.getAsInt(), "IF", "NOT", "EXISTS") ? 3 : 0);
        while (text.has(name + 1, ".")) {
            name += 2;
        }
        return text.has(name + 1, "(") ? OptionalInt.of(name + 1) : OptionalInt.empty();
    }

    /** The parenthesis that belongs to an open one; the last token if there is none. */
    private int closing(int open) {
        for (int i = open + 1; i < tokens.size(); i++) {
            if (tokens.get(i).is(")")
                    && tokens.get(i).depth() == tokens.get(open).depth()) {
                return i;
            }
        }
        return tokens.size() - 1;
    }

    private Optional<Clause> read(int first) {
        boolean isUnique = text.has(first + 3, "UNIQUE");
        int open = first + (isUnique ? 4 : 3);
        if (!text.has(open, "(")) {
            return refuse(open, "a condition in parentheses, or UNIQUE and columns in parentheses");
        }
        int close = closing(open);
        if (close == open + 1) {
            return refuse(close, isUnique ? "columns" : "a condition");
        }
        int next = close + 1;
        Action action = Action.KEEP_ROW;
        if (text.has(next, "ON")) {
            if (!text.has(next + 1, "VIOLATION")) {
                return refuse(next + 1, "VIOLATION");
            }
            Optional<Action> found = action(next + 2);
            if (found.isEmpty()) {
                return refuse(next + 2, ACTIONS);
            }
            action = found.get();
            next += action == Action.QUARANTINE ? 3 : 4;
        }
        return text.has(next, ",") || text.has(next, ")")
                ? Optional.of(new Clause(first, next - 1, open, close, action))
                : refuse(next, next == close + 1 ? "ON VIOLATION, a comma or )" : "a comma or )");
    }

    private Optional<Action> action(int index) {
        if (text.has(index, "DROP", "ROW")) {
            return Optional.of(Action.DROP_ROW);
        }
        if (text.has(index, "FAIL", "UPDATE")) {
            return Optional.of(Action.FAIL_UPDATE);
        }
        return text.has(index, "QUARANTINE") ? Optional.of(Action.QUARANTINE) : Optional.empty();
    }

    private Optional<Clause> refuse(int index, String expected) {
        int shown = Math.min(index, tokens.size() - 1);
        String found = index < tokens.size() ? tokens.get(index).text() : "the end";
        problems.add(
                at(ErrorCode.SYNTAX, shown, "The constraint cannot be read at " + found + "; expected " + expected));
        return Optional.empty();
    }

    private Diagnostic at(ErrorCode code, int index, String message) {
        SourcePosition position = text.position(tokens.get(index));
        return Diagnostic.of(code, message, position);
    }

    /** The tokens that are to be hidden from Spark's parser: the constraints with their commas, and the list if that is all. */
    List<SqlToken> hidden() {
        boolean[] hides = new boolean[tokens.size()];
        for (Clause clause : clauses) {
            for (int i = clause.first(); i <= clause.last(); i++) {
                hides[i] = true;
            }
            int before = clause.first() - 1;
            while (hides[before]) {
                before--;
            }
            int after = clause.last() + 1;
            if (text.has(before, ",")) {
                hides[before] = true;
            } else if (text.has(after, ",")) {
                hides[after] = true;
            } else {
                hides[before] = true;
                hides[after] = true;
            }
        }
        List<SqlToken> hidden = new ArrayList<>();
        for (int i = 0; i < hides.length; i++) {
            if (hides[i]) {
                hidden.add(tokens.get(i));
            }
        }
        return hidden;
    }
}
