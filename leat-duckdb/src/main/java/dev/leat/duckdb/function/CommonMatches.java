package dev.leat.duckdb.function;

import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expressions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Calls of {@code regexp_extract} in one projection that differ in the group alone. Each becomes a member of one and the
 * same struct of all groups, which DuckDB computes once.
 */
public final class CommonMatches {
    /** No calls have a match in common. */
    public static final CommonMatches NONE = new CommonMatches(Map.of());

    private static final String FUNCTION = "regexp_extract";

    /** The groups asked for, by text and pattern; at least two for each. */
    private final Map<List<Expression>, Set<Integer>> groups;

    private CommonMatches(Map<List<Expression>, Set<Integer>> groups) {
        this.groups = groups;
    }

    /** Those among the expressions, which are evaluated together. */
    public static CommonMatches of(List<Expression> expressions) {
        Map<List<Expression>, Set<Integer>> found = new HashMap<>();
        for (Expression expression : expressions) {
            Expressions.forEach(expression, part -> {
                OptionalInt group = group(part);
                if (group.isPresent()) {
                    found.computeIfAbsent(part.children().subList(0, 2), key -> new TreeSet<>())
                            .add(group.getAsInt());
                }
            });
        }
        found.values().removeIf(asked -> asked.size() < 2);
        return new CommonMatches(found);
    }

    private static OptionalInt group(Expression expression) {
        boolean isExtraction = expression instanceof Call call
                && call.function().equals(FUNCTION)
                && call.arguments().size() == 3;
        return isExtraction && expression.children().get(2) instanceof Expression.Literal literal
                ? literal.text().map(Integer::parseInt).filter(group -> group > 0).stream()
                        .mapToInt(Integer::intValue)
                        .findFirst()
                : OptionalInt.empty();
    }

    /**
     * The call as a member of the common struct, if it is one of those, and native.
     *
     * @param operands the operands' SQL
     */
    public Optional<String> sql(Call call, List<String> operands) {
        OptionalInt group = group(call);
        if (group.isEmpty()) {
            return Optional.empty();
        }
        Optional<Set<Integer>> asked =
                Optional.ofNullable(groups.get(call.arguments().subList(0, 2)));
        return asked.flatMap(all -> TextFunctions.pattern(call.arguments().get(1))
                .map(pattern -> "struct_extract(regexp_extract(" + operands.get(0) + ", " + pattern + ", "
                        + names(all.stream().mapToInt(Integer::intValue).max().orElse(1)) + "), '"
                        + name(group.getAsInt()) + "')"));
    }

    private static String names(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(group -> "'" + name(group) + "'")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String name(int group) {
        return "g" + group;
    }
}
