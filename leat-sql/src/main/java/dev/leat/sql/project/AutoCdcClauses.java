package dev.leat.sql.project;

import static dev.leat.sql.project.StatementParser.notSupported;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The clauses of AUTO CDC among the tokens of a statement, since Spark's parser does not know them:
 *
 * <pre>
 * AUTO CDC [INTO target] FROM source KEYS (column, …) [APPLY AS DELETE WHEN condition] SEQUENCE BY value
 *     [COLUMNS { * [EXCEPT (column, …)] | (column, …) }] [STORED AS SCD TYPE 1]
 * </pre>
 *
 * Those behind the source may stand in any order.
 */
final class AutoCdcClauses {
    /** The words that begin a clause. */
    enum Clause {
        INTO("INTO"),
        FROM("FROM"),
        KEYS("KEYS"),
        DELETE("APPLY", "AS", "DELETE", "WHEN"),
        TRUNCATE("APPLY", "AS", "TRUNCATE", "WHEN"),
        IGNORE("IGNORE", "NULL", "UPDATES"),
        SEQUENCE("SEQUENCE", "BY"),
        COLUMNS("COLUMNS"),
        STORED("STORED", "AS"),
        TRACK("TRACK", "HISTORY", "ON");

        private final List<String> words;

        Clause(String... words) {
            this.words = List.of(words);
        }

        @Override
        public String toString() {
            return String.join(" ", words);
        }

        private boolean beginsAt(StatementText text, int index) {
            return text.tokens().get(index).depth() == 0
                    && text.has(index, words.toArray(String[]::new))
                    && switch (this) {
                        case KEYS -> text.has(index + 1, "(");
                        case COLUMNS -> text.has(index + 1, "(") || text.has(index + 1, "*");
                        case INTO, FROM, DELETE, TRUNCATE, IGNORE, SEQUENCE, STORED, TRACK -> true;
                    };
        }
    }

    /** Tokens from one index to before another. */
    record Range(int start, int end) {
        boolean isEmpty() {
            return start >= end;
        }
    }

    private final StatementText text;
    private final Map<Clause, Range> found = new EnumMap<>(Clause.class);
    private final Map<Clause, Integer> begins = new EnumMap<>(Clause.class);

    private AutoCdcClauses(StatementText text) {
        this.text = text;
    }

    /** The index of the word AUTO, if the statement has such clauses. */
    static Optional<Integer> find(StatementText text) {
        boolean isTable = text.has(0, "CREATE", "STREAMING", "TABLE")
                || text.has(0, "CREATE", "OR", "REFRESH", "STREAMING", "TABLE");
        if (!isTable && !text.has(0, "CREATE", "FLOW")) {
            return Optional.empty();
        }
        String before = isTable ? "FLOW" : "AS";
        for (int i = 2; i < text.tokens().size(); i++) {
            if (text.has(i - 1, before, "AUTO", "CDC") && text.tokens().get(i).depth() == 0) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** The clauses behind the words AUTO CDC. */
    static AutoCdcClauses read(StatementText text, int auto) {
        AutoCdcClauses clauses = new AutoCdcClauses(text);
        clauses.read(auto + 2);
        clauses.refuseUnsupported();
        return clauses;
    }

    private void read(int start) {
        List<Clause> order = new ArrayList<>();
        for (int i = start; i < text.tokens().size(); i++) {
            for (Clause clause : Clause.values()) {
                // A relation, condition or value may have words of the clauses before its own.
                boolean isLate = (clause == Clause.INTO || clause == Clause.FROM) && begins.containsKey(Clause.FROM);
                if (!isLate && clause.beginsAt(text, i)) {
                    if (begins.put(clause, i) != null) {
                        throw syntax(i, "The clause " + clause + " of AUTO CDC stands twice");
                    }
                    order.add(clause);
                }
            }
            if (i == start && order.isEmpty()) {
                throw syntax(
                        i, "AUTO CDC cannot be read at " + text.tokens().get(i).text() + "; expected INTO or FROM");
            }
        }
        for (int i = 0; i < order.size(); i++) {
            int from = begins.getOrDefault(order.get(i), 0) + order.get(i).words.size();
            int to = i + 1 < order.size()
                    ? begins.getOrDefault(order.get(i + 1), 0)
                    : text.tokens().size();
            if (from >= to && order.get(i) != Clause.IGNORE) {
                throw syntax(
                        Math.min(from, text.tokens().size() - 1),
                        "The clause " + order.get(i) + " of AUTO CDC says nothing");
            }
            found.put(order.get(i), new Range(from, to));
        }
    }

    private void refuseUnsupported() {
        refuse(
                Clause.IGNORE,
                "keeping old values where new ones are NULL is not supported; let the source have whole rows");
        refuse(
                Clause.TRUNCATE,
                "emptying the target by a row is not supported; delete by key with APPLY AS DELETE WHEN");
        refuse(Clause.TRACK, "histories are not supported; append the changes to a streaming table");
        Optional<Range> stored = find(Clause.STORED);
        if (stored.isPresent()
                && !(text.has(stored.get().start(), "SCD", "TYPE", "1")
                        && stored.get().end() == stored.get().start() + 3)) {
            refuse(
                    Clause.STORED,
                    "only STORED AS SCD TYPE 1, the latest row of each key, is supported; for a history append the changes to a"
                            + " streaming table");
        }
    }

    private void refuse(Clause clause, String why) {
        if (found.containsKey(clause)) {
            throw notSupported(text.position(text.tokens().get(begins.getOrDefault(clause, 0))), clause + ": " + why);
        }
    }

    Optional<Range> find(Clause clause) {
        return Optional.ofNullable(found.get(clause));
    }

    Range require(Clause clause) {
        return find(clause)
                .orElseThrow(() -> syntax(
                        text.tokens().size() - 1,
                        "AUTO CDC lacks the clause " + clause
                                + "; expected AUTO CDC INTO target FROM STREAM(source) KEYS"
                                + " (column, …) SEQUENCE BY value"));
    }

    private LeatException syntax(int token, String message) {
        return new LeatException(Diagnostic.of(
                ErrorCode.SYNTAX, message, text.position(text.tokens().get(token))));
    }
}
