package dev.leat.sql.project;

import dev.leat.error.SourcePosition;
import dev.leat.plan.Plan.ScanMode;
import java.util.List;

/** A relation that a query names, as written. */
record Reference(List<String> parts, ScanMode mode, SourcePosition position) {
    Reference {
        parts = List.copyOf(parts);
    }

    @Override
    public String toString() {
        return String.join(".", parts);
    }
}
