package dev.leat.conformance.incremental;

import dev.leat.conformance.incremental.RandomQueries.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random constraints of datasets, of which small values violate some. */
final class RandomConstraints {
    private static final int CONSTRAINTS_MAX = 3;

    private final SplittableRandom random;

    RandomConstraints(SplittableRandom random) {
        this.random = random;
    }

    /** The list after the name of a streaming table; empty for half of them. */
    String ofStream(List<Column> columns) {
        return list(columns, 0);
    }

    /** The list after the name of a materialized view; empty for half of them. */
    String ofView(List<Column> columns) {
        return list(columns, 3);
    }

    private String list(List<Column> columns, int keysOfTen) {
        List<String> constraints = new ArrayList<>();
        for (int i = random.nextInt(2) * random.nextInt(1, CONSTRAINTS_MAX + 1); i > 0; i--) {
            String test = random.nextInt(10) < keysOfTen ? key(columns) : "(" + condition(pick(columns)) + ")";
            constraints.add("CONSTRAINT e" + i + " EXPECT " + test + action());
        }
        return constraints.isEmpty() ? "" : " (" + String.join(", ", constraints) + ")";
    }

    private String key(List<Column> columns) {
        Column first = pick(columns);
        Column second = pick(columns);
        return "UNIQUE (" + first.name() + (first.equals(second) ? "" : ", " + second.name()) + ")";
    }

    private String condition(Column column) {
        if (random.nextInt(4) == 0) {
            return column.name() + " IS NOT NULL";
        }
        return switch (column.kind()) {
            case NUMBER, DECIMAL -> column.name() + (random.nextBoolean() ? " > " : " <> ") + random.nextInt(-1, 3);
            case TEXT -> column.name() + " <> 'q'";
        };
    }

    /** Few fail: what reads a dataset that fails is not compared. */
    private String action() {
        return switch (random.nextInt(20)) {
            case 0 -> " ON VIOLATION FAIL UPDATE";
            case 1, 2, 3, 4, 5 -> "";
            case 6, 7, 8, 9, 10 -> " ON VIOLATION DROP ROW";
            default -> " ON VIOLATION QUARANTINE";
        };
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
