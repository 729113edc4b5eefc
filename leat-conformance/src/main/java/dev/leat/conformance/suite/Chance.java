package dev.leat.conformance.suite;

import dev.leat.conformance.suite.QueryOutcome.Answer;
import dev.leat.conformance.suite.Verdict.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;

/**
 * Settles answers that differ from the golden file where the query leaves rows to chance. Two proofs are taken, both
 * Spark's own: the answer is one that the query's ORDER BY and LIMIT allow ({@link TopRows}); or, for the queries listed
 * in {@code chance.txt} with a reason, Spark gives this answer when the rows of its tables come in another order
 * ({@link OtherOrders}).
 */
final class Chance {
    private static final int ORDERS_MAX = 60;
    private static final Pattern LINE = Pattern.compile("(\\S+ #\\d+): (.+)");

    private final Map<String, String> reasons;

    private Chance(Map<String, String> reasons) {
        this.reasons = Map.copyOf(reasons);
    }

    /** The list that belongs to the suite. */
    static Chance load() {
        try (InputStream stream = Objects.requireNonNull(Chance.class.getResourceAsStream("chance.txt"))) {
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read chance.txt", e);
        }
    }

    /** A list: in each line {@code file #index: reason}. */
    static Chance parse(String text) {
        Map<String, String> reasons = new HashMap<>();
        for (String line : text.lines().filter(line -> !line.startsWith("#")).toList()) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("Expected file #index: reason, found " + line);
            }
            reasons.put(matcher.group(1), matcher.group(2));
        }
        return new Chance(reasons);
    }

    /** The listed statements: file and index. */
    Set<String> keys() {
        return reasons.keySet();
    }

    /** A statement of a file with what is expected of it. */
    record Case(String file, int index, GoldenQuery golden, SortOrder order) {
        String key() {
            return file + " #" + index;
        }
    }

    /** The verdict on an answer that differs in rows or their order. */
    Verdict settle(Case statement, Answer answer, Verdict verdict, SparkSession session) {
        SparkAnswers spark = new SparkAnswers(session);
        try {
            LogicalPlan analyzed = spark.analyzed(statement.golden().sql());
            TopRows top = TopRows.of(analyzed);
            if (top.isOpen() && top.allows(answer.rows(), spark)) {
                return new Verdict(Kind.EQUAL, "rows or their order left open by ORDER BY, LIMIT or OFFSET");
            }
            String reason = reasons.get(statement.key());
            if (reason == null) {
                return verdict;
            }
            for (int order = 0; order < ORDERS_MAX; order++) {
                LogicalPlan reordered = OtherOrders.of(analyzed, order);
                if (isAnswer(statement, answer, reordered, spark)) {
                    return new Verdict(Kind.EQUAL, reason + " (order " + order + ")");
                }
            }
            return verdict;
        } catch (RuntimeException e) {
            return new Verdict(verdict.kind(), verdict.reason() + "; no proof of chance: " + firstLine(e));
        }
    }

    private static boolean isAnswer(Case statement, Answer answer, LogicalPlan reordered, SparkAnswers spark) {
        TopRows top = TopRows.of(reordered);
        if (top.isOpen()) {
            return top.allows(answer.rows(), spark);
        }
        GoldenQuery other = Comparison.golden(statement.golden().sql(), spark.answer(reordered), statement.order());
        return Comparison.compare(other, answer, statement.order()).kind() == Kind.EQUAL;
    }

    private static String firstLine(Exception e) {
        return Optional.ofNullable(e.getMessage())
                .flatMap(text -> text.lines().findFirst())
                .orElse(e.toString());
    }
}
