package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.SourcePosition;
import dev.leat.sql.analysis.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;

/**
 * The wording in which a statement is given to Spark's parser, which does not know all of ours: {@code OR REFRESH},
 * constraints with {@code EXPECT} and {@code FLOW AUTO CDC} are blanked out, {@code CREATE SINK} becomes {@code CREATE TABLE}.
 *
 * @param text as the user wrote it
 * @param sql for Spark's parser
 */
record StatementWording(StatementText text, String sql) {
    static StatementWording of(StatementText text, ConstraintClauses constraints) {
        if (isSink(text)) {
            SqlToken sink = text.tokens().get(1);
            String sql = text.sql();
            return new StatementWording(text, sql.substring(0, sink.start()) + "TABLE" + sql.substring(sink.end()));
        }
        List<SqlToken> hidden = new ArrayList<>();
        if (isRefresh(text)) {
            hidden.addAll(text.tokens().subList(1, 3));
        }
        hidden.addAll(constraints.hidden());
        AutoCdcClauses.find(text)
                .ifPresent(auto -> hidden.addAll(
                        text.tokens().subList(auto - 1, text.tokens().size())));
        return new StatementWording(text, text.without(hidden));
    }

    /** The text in which Spark's positions in {@link #sql} are found. */
    SourceText source() {
        return isSink(text) ? new SourceText(sql, text.source().start()) : text.source();
    }

    /** Whether it is a statement of ours that Spark reads as CREATE TABLE. */
    static boolean isSink(StatementText text) {
        return text.has(0, "CREATE", "SINK") && !text.has(2, ".");
    }

    private static boolean isRefresh(StatementText text) {
        return text.has(0, "CREATE", "OR", "REFRESH", "STREAMING", "TABLE")
                || text.has(0, "CREATE", "OR", "REFRESH", "MATERIALIZED", "VIEW");
    }

    /** A problem that Spark's parser found in {@link #sql}, at its place in what the user wrote. */
    Diagnostic restore(Diagnostic found) {
        Optional<SourcePosition> position = found.position();
        if (!isSink(text) || position.isEmpty()) {
            return found;
        }
        SourcePosition sink = text.position(text.tokens().get(1));
        SourcePosition at = position.get();
        boolean isBehind = at.line() == sink.line() && at.column() > sink.column();
        return isBehind ? found.at(new SourcePosition(at.file(), at.line(), at.column() - 1, at.length())) : found;
    }

    /** A syntax error of Spark's with advice for usual mistakes. */
    Diagnostic advise(Diagnostic found) {
        String advice = "";
        if (text.has(0, "CREATE", "OR", "REPLACE", "STREAMING")
                || text.has(0, "CREATE", "OR", "REPLACE", "MATERIALIZED")) {
            advice = "; write CREATE OR REFRESH";
        } else if (text.has(0, "CREATE", "LIVE") || text.has(0, "CREATE", "OR", "REFRESH", "LIVE")) {
            advice = "; write CREATE MATERIALIZED VIEW";
        } else if (text.has(0, "CREATE", "STREAMING", "LIVE")
                || text.has(0, "CREATE", "OR", "REFRESH", "STREAMING", "LIVE")) {
            advice = "; write CREATE STREAMING TABLE";
        }
        return advice.isEmpty()
                ? restore(found)
                : new Diagnostic(
                        found.code(),
                        found.condition(),
                        found.message().replaceFirst("\\.$", "") + advice,
                        restore(found).position());
    }

    /** Spark marks the whole statement for a clause it does not allow; we mark the clause. */
    Diagnostic locate(Diagnostic found) {
        String message = found.message().toLowerCase(Locale.ROOT);
        String clause = message.contains("specifying location")
                ? "LOCATION"
                : message.contains("options")
                        ? "OPTIONS"
                        : message.contains("constraints")
                                ? "CONSTRAINT"
                                : message.contains("tblproperties")
                                        ? "TBLPROPERTIES"
                                        : message.contains("bucket") ? "CLUSTERED" : "CREATE";
        Optional<SqlToken> token = text.tokens().stream()
                .filter(candidate -> candidate.is(clause) && candidate.type() != SqlBaseLexer.STRING_LITERAL)
                .findFirst();
        String wording = found.message().replace("..", ".");
        Diagnostic refused = Diagnostic.of(ErrorCode.NOT_SUPPORTED, wording, text.start());
        return token.map(at -> refused.at(text.position(at))).orElse(refused);
    }
}
