package dev.leat.spark;

import dev.leat.incremental.EquiKeys;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import dev.leat.plan.RelationName;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * Says which keys can match, where a large relation is joined with rows that the driver has: the parts of files without any of them are then
 * not read. With the keys K of the few rows F,
 *
 * <pre>
 *   R ⋈ F = σ(k ∈ K)(R) ⋈ F        R ⋉ F = σ(k ∈ K)(R) ⋉ F        F ⟕ R = F ⟕ σ(k ∈ K)(R)
 * </pre>
 *
 * <p>Many keys are said by the least and the greatest: formats that know these of their parts compare no more than that.
 */
final class KnownKeys {
    /** So many keys are listed. Iceberg looks for no more in what it knows of a file. */
    private static final int LISTED_MAX = 200;

    /** A range is another text each time, which is compiled anew; that takes as long as reading so many times more than a list pays for. */
    private static final double RANGE_FACTOR = 8;

    private final Function<RelationName, Optional<Staged>> few;
    private final ToDoubleFunction<Plan.Scan> bytes;
    private final double bytesMin;
    private final IdentityHashMap<Plan, Plan> done = new IdentityHashMap<>();

    private KnownKeys(
            Function<RelationName, Optional<Staged>> few, ToDoubleFunction<Plan.Scan> bytes, double bytesMin) {
        this.few = few;
        this.bytes = bytes;
        this.bytesMin = bytesMin;
    }

    /** Rows that the driver has, and a place in them. */
    private record Place(List<Row> rows, int field) {}

    /**
     * Where the values of a column are from.
     *
     * @param places all of them, beside NULL; empty where not all are in rows that the driver has
     * @param size of the largest relation that they are from
     */
    private record Origin(Optional<List<Place>> places, double size) {
        static final Origin UNKNOWN = new Origin(Optional.empty(), 0);

        Origin and(Origin other) {
            Optional<List<Place>> both = places.flatMap(mine -> other.places.map(
                    theirs -> Stream.concat(mine.stream(), theirs.stream()).toList()));
            return new Origin(both, Math.max(size, other.size));
        }

        Set<Object> values() {
            Set<Object> values = new HashSet<>();
            places.orElse(List.of())
                    .forEach(place -> place.rows().forEach(row -> {
                        if (!row.isNullAt(place.field())) {
                            values.add(row.get(place.field()));
                        }
                    }));
            return values;
        }
    }

    /**
     * The plan with what is known of keys.
     *
     * @param few the rows of a relation, if the driver has them
     * @param bytes about how large a relation is
     * @param bytesMin of less, all is read before the keys are told
     */
    static Plan apply(
            Plan plan,
            Function<RelationName, Optional<Staged>> few,
            ToDoubleFunction<Plan.Scan> bytes,
            double bytesMin) {
        KnownKeys known = new KnownKeys(few, bytes, bytesMin);
        for (Plan node : Plans.nodes(plan)) {
            List<Plan> inputs = node.inputs().stream().map(known::rewritten).toList();
            boolean isSame = IntStream.range(0, inputs.size())
                    .allMatch(i -> inputs.get(i) == node.inputs().get(i));
            Plan copy = isSame ? node : Plans.withInputs(node, inputs);
            known.done.put(node, node instanceof Plan.Join join ? known.restricted(join, (Plan.Join) copy) : copy);
        }
        return known.rewritten(plan);
    }

    private Plan rewritten(Plan node) {
        return done.getOrDefault(node, node);
    }

    /** A column is looked for from a node downwards: relations of several versions have the same columns. */
    private Origin origin(Plan node, Column column) {
        int index = node.output().indexOf(column);
        if (index < 0) {
            return Origin.UNKNOWN;
        }
        if (node instanceof Plan.Scan scan) {
            return origin(scan, index);
        }
        if (node instanceof Plan.Project project) {
            return origin(project.input(), project.columns().get(index));
        }
        if (node instanceof Plan.Aggregate aggregate) {
            return index < aggregate.keys().size()
                    ? origin(aggregate.input(), aggregate.keys().get(index))
                    : Origin.UNKNOWN;
        }
        if (node instanceof Plan.Union union) {
            return union.inputs().stream()
                    .map(input -> origin(input, input.output().get(index)))
                    .reduce(Origin::and)
                    .orElse(Origin.UNKNOWN);
        }
        boolean passes = node instanceof Plan.Filter || node instanceof Plan.Distinct || node instanceof Plan.Join;
        return passes
                ? node.inputs().stream()
                        .filter(input -> input.output().contains(column))
                        .findFirst()
                        .map(input -> origin(input, column))
                        .orElse(Origin.UNKNOWN)
                : Origin.UNKNOWN;
    }

