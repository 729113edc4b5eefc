package dev.leat.incremental;

import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Inner joins below each other as one join of many inputs. Of its inputs R₁ … Rₙ let the first m change, R to R′ = R + Δ:
 *
 * <pre>
 *   Δ(R₁ ⋈ … ⋈ Rₙ) = (Σᵢ R′₁ ⋈ … ⋈ R′ᵢ₋₁ ⋈ Δᵢ ⋈ Rᵢ₊₁ ⋈ … ⋈ Rₘ) ⋈ Rₘ₊₁ ⋈ … ⋈ Rₙ
 * </pre>
 *
 * <p>So what does not change is read once, and is joined with rows that are few. Where those that change are joined only by way
 * of others, as dimensions are by their facts, the others are in each of the terms. Each term is joined beginning with its change,
 * whatever the order in the query, so that no rows are combined that nothing relates.
 */
final class InnerJoins {
    private final List<Plan> inputs = new ArrayList<>();
    private final List<Expression> conditions = new ArrayList<>();
    private final SignedPlans plans;
    private final Stages stages;

    private InnerJoins(Stages stages) {
        this.plans = stages.plans();
        this.stages = stages;
    }

    /** The inputs in three states; a change is absent where there is none. */
    record Contents(
            Function<Plan, Optional<Signed>> change, Function<Plan, Signed> before, Function<Plan, Signed> after) {}

    /** Rows of several inputs joined, with what has been made of the conditions. */
    private record Joined(Signed rows, List<Column> columns, List<Expression> left) {}

    /** The joins below a join, down to what is none or what other operators read, too. */
    static InnerJoins of(Plan.Join root, Plan query, Stages stages) {
        IdentityHashMap<Plan, Integer> uses = new IdentityHashMap<>();
        for (Plan node : Plans.nodes(query)) {
            node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
        }
        InnerJoins joins = new InnerJoins(stages);
        joins.add(root, root, uses);
        return joins;
    }

    private void add(Plan node, Plan root, IdentityHashMap<Plan, Integer> uses) {
        boolean isShared = node != root && uses.getOrDefault(node, 0) > 1;
        if (!isShared && node instanceof Plan.Join join && join.kind() == Plan.JoinKind.INNER) {
            join.condition().map(Expressions::conjuncts).ifPresent(conditions::addAll);
            add(join.left(), root, uses);
            add(join.right(), root, uses);
        } else if (!isShared && node instanceof Plan.Filter filter && isJoins(filter.input())) {
            conditions.addAll(Expressions.conjuncts(filter.condition()));
            add(filter.input(), root, uses);
        } else if (!isShared && passes(node) && isJoins(node.inputs().get(0))) {
            add(node.inputs().get(0), root, uses);
        } else {
            inputs.add(node);
        }
    }

    private static boolean isJoins(Plan node) {
        return (node instanceof Plan.Join join && join.kind() == Plan.JoinKind.INNER)
                || ((node instanceof Plan.Filter || passes(node))
                        && isJoins(node.inputs().get(0)));
    }

    private static boolean passes(Plan node) {
        return node instanceof Plan.Project project
                && project.columns().stream()
                        .allMatch(made -> made.expression() instanceof ColumnReference reference
                                && reference.column().id() == made.column().id());
    }

    /** The inputs of all the joins. */
    List<Plan> inputs() {
        return List.copyOf(inputs);
    }

    /**
     * The change of the join.
     *
     * @return nothing where some inputs are related with no others: then two at a time is better
     */
    Optional<Optional<Signed>> change(Contents contents) {
        List<Plan> changing = inputs.stream()
                .filter(input -> contents.change().apply(input).isPresent())
                .toList();
        List<Plan> together = isConnected(changing) ? changing : List.copyOf(inputs);
        if (!isConnected(together)) {
            return Optional.empty();
        }
        List<Joined> terms = new ArrayList<>();
        for (Plan changed : changing) {
            term(together, changing, changed, contents).ifPresent(terms::add);
        }
        if (terms.isEmpty()) {
            return Optional.of(Optional.empty());
        }
        List<Column> columns = terms.get(0).columns();
        Signed sum = terms.size() == 1
                ? terms.get(0).rows()
                : plans.union(
                        terms.stream().map(Joined::rows).toList(),
                        terms.stream().map(term -> columns).toList(),
                        columns);
        List<Plan> others =
                inputs.stream().filter(input -> !together.contains(input)).toList();
        Optional<Signed> change =
                others.isEmpty() || changing.size() == 1 ? Optional.of(sum) : stages.reread(sum, columns);
        List<Expression> left = terms.get(0).left();
        return Optional.of(
                change.flatMap(rows -> withOthers(new Joined(rows, columns, left), changing, others, contents)));
    }

