package dev.leat.incremental;

import dev.leat.error.Checks;
import dev.leat.incremental.Relations.Version;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import dev.leat.plan.Projections;
import dev.leat.plan.RelationName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The change of a query's result in one commit, by the delta rules: linear operators from the changes of their inputs, inner
 * joins by {@link InnerJoins}, outer and semi joins by {@link KeyedJoin}, groups by {@link MergedGroups}, the first rows of an
 * order by {@link TopRows}; all others by recomputing the keys that occur in a change. Operators whose inputs do not change
 * cost nothing.
 *
 * <p>Sources of the rules: DBSP (Budiu et al., VLDB 2023) for linear operators and joins, and for the sign as weight;
 * grouping by touched keys is the usual incremental view maintenance of partitioned operators.
 */
public final class ChangeDerivation {
    private final Maintained query;
    private final CommitStaging staging;
    private final SignedPlans plans;
    private final Stages stages;
    private final IdentityHashMap<Plan, Optional<Signed>> deltas = new IdentityHashMap<>();
    private final Map<Integer, StagedChange> states = new LinkedHashMap<>();

    private ChangeDerivation(Maintained query, CommitStaging staging, double bytesMax) {
        this.query = query;
        this.staging = staging;
        this.plans = new SignedPlans(Plans.firstFreeId(query.plan()));
        this.stages = new Stages(staging, plans, bytesMax);
    }

    /**
     * All changes of a commit.
     *
     * @param states by the index of the operator, in the order in which they were found
     */
    public record Changes(StagedChange result, Map<Integer, StagedChange> states) {
        public Changes {
            states = Map.copyOf(states);
        }
    }

    /** Derives and stages the change of a query and of its stored operators; absent if it turns out to be too large. */
    public static Optional<Changes> derive(Maintained query, CommitStaging staging) {
        try {
            return Optional.of(deriveAll(query, staging, Worth.bytesMax(query, staging)));
        } catch (Stages.TooLarge e) {
            return Optional.empty();
        }
    }

    /** Derives and stages the change of a stream, which cannot be had otherwise, however large it is. */
    public static Changes deriveOfStream(Maintained query, CommitStaging staging) {
        return deriveAll(query, staging, Double.POSITIVE_INFINITY);
    }

    /**
     * The same of some stored operators alone.
     *
     * @param operators their indexes; those below them that are stored are among them
     */
    public static Optional<Map<Integer, StagedChange>> deriveOperators(
            Maintained query, CommitStaging staging, Collection<Integer> operators) {
        ChangeDerivation derivation = new ChangeDerivation(query, staging, Worth.bytesMax(query, staging));
        try {
            operators.forEach(operator -> derivation.delta(query.stored().get(operator)));
            return Optional.of(Map.copyOf(derivation.states));
        } catch (Stages.TooLarge e) {
            return Optional.empty();
        }
    }

    private static Changes deriveAll(Maintained query, CommitStaging staging, double bytesMax) {
        ChangeDerivation derivation = new ChangeDerivation(query, staging, bytesMax);
        for (Plan node : query.stored()) {
            derivation.delta(node);
        }
        Optional<Signed> root = derivation.delta(query.plan());
        OptionalInt state = query.indexOf(query.plan());
        StagedChange result = state.isPresent()
                ? derivation.states.getOrDefault(state.getAsInt(), StagedChange.NONE)
                : root.map(found -> derivation.stages.stage(found, query.plan().output()))
                        .orElse(StagedChange.NONE);
        return new Changes(result, derivation.states);
    }

    private Optional<Signed> delta(Plan node) {
        Optional<Signed> known = deltas.get(node);
        if (known == null) {
            known = derive(node);
            deltas.put(node, known);
        }
        return known;
    }

    private Optional<Signed> derive(Plan node) {
        if (node instanceof Plan.Scan scan) {
            return deltaOf(scan);
        }
        if (node instanceof Plan.Join join && join.kind() == Plan.JoinKind.INNER) {
            return deltaOf(join);
        }
        OptionalInt index = query.indexOf(node);
        if (index.isPresent() && staging.isDerived(index.getAsInt())) {
            return stages.read(derivedElsewhere(index.getAsInt()), node.output());
        }
        if (node.inputs().stream().allMatch(input -> delta(input).isEmpty())) {
            return Optional.empty();
        }
        if (index.isPresent()) {
            return stages.read(derivedState(node), node.output());
        }
        if (node instanceof Plan.Join join) {
            return stages.read(new KeyedJoin(join, stages).change(this::delta, this::before), join.output());
        }
        if (node instanceof Plan.Union union) {
            List<Signed> inputs = new ArrayList<>();
            for (Plan input : union.inputs()) {
                delta(input).ifPresent(inputs::add);
            }
            return Optional.of(plans.union(inputs, columnsOf(union, true), union.output()));
        }
        return Optional.of(plans.linear(node, delta(node.inputs().get(0)).orElseThrow()));
    }

