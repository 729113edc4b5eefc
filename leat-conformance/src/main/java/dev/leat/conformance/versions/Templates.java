package dev.leat.conformance.versions;

import dev.leat.cluster.Features;
import dev.leat.plan.AggregateColumn;
import dev.leat.plan.Column;
import dev.leat.plan.CurrentTime;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.WindowColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The calls of plans, each kind of them some times, and the constants that functions were seen with. */
final class Templates {
    private static final int OF_A_GROUP_MAX = 2;
    private static final int OF_A_FUNCTION_MAX = 24;

    /** What they read is memory that other functions have filled; on bytes by chance they end the process. */
    private static final Pattern UNSAFE = Pattern.compile(".*(sketch|approx_top_k|theta|tuple|kll|hll).*");

    /** What they are given says how much they make, which two thousand million is too much of. */
    private static final Pattern SIZED = Pattern.compile(
            "array_insert|array_position|array_repeat|format_number|format_string|lpad|printf|randstr|repeat|rpad|sequence|space");

    private static final int SIZE_MAX = 100;

    private final Map<String, Template> templates = new LinkedHashMap<>();
    private final Map<String, Integer> groups = new HashMap<>();
    private final Map<String, Set<Expression>> constants = new TreeMap<>();
    private final Map<String, Integer> ofFunctions = new HashMap<>();
    private final Map<Template, String> functions = new HashMap<>();

    /** What makes the template of a call. */
    private interface Making {
        Template with(Set<Integer> constants);
    }

    void addAll(Plan plan) {
        for (Plan node : Plans.nodes(plan)) {
            for (Expression expression : Plans.expressions(node)) {
                Expressions.forEach(expression, part -> {
                    if (part instanceof Call call && !CurrentTime.is(call) && !isGenerator(node, call)) {
                        add(call.function(), call.arguments(), kept -> Template.of(call, kept));
                    }
                });
            }
            if (node instanceof Plan.Generate generate) {
                Call call = generate.generator();
                add(call.function(), call.arguments(), kept -> Template.ofGenerator(generate, kept));
            }
            if (node instanceof Plan.Aggregate aggregate) {
                aggregate.aggregates().stream()
                        .map(AggregateColumn::call)
                        .filter(call -> !call.function().equals("single_value"))
                        .forEach(call -> add(call.function(), call.arguments(), kept -> Template.of(call, kept)));
            }
            if (node instanceof Plan.Window window) {
                window.columns().stream()
                        .map(WindowColumn::call)
                        .forEach(call -> add(call.function(), call.arguments(), kept -> Template.of(call, kept)));
            }
        }
    }

    private static boolean isGenerator(Plan node, Call call) {
        return node instanceof Plan.Generate generate && generate.generator().equals(call);
    }

    private void add(String function, List<Expression> arguments, Making making) {
        if (UNSAFE.matcher(function).matches()) {
            return;
        }
        for (int index = 0; index < arguments.size(); index++) {
            if (arguments.get(index) instanceof Literal literal) {
                constants
                        .computeIfAbsent(key(function, index, literal), ignored -> new LinkedHashSet<>())
                        .add(literal);
            }
        }
        Set<Integer> all = IntStream.range(0, arguments.size())
                .filter(index -> arguments.get(index) instanceof Literal)
                .boxed()
                .collect(Collectors.toSet());
        add(function, making, all);
        if (!all.isEmpty()) {
            add(function, making, Set.of());
        }
    }

    private static String key(String function, int operand, Expression value) {
        return function + " " + operand + " " + value.type().sql();
    }

    private void add(String function, Making making, Set<Integer> kept) {
        boolean isMany = function.matches("[a-z_0-9]+")
                && !Features.isCast(function)
                && ofFunctions.getOrDefault(function, 0) >= OF_A_FUNCTION_MAX;
        if (isMany) {
            return;
        }
        Template template;
        String key;
        String group;
        try {
            template = making.with(kept);
            key = template.key();
            group = template.feature().exact() + (kept.isEmpty() ? "" : " constant");
        } catch (RuntimeException e) {
            return; // An operand that has to be a constant.
        }
        if (!templates.containsKey(key) && groups.merge(group, 1, Integer::sum) <= OF_A_GROUP_MAX) {
            templates.put(key, template);
            functions.put(template, function);
            ofFunctions.merge(function, 1, Integer::sum);
        }
    }

    Collection<Template> all() {
        return templates.values();
    }

    /** Rows for a template, always the same. */
    List<List<Expression>> rows(Template template, int count) {
        Random random = new Random(template.key().hashCode());
        EdgeValues edges = new EdgeValues(random);
        List<List<Expression>> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            List<Expression> cells = new ArrayList<>();
            for (int index = 0; index < template.columns().size(); index++) {
                Column column = template.columns().get(index);
                List<Expression> seen = seen(template, index, column);
                cells.add(
                        !seen.isEmpty() && random.nextInt(5) < 2
                                ? seen.get(random.nextInt(seen.size()))
                                : bounded(template, edges.value(column.type())));
            }
            rows.add(cells);
        }
        return rows;
    }

    private Expression bounded(Template template, Expression value) {
        boolean isSize = value instanceof Literal literal
                && literal.type().isIntegral()
                && literal.text().isPresent()
                && SIZED.matcher(functions.getOrDefault(template, "")).matches();
        return isSize
                ? Literal.of(
                        String.valueOf(Long.parseLong(((Literal) value).text().orElseThrow()) % SIZE_MAX), value.type())
                : value;
    }

    private List<Expression> seen(Template template, int index, Column column) {
        String function = functions.getOrDefault(template, "");
        String key = function + " " + template.operands().get(index) + " "
                + column.type().sql();
        return List.copyOf(constants.getOrDefault(key, Set.of()));
    }
}