    /** The change of one input joined with some others; absent if it is seen to be empty. */
    private Optional<Joined> term(List<Plan> together, List<Plan> changing, Plan changed, Contents contents) {
        Signed change = contents.change().apply(changed).orElseThrow();
        List<Plan> nodes = connected(changed, together);
        List<Plan> changedBefore = changing.subList(0, changing.indexOf(changed));
        List<Signed> parts = new ArrayList<>(List.of(change));
        for (Plan node : nodes.subList(1, nodes.size())) {
            Signed content = changedBefore.contains(node)
                    ? contents.after().apply(node)
                    : contents.before().apply(node);
            Optional<Signed> part = restricted(content, node, change, List.of(changed));
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        return Optional.of(join(nodes, parts));
    }

    /**
     * The content of an input; where that takes more than a scan, only what has a key of the change. Absent if the change is
     * seen to be empty.
     */
    private Optional<Signed> restricted(Signed content, Plan node, Signed change, List<Plan> changed) {
        boolean isComputed = Plans.nodes(content.plan()).stream().anyMatch(KeyedJoin::is);
        List<Expression> own = new ArrayList<>();
        List<Expression> others = new ArrayList<>();
        for (Expression condition : isComputed ? conditions : List.<Expression>of()) {
            if (condition instanceof Call call
                    && call.function().equals("=")
                    && call.arguments().stream().allMatch(ColumnReference.class::isInstance)) {
                boolean isFirst = isOf(call.arguments().get(0), List.of(node));
                Expression mine = call.arguments().get(isFirst ? 0 : 1);
                Expression other = call.arguments().get(isFirst ? 1 : 0);
                if (isOf(mine, List.of(node)) && isOf(other, changed)) {
                    own.add(mine);
                    others.add(other);
                }
            }
        }
        if (own.isEmpty()) {
            return Optional.of(content);
        }
        List<Column> names = plans.columnsOf(others);
        List<Projection> key = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            key.add(new Projection(names.get(i), others.get(i)));
        }
        List<String> equal = own.stream().map(column -> "=").toList();
        return stages.stage(new Plan.Distinct(new Plan.Project(change.plan(), key)))
                .map(keys -> new KeyRestriction(plans, Stored.scan(keys, names), equal).apply(content, own));
    }

    private static boolean isOf(Expression column, List<Plan> nodes) {
        return ids(nodes).containsAll(ids(column));
    }

    /** Whether each of some inputs is joined with the others, if by way of others of them. */
    private boolean isConnected(List<Plan> nodes) {
        return connected(nodes.get(0), nodes).size() == nodes.size();
    }

    /** As many of some inputs as are joined with a first one, in an order in which each is joined with those before it. */
    private List<Plan> connected(Plan first, List<Plan> all) {
        List<Plan> ordered = new ArrayList<>();
        List<Plan> rest = new ArrayList<>(all);
        Optional<Plan> next = Optional.of(first);
        while (next.isPresent()) {
            ordered.add(next.get());
            rest.remove(next.get());
            next = rest.stream().filter(input -> isJoined(ordered, input)).findFirst();
        }
        return ordered;
    }

    private boolean isJoined(List<Plan> before, Plan input) {
        Set<Integer> one = ids(before);
        Set<Integer> other = ids(List.of(input));
        return conditions.stream()
                .filter(condition ->
                        condition instanceof Call call && call.function().equals("="))
                .map(InnerJoins::ids)
                .anyMatch(ids -> ids.stream().anyMatch(one::contains)
                        && ids.stream().anyMatch(other::contains)
                        && ids.stream().allMatch(id -> one.contains(id) || other.contains(id)));
    }

    private static Set<Integer> ids(List<Plan> plans) {
        return plans.stream()
                .flatMap(plan -> plan.output().stream())
                .map(Column::id)
                .collect(Collectors.toSet());
    }

    private static Set<Integer> ids(Expression expression) {
        return Expressions.columns(expression).stream().map(Column::id).collect(Collectors.toSet());
    }

    private Joined join(List<Plan> nodes, List<Signed> parts) {
        Joined result = new Joined(parts.get(0), nodes.get(0).output(), conditions);
        for (int i = 1; i < nodes.size(); i++) {
            result = with(result, parts.get(i), nodes.get(i).output());
        }
        return result;
    }

    private Joined with(Joined joined, Signed part, List<Column> partColumns) {
        List<Column> columns = new ArrayList<>(joined.columns());
        columns.addAll(partColumns);
        Set<Integer> ids = columns.stream().map(Column::id).collect(Collectors.toSet());
        List<Expression> now = new ArrayList<>();
        List<Expression> later = new ArrayList<>();
        joined.left().forEach(condition -> (ids.containsAll(ids(condition)) ? now : later).add(condition));
        Signed rows = plans.join(
                new SignedPlans.Side(joined.rows(), joined.columns()),
                new SignedPlans.Side(part, partColumns),
                Expressions.all(now));
        return new Joined(rows, columns, later);
    }

    /** Each of the others as soon as it is joined with what there is; conditions on one input alone are met on the way. */
    private Optional<Signed> withOthers(Joined change, List<Plan> changed, List<Plan> others, Contents contents) {
        Joined result = change;
        List<Plan> done = new ArrayList<>(changed);
        List<Plan> rest = new ArrayList<>(others);
        while (!rest.isEmpty()) {
            Plan next = rest.stream()
                    .filter(input -> isJoined(done, input))
                    .findFirst()
                    .orElse(rest.get(0));
            rest.remove(next);
            done.add(next);
            Optional<Signed> content = restricted(contents.before().apply(next), next, change.rows(), changed);
            if (content.isEmpty()) {
                return Optional.empty();
            }
            result = with(result, content.get(), next.output());
        }
        return Optional.of(result.rows());
    }
}