    /** The columns of the inputs of a union, of all or of those that change. */
    private List<List<Column>> columnsOf(Plan.Union union, boolean changing) {
        return union.inputs().stream()
                .filter(input -> !changing || delta(input).isPresent())
                .map(Plan::output)
                .toList();
    }

    private Optional<Signed> deltaOf(Plan.Scan scan) {
        CommitStaging.Change change = staging.change(scan);
        if (change == CommitStaging.Change.NONE) {
            return Optional.empty();
        }
        Plan inserted = version(scan, Version.INSERTED);
        if (staging.access(scan) != CommitStaging.Access.TABLE && !query.isReadOnce(scan)) {
            // Files are read once, however often the change is needed.
            Optional<RelationName> added = stages.stage(inserted);
            Optional<RelationName> deleted = change == CommitStaging.Change.ANY
                    ? stages.stage(version(scan, Version.DELETED))
                    : Optional.empty();
            return stages.read(new StagedChange(added, deleted), scan.output());
        }
        return Optional.of(
                change == CommitStaging.Change.INSERTS
                        ? Signed.positive(inserted)
                        : plans.difference(inserted, version(scan, Version.DELETED), scan.output()));
    }

    private static Plan version(Plan.Scan scan, Version version) {
        return new Plan.Scan(Relations.of(scan.relation(), version), Plan.ScanMode.TABLE, scan.fields(), scan.output());
    }

    private Optional<Signed> deltaOf(Plan.Join join) {
        InnerJoins joins = InnerJoins.of(join, query.plan(), stages);
        if (joins.inputs().stream().allMatch(input -> delta(input).isEmpty())) {
            return Optional.empty();
        }
        return joins.change(new InnerJoins.Contents(this::delta, this::before, this::after))
                .map(change -> change.map(rows -> exactly(rows, join.output())))
                .orElseGet(() -> ofTwo(join));
    }

    private static Signed exactly(Signed rows, List<Column> columns) {
        return new Signed(SignedPlans.settled(rows, columns), rows.sign());
    }

    private Optional<Signed> ofTwo(Plan.Join join) {
        List<Signed> terms = new ArrayList<>();
        delta(join.left()).ifPresent(change -> terms.add(plans.join(join, change, after(join.right()))));
        delta(join.right()).ifPresent(change -> terms.add(plans.join(join, before(join.left()), change)));
        if (terms.size() < 2) {
            return terms.stream().findFirst();
        }
        return Optional.of(plans.union(terms, List.of(join.output(), join.output()), join.output()));
    }

    /** The content of a node before the commit. */
    private Signed before(Plan node) {
        return content(node, false);
    }

    /** The content of a node after the commit. */
    private Signed after(Plan node) {
        return content(node, true);
    }

    private Signed content(Plan node, boolean isAfter) {
        boolean addsChange = query.indexOf(node).isPresent() || node instanceof Plan.Scan || KeyedJoin.is(node);
        Optional<Signed> change = isAfter && addsChange ? delta(node) : Optional.empty();
        if (query.indexOf(node).isPresent()) {
            Signed old = Signed.positive(
                    Stored.scan(Maintained.state(query.indexOf(node).getAsInt()), node.output()));
            return withChange(old, change, node);
        }
        if (node instanceof Plan.Scan scan) {
            boolean changes = staging.change(scan) != CommitStaging.Change.NONE;
            return withChange(Signed.positive(changes ? version(scan, Version.OLD) : scan), change, node);
        }
        if (node instanceof Plan.Values) {
            return Signed.positive(node);
        }
        if (node instanceof Plan.Join join && KeyedJoin.is(join)) {
            Signed old = new KeyedJoin(join, stages).content(before(join.left()), before(join.right()));
            return withChange(old, change, node);
        }
        if (node instanceof Plan.Join join) {
            return plans.join(join, content(join.left(), isAfter), content(join.right(), isAfter));
        }
        if (node instanceof Plan.Union union) {
            List<Signed> inputs = union.inputs().stream()
                    .map(input -> content(input, isAfter))
                    .toList();
            return plans.union(inputs, columnsOf(union, false), union.output());
        }
        return plans.linear(node, content(node.inputs().get(0), isAfter));
    }

    private Signed withChange(Signed old, Optional<Signed> change, Plan node) {
        return change.map(
                        added -> plans.union(List.of(old, added), List.of(node.output(), node.output()), node.output()))
                .orElse(old);
    }

    /** The change of a stored operator, which the commit will apply to its rows. */
    private StagedChange derivedState(Plan node) {
        int index = query.indexOf(node).getAsInt();
        if (node instanceof Plan.Watermark watermark) {
            return inTime(watermark, index);
        }
        boolean merges = node instanceof Plan.Aggregate aggregate
                && MergeableAggregates.isMergeable(aggregate)
                && (MergeableAggregates.isRetractable(aggregate)
                        || delta(aggregate.input()).orElseThrow().sign().isEmpty());
        StagedChange change = merges
                ? merged((Plan.Aggregate) node, index)
                : topRows(node, index).orElseGet(() -> recomputed(node, index));
        if (!change.isEmpty()) {
            states.put(index, change);
        }
        return change;
    }

