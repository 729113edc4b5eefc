package dev.leat.spark;

import dev.leat.incremental.Relations;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * Has some parts of a plan computed before it, so that the rest reads rows whose number is known:
 *
 * <ul>
 *   <li>what is made of a change and a large relation and read more than once, since Spark computes it as often;
 *   <li>what is made of a change by joins and is then joined with a large relation. Spark takes a join of few rows with others for large, and would
 *       write all of that relation anew, parted by key, where the few can be brought to it.
 * </ul>
 */
final class EarlierParts {
    private final Predicate<Plan.Scan> isFew;
    private final ToDoubleFunction<Plan.Scan> bytes;
    private final double bytesMin;
    private final IdentityHashMap<Plan, Plan> done = new IdentityHashMap<>();
    private final IdentityHashMap<Plan, Boolean> ofFew = new IdentityHashMap<>();

    private EarlierParts(Predicate<Plan.Scan> isFew, ToDoubleFunction<Plan.Scan> bytes, double bytesMin) {
        this.isFew = isFew;
        this.bytes = bytes;
        this.bytesMin = bytesMin;
    }

    /**
     * The plan over what has been computed.
     *
     * @param isFew whether the driver has what is scanned
     * @param bytes about how large a relation is
     * @param bytesMin of a large one
     * @param stage computes a part, and gives a plan of its rows
     */
    static Plan apply(
            Plan plan,
            Predicate<Plan.Scan> isFew,
            ToDoubleFunction<Plan.Scan> bytes,
            double bytesMin,
            UnaryOperator<Plan> stage) {
        return new EarlierParts(isFew, bytes, bytesMin).rewrite(plan, stage);
    }

    private Plan rewrite(Plan plan, UnaryOperator<Plan> stage) {
        List<Plan> nodes = Plans.nodes(plan);
        IdentityHashMap<Plan, Integer> readers = new IdentityHashMap<>();
        nodes.forEach(node -> node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum)));
        for (Plan node : nodes) {
            Plan copy = overDone(node);
            if (copy instanceof Plan.Join join) {
                copy = Plans.withInputs(
                        join,
                        List.of(known(join.left(), join.right(), stage), known(join.right(), join.left(), stage)));
            }
            boolean isOfFew = isOfFew(copy);
            boolean isShared = readers.getOrDefault(node, 0) > 1;
            if (isShared && isOfFew && isLarge(copy)) {
                copy = stage.apply(copy);
            }
            ofFew.put(copy, isOfFew);
            done.put(node, copy);
        }
        return done.getOrDefault(plan, plan);
    }

    private Plan overDone(Plan node) {
        return node.inputs().isEmpty()
                ? node
                : Plans.withInputs(node, node.inputs().stream().map(done::get).toList());
    }

    /** A side of a join, computed if Spark would not see how few rows it has. */
    private Plan known(Plan side, Plan other, UnaryOperator<Plan> stage) {
        boolean isJoined = Plans.nodes(side).stream().anyMatch(Plan.Join.class::isInstance);
        if (!isJoined || !isNotedOfFew(side) || !isLarge(other)) {
            return side;
        }
        Plan staged = stage.apply(side);
        ofFew.put(staged, true);
        return staged;
    }

    private boolean isLarge(Plan plan) {
        return Plans.nodes(plan).stream()
                .anyMatch(node ->
                        node instanceof Plan.Scan scan && !isFew.test(scan) && bytes.applyAsDouble(scan) >= bytesMin);
    }

    private boolean isNotedOfFew(Plan input) {
        return ofFew.getOrDefault(input, false);
    }

    /** Whether each row stems from one of few, as all of a change do; that is noted of the inputs. */
    private boolean isOfFew(Plan node) {
        if (node instanceof Plan.Scan scan) {
            boolean isChange = Relations.version(scan.relation())
                    .filter(versioned -> versioned.version() != Relations.Version.OLD)
                    .isPresent();
            return isFew.test(scan) || isChange;
        }
        if (node instanceof Plan.Join join) {
            boolean left = isNotedOfFew(join.left());
            boolean right = isNotedOfFew(join.right());
            return switch (join.kind()) {
                case INNER, SEMI -> left || right;
                case LEFT, ANTI, ANTI_NULL_AWARE, EXISTENCE -> left;
                case RIGHT -> right;
                case FULL -> left && right;
            };
        }
        return node.inputs().stream().allMatch(this::isNotedOfFew);
    }
}
