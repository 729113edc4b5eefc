package dev.leat.duckdb;

import dev.leat.incremental.Maintained;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.text.PlanPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Says how a query's result is brought up to date: a line for each operator that needs more than the change itself. */
final class DescribedUpkeep {
    private DescribedUpkeep() {}

    /**
     * The lines.
     *
     * @param isFiles whether a scan reads files
     * @param isRecords whether it reads them record by record
     */
    static List<String> lines(Plan query, Predicate<Plan.Scan> isFiles, Predicate<Plan.Scan> isRecords) {
        boolean streams = Plans.nodes(query).stream()
                .anyMatch(node -> node instanceof Plan.Scan scan && scan.mode() == Plan.ScanMode.STREAM);
        if (!streams && ProgramDigest.tellsTimeOrUser(query)) {
            return List.of("full: the result depends on the time or the user of the run");
        }
        Maintained maintained = streams ? Maintained.ofStream(query, isFiles) : Maintained.of(query, isFiles);
        if (streams && !maintained.followsStreams()) {
            return List.of("full: what it needs of a stream is not stored; with a watermark it would be");
        }
        if (streams) {
            return followed(maintained);
        }
        List<String> lines = new ArrayList<>();
        for (Plan node : maintained.described()) {
            boolean reads = maintained.reads(node, isRecords);
            lines.add(rule(maintained, node, reads) + ": " + PlanPrinter.line(maintained.plan(), node));
        }
        lines.add("delta: " + (lines.isEmpty() ? "all of it; nothing is stored" : "all else"));
        return lines;
    }

    /** Of a stream rows are added only. */
    private static List<String> followed(Maintained maintained) {
        List<String> lines = new ArrayList<>();
        for (Plan node : maintained.described()) {
            OptionalInt index = maintained.indexOf(node);
            boolean isKept = index.isPresent() && maintained.isKept(index.getAsInt());
            boolean isForgotten = isKept && maintained.closed(index.getAsInt()).isPresent();
            lines.add(ruleOfStream(maintained, node, isKept) + ": " + PlanPrinter.line(maintained.plan(), node)
                    + (isForgotten ? "; what the watermark has passed is forgotten" : ""));
        }
        lines.add("delta: each added row once" + (lines.isEmpty() ? "; nothing is stored" : ""));
        return lines;
    }

    private static String ruleOfStream(Maintained maintained, Plan node, boolean isKept) {
        String keys = PlanPrinter.list(maintained.plan(), maintained.keys(node));
        return switch (maintained.rule(node)) {
            case MERGE, MERGE_ADDED -> "delta, merged";
            case LOOKED_UP -> "delta, keys looked up " + keys;
            case TOUCHED_KEYS -> "touched keys " + keys;
            case TOP_ROWS, FULL -> "full, from what is stored";
            case IN_TIME -> "late rows go to leat.errors" + (isKept ? ", the others are stored" : "");
        };
    }

    private static String rule(Maintained maintained, Plan node, boolean readsRecords) {
        String keys = PlanPrinter.list(maintained.plan(), maintained.keys(node));
        return switch (maintained.rule(node)) {
            case MERGE -> "delta, merged";
            case MERGE_ADDED ->
                "delta, merged while rows are added only" + (readsRecords ? ", else full" : otherwise(keys));
            case LOOKED_UP -> "delta, keys looked up " + keys;
            case TOUCHED_KEYS -> "touched keys " + keys + (readsRecords ? ", if that reads less than the whole" : "");
            case TOP_ROWS -> "delta, added rows merged with the first, else full";
            case FULL -> "full";
            case IN_TIME -> "delta, rows in time";
        };
    }

    private static String otherwise(String keys) {
        return keys.isEmpty() ? ", else full" : ", else touched keys " + keys;
    }
}