    /** The change that the commit has derived for another query with the same operator. */
    private StagedChange derivedElsewhere(int index) {
        StagedChange change = stages.takeDerived(index);
        if (!change.isEmpty()) {
            states.put(index, change);
        }
        return change;
    }

    private StagedChange inTime(Plan.Watermark watermark, int index) {
        Signed rows = delta(watermark.input()).orElseThrow();
        Checks.verify(rows.sign().isEmpty(), "rows that are in time are not taken back");
        StagedChange change =
                new StagedChange(stages.inTime(index, SignedPlans.settled(rows, watermark.output())), Optional.empty());
        if (!change.isEmpty() && query.isKept(index)) {
            states.put(index, change);
        }
        return change;
    }

    private StagedChange merged(Plan.Aggregate node, int index) {
        Signed rows = delta(node.input()).orElseThrow();
        Signed change =
                new MergedGroups(node, plans).change(rows, columns -> Stored.scan(Maintained.state(index), columns));
        return stages.stage(
                change, change.plan().output().subList(0, node.output().size()));
    }

    private Optional<StagedChange> topRows(Plan node, int index) {
        if (!(node instanceof Plan.Limit limit)) {
            return Optional.empty();
        }
        TopRows top = new TopRows(limit, stages);
        Optional<Signed> rows = delta(top.bottom());
        return rows.isEmpty()
                ? Optional.of(StagedChange.NONE)
                : top.change(rows.get(), Stored.scan(Maintained.state(index), node.output()));
    }

    /** The parts of an operator whose keys occur in a change, computed anew and compared with what is stored of them. */
    private StagedChange recomputed(Plan node, int index) {
        List<Plan> bottoms = bottoms(node);
        TouchedKeys keys = TouchedKeys.of(node);
        Plan stored = Stored.scan(Maintained.state(index), node.output());
        List<Plan> inputs = new ArrayList<>();
        Optional<KeyRestriction> restriction = Optional.empty();
        List<Plan> counted = new ArrayList<>();
        if (!keys.isWhole()) {
            List<Column> names = plans.columnsOf(keys.output());
            Optional<RelationName> touched = stages.stage(touched(bottoms, keys, names));
            if (touched.isEmpty()) {
                return StagedChange.NONE;
            }
            Plan distinct = Stored.scan(touched.get(), names);
            restriction = Optional.of(new KeyRestriction(plans, distinct));
            if (node instanceof Plan.Aggregate) {
                // A group is one row, so that the keys need not be looked up among the stored ones to be counted.
                counted.add(distinct);
            }
        }
        Plan old = restriction.map(keyed -> keyed.apply(stored, keys.output())).orElse(stored);
        if (restriction.isPresent()) {
            counted.add(old);
            stages.limit(stored, counted);
        }
        for (int i = 0; i < bottoms.size(); i++) {
            Signed input = node instanceof Plan.SessionWindow
                    ? withChange(ownRows(node, stored), delta(bottoms.get(i)), bottoms.get(i))
                    : after(bottoms.get(i));
            List<Expression> key = keys.inputs().get(i);
            Signed part = restriction.map(keyed -> keyed.apply(input, key)).orElse(input);
            List<Column> columns = bottoms.get(i).output();
            inputs.add(plans.rows(plans.isolated(part, columns), columns));
        }
        return stages.stage(plans.difference(over(node, inputs), old, node.output()), node.output());
    }

    /** The rows that sessions were made of are among what is stored. */
    private static Signed ownRows(Plan node, Plan stored) {
        return Signed.positive(new Plan.Project(
                stored, Projections.passing(node.inputs().get(0).output())));
    }

    /** The distinct keys in the changes of the inputs. */
    private Plan touched(List<Plan> bottoms, TouchedKeys keys, List<Column> names) {
        List<Signed> changes = new ArrayList<>();
        List<List<Column>> columns = new ArrayList<>();
        for (int i = 0; i < bottoms.size(); i++) {
            Optional<Signed> change = delta(bottoms.get(i));
            if (change.isPresent()) {
                List<Column> made = plans.columnsOf(keys.inputs().get(i));
                List<Projection> projections = new ArrayList<>();
                for (int k = 0; k < made.size(); k++) {
                    projections.add(
                            new Projection(made.get(k), keys.inputs().get(i).get(k)));
                }
                changes.add(Signed.positive(new Plan.Project(change.get().plan(), projections)));
                columns.add(made);
            }
        }
        return new Plan.Distinct(plans.union(changes, columns, names).plan());
    }

    /** The inputs of a node; for a limit that of the sorting below it, which belongs to the limit. */
    private List<Plan> bottoms(Plan node) {
        return node instanceof Plan.Limit limit ? List.of(new TopRows(limit, stages).bottom()) : node.inputs();
    }

    /** The node, with what belongs to it, on other inputs. */
    private Plan over(Plan node, List<Plan> inputs) {
        return node instanceof Plan.Limit limit
                ? new TopRows(limit, stages).over(inputs.get(0))
                : Plans.withInputs(node, inputs);
    }
}
