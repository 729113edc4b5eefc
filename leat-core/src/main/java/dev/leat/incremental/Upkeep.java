package dev.leat.incremental;

import dev.leat.pipeline.IdleTimeout;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.CurrentTime;
import dev.leat.plan.Plan;
import dev.leat.plan.text.PlanPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * How the result of a query is brought up to date: a step for each operator that needs more than the change itself. What is
 * shown to the user, and what he may demand, are read off the same steps.
 *
 * @param rest what is said of all other operators
 */
public record Upkeep(List<Step> steps, String rest) {
    public Upkeep {
        steps = List.copyOf(steps);
    }

    /** What a change makes an operator do, at worst. */
    public enum Work {
        /** That of the change. */
        DELTA,
        /** What has a key that occurs in the change. */
        TOUCHED_KEYS,
        /** All of it. */
        FULL
    }

    /**
     * How one operator follows.
     *
     * @param rule the rule, in words
     * @param operator the operator; empty where the query follows as a whole
     * @param state what it stores, what bounds that, and whether it is scan-bound, in words; empty for the query as a whole
     */
    public record Step(Work work, String rule, String operator, String state) {
        Step(Work work, String rule, String operator) {
            this(work, rule, operator, "");
        }

        Step with(String words) {
            return new Step(work, rule, operator, words);
        }

        /** The step in one line. */
        public String line() {
            return operator.isEmpty() ? rule : rule + ": " + operator;
        }
    }

    /** The upkeep of a prepared query of a pipeline. */
    public static Upkeep of(Plan query, MaintainedQueries queries) {
        Predicate<Plan.Scan> isFiles = queries::isOfSource;
        boolean streams = ClosedGroups.readsStream(query);
        if (!streams && CurrentTime.isOrUserAskedBy(query)) {
            return whole("full: the result depends on the time or the user of the run");
        }
        if (!streams) {
            return ofView(Maintained.ofView(query, isFiles), queries);
        }
        Maintained maintained = Maintained.ofStream(query, isFiles);
        return maintained.followsStreams()
                ? ofStream(maintained, queries.pipeline())
                : whole("full: what it needs of a stream is not stored; with a watermark it would be");
    }

    /** What the flow of a sink does when the data that its prepared query is over change. */
    public static Upkeep intoSink(Plan query, MaintainedQueries queries) {
        if (!ClosedGroups.readsStream(query)) {
            return whole("full: all that it gives replaces what it gave");
        }
        Maintained maintained = Maintained.of(query, queries::isOfSource);
        return maintained.followsWithoutState()
                ? ofStream(maintained, queries.pipeline())
                : whole("full: a sink's flow stores no groups or rows of streams, so that all that it gives, late rows"
                        + " with it, replaces what it gave; a streaming table stores them");
    }

    private static Upkeep whole(String rule) {
        return new Upkeep(List.of(new Step(Work.FULL, rule, "")), "");
    }

    /** A line for each step, each with one, set in, for its state; and one for the rest. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Step step : steps) {
            lines.add(step.line());
            if (!step.state().isEmpty()) {
                lines.add("  " + step.state());
            }
        }
        if (!rest.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }

    private static Upkeep ofView(Maintained maintained, MaintainedQueries queries) {
        List<Step> steps = new ArrayList<>();
        for (Plan node : maintained.described()) {
            boolean readsRecords = maintained.reads(node, queries::isOfRecords);
            List<String> views = maintained.indexOf(node).isPresent() ? queries.sharing(node) : List.of();
            String shared = views.size() > 1 ? "; one for " + String.join(", ", views) : "";
            steps.add(step(maintained, node, readsRecords).with(StateBound.of(maintained, node) + shared));
        }
        return new Upkeep(steps, "delta: " + (steps.isEmpty() ? "all of it; nothing is stored" : "all else"));
    }

    private static Step step(Maintained maintained, Plan node, boolean readsRecords) {
        String operator = PlanPrinter.line(maintained.plan(), node);
        String keys = PlanPrinter.list(maintained.plan(), maintained.keys(node));
        boolean isWhole = keys.isEmpty() || readsRecords;
        return switch (maintained.rule(node)) {
            case MERGE -> new Step(Work.DELTA, "delta, merged", operator);
            case MERGE_ADDED ->
                new Step(
                        isWhole ? Work.FULL : Work.TOUCHED_KEYS,
                        "delta, merged while rows are added only"
                                + (isWhole ? ", else full" : ", else touched keys " + keys),
                        operator);
            case LOOKED_UP -> new Step(Work.DELTA, "delta, keys looked up " + keys, operator);
            case TOUCHED_KEYS ->
                new Step(
                        Work.TOUCHED_KEYS,
                        "touched keys " + keys + (readsRecords ? ", if that reads less than the whole" : ""),
                        operator);
            case TOP_ROWS ->
                maintained.canLose(node)
                        ? new Step(Work.FULL, "delta, added rows merged with the first, else full", operator)
                        : new Step(Work.DELTA, "delta, added rows merged with the first", operator);
            case FULL -> new Step(Work.FULL, "full", operator);
            case IN_TIME -> new Step(Work.DELTA, "delta, rows in time", operator);
        };
    }

    /** Of a stream rows are added only. */
    private static Upkeep ofStream(Maintained maintained, Pipeline pipeline) {
        List<Step> steps = new ArrayList<>();
        for (Plan node : maintained.described()) {
            OptionalInt index = maintained.indexOf(node);
            boolean isKept = index.isPresent() && maintained.isKept(index.getAsInt());
            String operator = PlanPrinter.line(maintained.plan(), node);
            String late = "late rows go to leat.errors" + (isKept ? ", the others are stored" : "");
            Step step = node instanceof Plan.Watermark watermark
                    ? inTime(late, IdleTimeout.textOf(maintained.sources(watermark), pipeline), operator)
                    : stepOfStream(maintained, node, operator);
            steps.add(step.with(StateBound.of(maintained, node)));
        }
        return new Upkeep(steps, "delta: each added row once" + (steps.isEmpty() ? "; nothing is stored" : ""));
    }

    private static Step inTime(String late, String idle, String operator) {
        return new Step(Work.DELTA, late + "; parts without rows are idle after " + idle, operator);
    }

    private static Step stepOfStream(Maintained maintained, Plan node, String operator) {
        String keys = PlanPrinter.list(maintained.plan(), maintained.keys(node));
        return switch (maintained.rule(node)) {
            case MERGE, MERGE_ADDED -> new Step(Work.DELTA, "delta, merged", operator);
            case LOOKED_UP -> new Step(Work.DELTA, "delta, keys looked up " + keys, operator);
            case TOUCHED_KEYS -> new Step(Work.TOUCHED_KEYS, "touched keys " + keys, operator);
            case TOP_ROWS, FULL -> new Step(Work.FULL, "full, from what is stored", operator);
            case IN_TIME -> new Step(Work.DELTA, "delta, rows in time", operator);
        };
    }
}