    private Origin origin(Plan.Scan scan, int index) {
        Optional<Staged> staged = few.apply(scan.relation());
        return staged.flatMap(Staged::few)
                .map(rows -> {
                    int field = List.of(staged.get().rows().columns())
                            .indexOf(scan.fields().get(index));
                    return field < 0 ? Origin.UNKNOWN : new Origin(Optional.of(List.of(new Place(rows, field))), 0);
                })
                .orElseGet(() -> new Origin(Optional.empty(), bytes.applyAsDouble(scan)));
    }

    private Origin origin(Plan input, Projection made) {
        return made.expression() instanceof ColumnReference reference
                ? origin(input, reference.column())
                : Origin.UNKNOWN;
    }

    /** The join over what of its sides can match, where a side is large and the keys of the other are known. */
    private Plan restricted(Plan.Join join, Plan.Join copy) {
        boolean isLeft = switch (join.kind()) {
            case INNER, SEMI, RIGHT -> true;
            default -> false;
        };
        boolean isRight = switch (join.kind()) {
            case INNER, SEMI, LEFT, ANTI, EXISTENCE -> true;
            default -> false;
        };
        EquiKeys equal = EquiKeys.of(join);
        List<Expression> left = new ArrayList<>();
        List<Expression> right = new ArrayList<>();
        for (int i = 0; i < equal.left().size(); i++) {
            boolean isNullEqual = equal.comparisons().get(i).equals("<=>");
            Side one = new Side(join.left(), equal.left().get(i));
            Side other = new Side(join.right(), equal.right().get(i));
            if (isLeft) {
                condition(one, other, isNullEqual).ifPresent(left::add);
            }
            if (isRight) {
                condition(other, one, isNullEqual).ifPresent(right::add);
            }
        }
        Plan newLeft = filtered(copy.left(), left);
        Plan newRight = filtered(copy.right(), right);
        boolean isSame = newLeft == copy.left() && newRight == copy.right();
        return isSame ? copy : Plans.withInputs(copy, List.of(newLeft, newRight));
    }

    private static Plan filtered(Plan plan, List<Expression> conditions) {
        return Expressions.all(conditions)
                .<Plan>map(condition -> new Plan.Filter(plan, condition))
                .orElse(plan);
    }

    /** A side of a join with one of its keys. */
    private record Side(Plan plan, Expression key) {}

    /** What has to hold for a key of a large side to be equal to one of a side that is known. */
    private Optional<Expression> condition(Side side, Side other, boolean isNullEqual) {
        if (!(side.key() instanceof ColumnReference key)
                || !(other.key() instanceof ColumnReference otherKey)
                || !isComparable(key.column().type())) {
            return Optional.empty();
        }
        Origin mine = origin(side.plan(), key.column());
        Origin theirs = origin(other.plan(), otherKey.column());
        if (mine.places().isPresent() || theirs.places().isEmpty() || mine.size() < bytesMin) {
            return Optional.empty();
        }
        Set<Object> values = theirs.values();
        Optional<Expression> isKnown = values.isEmpty()
                ? Optional.empty()
                : values.size() <= LISTED_MAX ? Optional.of(listed(key, values)) : range(key, values, mine.size());
        return isKnown.map(condition ->
                isNullEqual ? call("or", List.of(condition, call("isnull", List.of(key)))) : condition);
    }

    private static boolean isComparable(DataType type) {
        return type == Simple.INT
                || type == Simple.BIGINT
                || type == Simple.SMALLINT
                || type == Simple.TINYINT
                || type == Simple.DATE
                || type == Simple.STRING;
    }

    private static Expression listed(ColumnReference column, Set<Object> values) {
        List<Expression> arguments = new ArrayList<>();
        arguments.add(column);
        values.stream().map(KnownKeys::text).sorted().forEach(text -> arguments.add(Literal.of(text, column.type())));
        return call("in", arguments);
    }

    /** Texts have another order here than there. */
    private Optional<Expression> range(ColumnReference column, Set<Object> values, double size) {
        if (column.type() == Simple.STRING || size < RANGE_FACTOR * bytesMin) {
            return Optional.empty();
        }
        List<Long> numbers = values.stream()
                .map(value -> Long.parseLong(text(value)))
                .sorted()
                .toList();
        Literal least = Literal.of(Long.toString(numbers.get(0)), column.type());
        Literal greatest = Literal.of(Long.toString(numbers.get(numbers.size() - 1)), column.type());
        return Optional.of(call(
                "and", List.of(call(">=", List.of(column, least)), call("<=", List.of(column, greatest)))));
    }

    private static String text(Object value) {
        return value instanceof LocalDate day ? Long.toString(day.toEpochDay()) : String.valueOf(value);
    }

    private static Call call(String function, List<? extends Expression> arguments) {
        return new Call(function, List.copyOf(arguments), Simple.BOOLEAN, true);
    }
}
