package dev.leat.incremental;

import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import java.util.ArrayList;
import java.util.List;

/**
 * Who reads sources and datasets: a view, which has to equal its query over what they hold, or a stream, which has each record once, and
 * keeps it.
 *
 * @param since the commit from which on records became rows as they do now
 */
public record Reader(Kind kind, long since) {
    /** Has had its query since it has had rows. */
    public static final Reader VIEW = new Reader(Kind.VIEW, 0);

    /** The two of them. */
    public enum Kind {
        VIEW,
        STREAM
    }

    /** A stream. */
    public static Reader stream(long since) {
        return new Reader(Kind.STREAM, since);
    }

    /** Whether it is a stream. */
    public boolean isStream() {
        return kind == Kind.STREAM;
    }

    /** The scans of a plan whose changes count: of a stream those that read a stream. */
    public List<Plan.Scan> counted(Plan plan) {
        List<Plan.Scan> scans = new ArrayList<>();
        for (Plan node : Plans.nodes(plan)) {
            if (node instanceof Plan.Scan scan && (!isStream() || scan.mode() == Plan.ScanMode.STREAM)) {
                scans.add(scan);
            }
        }
        return scans;
    }
}
