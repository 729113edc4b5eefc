package dev.leat.sql.analysis;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.JavaLimits;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.QueryContext;
import org.apache.spark.QueryContextType;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.parser.ParseException;

/** Turns what Spark throws into our diagnostics, with the place in the source file. */
public final class SparkErrors {
    /** An error that Spark raises under a name that its own list of errors lacks; the query is refused all the same. */
    private static final Pattern UNLISTED = Pattern.compile("Cannot find main error class '(\\w+)'.*", Pattern.DOTALL);

    /** What Spark requires of a watermark's delay, without an error of its own. */
    private static final String BAD_DELAY = "requirement failed: delay threshold";

    private SparkErrors() {}

    /** The exception as ours; exceptions that are ours already are kept. */
    public static LeatException translate(Throwable thrown, SourceText text) {
        if (thrown instanceof LeatException ours) {
            return ours;
        }
        return new LeatException(diagnose(thrown, text), thrown);
    }

    /** The exception as a diagnostic. */
    public static Diagnostic diagnose(Throwable thrown, SourceText text) {
        if (thrown instanceof ParseException parse) {
            Optional<SourcePosition> position = text.position(parse.start());
            return Diagnostic.ofSpark(ErrorCode.SYNTAX, condition(parse), message(parse), position);
        }
        Matcher unlisted = UNLISTED.matcher(bareMessage(thrown));
        if (unlisted.matches()) {
            return Diagnostic.ofSpark(
                    ErrorCode.ANALYSIS,
                    "INTERNAL_ERROR",
                    "Spark refuses the query with " + unlisted.group(1) + ", for which it has no text",
                    Optional.of(text.start()));
        }
        if (thrown instanceof SparkThrowable spark) {
            ErrorCode code = thrown instanceof AnalysisException && !spark.isInternalError()
                    ? ErrorCode.ANALYSIS
                    : spark.isInternalError() ? ErrorCode.INTERNAL : ErrorCode.ANALYSIS;
            return Diagnostic.ofSpark(code, condition(spark), message(spark), position(thrown, text));
        }
        Optional<Diagnostic> limit = JavaLimits.find(thrown, "compile the statement");
        if (limit.isPresent()) {
            return limit.get().at(text.start());
        }
        if (bareMessage(thrown).startsWith(BAD_DELAY)) {
            return Diagnostic.of(ErrorCode.ANALYSIS, "The DELAY of a WATERMARK must not be negative", text.start());
        }
        String what = thrown.getMessage() == null ? thrown.getClass().getName() : thrown.getMessage();
        return new Diagnostic(
                ErrorCode.INTERNAL, Optional.empty(), "Spark's analyzer failed: " + what, Optional.of(text.start()));
    }

    private static String bareMessage(Throwable thrown) {
        String message = thrown.getMessage() == null ? "" : thrown.getMessage();
        return message.replaceFirst("^\\[INTERNAL_ERROR] ", "");
    }

    private static Optional<SourcePosition> position(Throwable thrown, SourceText text) {
        for (QueryContext context : ((SparkThrowable) thrown).getQueryContext()) {
            if (context.contextType() == QueryContextType.SQL && context.startIndex() >= 0) {
                return Optional.of(text.position(context.startIndex(), context.stopIndex() - context.startIndex() + 1));
            }
        }
        if (thrown instanceof AnalysisException analysis
                && analysis.line().isDefined()
                && analysis.startPosition().isDefined()) {
            return Optional.of(text.at(
                    (int) analysis.line().get(), (int) analysis.startPosition().get(), 1));
        }
        return Optional.of(text.start());
    }

    private static String condition(SparkThrowable spark) {
        String condition = spark.getCondition();
        return condition == null ? "INTERNAL_ERROR" : condition;
    }

    /** Spark's message without the lines it adds about the position, which the diagnostic carries itself. */
    private static String message(SparkThrowable spark) {
        String full = spark instanceof AnalysisException analysis
                ? analysis.getSimpleMessage()
                : ((Throwable) spark).getMessage();
        if (full == null) {
            return condition(spark);
        }
        int end = full.length();
        for (String mark : new String[] {"\n== SQL", "\n== DataFrame", "; line ", " SQLSTATE: "}) {
            int at = full.indexOf(mark);
            if (at >= 0) {
                end = Math.min(end, at);
            }
        }
        return full.substring(0, end).strip();
    }
}
