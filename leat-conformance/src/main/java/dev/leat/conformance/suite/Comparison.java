package dev.leat.conformance.suite;

import dev.leat.conformance.suite.Verdict.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares an outcome with the golden file: the same schema and rows, or the same error condition. Rows of a query
 * without an order are compared sorted, as the golden files have them. Where a query aggregates floating numbers, whose
 * result depends on the order of the additions, a relative difference of 1e-9 is accepted.
 */
final class Comparison {
    private static final double TOLERANCE = 1e-9;
    private static final String ROWS = "rows";
    private static final String ORDER = "order";
    private static final Pattern FLOATING_AGGREGATE = Pattern.compile(
            "(?i)\\b(sum|avg|mean|std\\w*|var\\w*|corr|covar\\w*|regr_\\w+|skewness|kurtosis|percentile\\w*|median|quantile\\w*"
                    + "|try_sum|try_avg)\\s*\\(");

    private Comparison() {}

    static Verdict compare(GoldenQuery golden, QueryOutcome outcome, SortOrder order) {
        if (outcome instanceof QueryOutcome.Refusal refusal) {
            return new Verdict(Kind.REFUSED, refusal.reason());
        }
        if (outcome instanceof QueryOutcome.Defect defect) {
            return different("defect: " + firstLine(defect.message()));
        }
        if (outcome instanceof QueryOutcome.Failure failure) {
            return compareFailure(golden, failure);
        }
        QueryOutcome.Answer answer = (QueryOutcome.Answer) outcome;
        if (golden.isError()) {
            return different("rows instead of " + condition(golden));
        }
        if (!golden.schema().equals(answer.schema())) {
            return different("schema");
        }
        return compareRows(golden, answer, order);
    }

    private static Verdict compareFailure(GoldenQuery golden, QueryOutcome.Failure failure) {
        if (!golden.isError()) {
            return different("error " + failure.condition().orElse("without condition") + " instead of rows");
        }
        boolean same = golden.condition().isPresent()
                ? failure.condition().equals(golden.condition())
                : failure.condition().isEmpty() || failure.condition().get().equals(golden.exceptionClass());
        return same
                ? Verdict.SAME
                : different("error " + failure.condition().orElse("without condition") + " instead of "
                        + condition(golden));
    }

    private static String condition(GoldenQuery golden) {
        return golden.condition().orElse(golden.exceptionClass());
    }

    private static Verdict compareRows(GoldenQuery golden, QueryOutcome.Answer answer, SortOrder order) {
        List<String> expected = golden.lines();
        List<String> actual = lines(answer);
        if (same(expected, actual)) {
            return Verdict.SAME;
        }
        List<String> sorted = new ArrayList<>(actual);
        Collections.sort(sorted);
        if (order.equals(SortOrder.NONE) && same(expected, flat(sorted))) {
            return Verdict.SAME;
        }
        boolean tolerant = FLOATING_AGGREGATE.matcher(golden.sql()).find();
        List<List<String>> goldenRows = cells(expected);
        List<List<String>> rows = cells(order.equals(SortOrder.NONE) ? flat(sorted) : flat(actual));
        if (tolerant && close(goldenRows, rows, answer.columnTypes())) {
            return Verdict.SAME;
        }
        if (multiset(expected).equals(multiset(flat(actual)))) {
            return order.sameKeys(goldenRows, rows, answer) ? Verdict.SAME : different(ORDER);
        }
        return different(ROWS);
    }

    /** Whether the answer differs in its rows or their order only. */
    static boolean isOfRows(Verdict verdict) {
        return verdict.kind() == Kind.DIFFERENT
                && (verdict.reason().equals(ROWS) || verdict.reason().equals(ORDER));
    }

    /** What the golden file would hold for an answer of Spark's. */
    static GoldenQuery golden(String sql, QueryOutcome.Answer answer, SortOrder order) {
        List<String> lines = new ArrayList<>(lines(answer));
        if (order.equals(SortOrder.NONE)) {
            Collections.sort(lines);
        }
        return new GoldenQuery(sql, answer.schema(), String.join("\n", lines).stripTrailing());
    }

    /** Rows of one text each, as the golden file joins and cleans them. */
    private static List<String> lines(QueryOutcome.Answer answer) {
        return answer.rows().stream()
                .map(row -> row.stream().collect(Collectors.joining("\t")))
                .map(Comparison::masked)
                .toList();
    }

    private static String masked(String line) {
        return line.replaceAll("#\\d+", "#x").replaceAll("@\\w*,", "@xxxxxxxx,");
    }

    private static List<String> flat(List<String> rows) {
        String text = String.join("\n", rows).stripTrailing();
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }

    private static boolean same(List<String> expected, List<String> rows) {
        return expected.equals(flat(rows));
    }

    private static List<String> multiset(List<String> lines) {
        return lines.stream().map(String::stripTrailing).sorted().toList();
    }

    private static List<List<String>> cells(List<String> lines) {
        return lines.stream().map(line -> List.of(line.split("\t", -1))).toList();
    }

    private static boolean close(List<List<String>> expected, List<List<String>> actual, List<String> types) {
        if (expected.size() != actual.size()) {
            return false;
        }
        List<List<String>> candidates = new ArrayList<>(actual);
        for (List<String> row : expected) {
            Optional<List<String>> match = candidates.stream()
                    .filter(candidate -> closeRow(row, candidate, types))
                    .findFirst();
            if (match.isEmpty()) {
                return false;
            }
            candidates.remove(match.get());
        }
        return true;
    }

    private static boolean closeRow(List<String> expected, List<String> actual, List<String> types) {
        if (expected.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            boolean floating = i < types.size()
                    && (types.get(i).equals("double") || types.get(i).equals("float"));
            if (!expected.get(i).equals(actual.get(i)) && !(floating && closeNumbers(expected.get(i), actual.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean closeNumbers(String expected, String actual) {
        try {
            double left = Double.parseDouble(expected);
            double right = Double.parseDouble(actual);
            return Math.abs(left - right) <= TOLERANCE * Math.max(Math.abs(left), Math.abs(right));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Verdict different(String reason) {
        return new Verdict(Kind.DIFFERENT, reason);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
