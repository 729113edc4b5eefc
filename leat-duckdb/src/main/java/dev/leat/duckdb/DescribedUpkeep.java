package dev.leat.duckdb;

import dev.leat.incremental.Maintained;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.text.PlanPrinter;
import java.util.ArrayList;
import java.util.List;
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
        if (ProgramDigest.tellsTime(query)) {
            return List.of("full: the result depends on the time or the user of the run");
        }
        boolean streams = Plans.nodes(query).stream()
                .anyMatch(node -> node instanceof Plan.Scan scan && scan.mode() == Plan.ScanMode.STREAM);
        Maintained maintained = streams ? Maintained.ofStream(query, isFiles) : Maintained.of(query, isFiles);
        if (streams && !maintained.followsStreams()) {
            return List.of(
                    "full: a stream is followed through filters, projections, unions, inner joins and groups that"
                            + " merge only");
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
        for (int i = 0; i < maintained.stored().size(); i++) {
            String line =
                    PlanPrinter.line(maintained.plan(), maintained.stored().get(i));
            if (maintained.watermark(i).isPresent()) {
                lines.add("late rows go to leat.errors: " + line
                        + (maintained.isKept(i) ? "; its rows are stored, as another stream is joined with them" : ""));
            } else {
                String bound = maintained.closed(i).isPresent() ? "; what the watermark has passed is forgotten" : "";
                lines.add("delta, merged: " + line + bound);
            }
        }
        lines.add("delta: each added row once" + (lines.isEmpty() ? "; nothing is stored" : ""));
        return lines;
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
