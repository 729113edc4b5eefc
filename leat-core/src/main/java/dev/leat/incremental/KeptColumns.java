package dev.leat.incremental;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.plan.RelationName;
import dev.leat.plan.ResultColumns;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the rows of a streaming table can be kept with other columns. They cannot be made again, as the records that they
 * were made of may be gone. So columns may be added, which are NULL in the rows that are there, and change their order; a column
 * that is gone, or has another type, has no meaning for them.
 */
public final class KeptColumns {
    private KeptColumns() {}

    /**
     * The columns that the published rows do not have.
     *
     * @param before the columns of the published rows
     * @throws LeatException PROJECT, if the rows cannot be kept
     */
    public static List<Field> added(RelationName table, List<Field> before, List<Field> now) {
        List<Field> added = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Field field : now) {
            Optional<Field> known = find(before, field.name());
            if (known.isEmpty()) {
                added.add(field);
            }
            problem(known, field).ifPresent(problems::add);
        }
        before.stream()
                .filter(field -> find(now, field.name()).isEmpty())
                .forEach(field -> problems.add(field.name() + " is missing"));
        if (!problems.isEmpty()) {
            throw new LeatException(
                    ErrorCode.PROJECT,
                    "Cannot keep the rows of the streaming table " + table.simpleName() + ": its columns are "
                            + ResultColumns.text(before) + ", and its flows give " + ResultColumns.text(now) + " ("
                            + String.join("; ", problems)
                            + "). Only columns that may be NULL can be added. Give it its columns back, or compute it anew from"
                            + " what its sources hold now: run with --full-refresh --refresh " + table.simpleName());
        }
        return added;
    }

    private static Optional<String> problem(Optional<Field> known, Field field) {
        if (known.filter(before -> !before.type().equals(field.type())).isPresent()) {
            return Optional.of(field.name() + " is " + field.type().sql() + ", not "
                    + known.get().type().sql());
        }
        boolean mayBeNull = known.map(Field::nullable).orElse(true);
        return mayBeNull && !field.nullable()
                ? Optional.of(field.name() + " is NOT NULL, which the rows that are there need not be")
                : Optional.empty();
    }

    private static Optional<Field> find(List<Field> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** What is told of a streaming table that keeps its rows though its flows are others. */
    public static String told(List<Field> added) {
        String columns = added.isEmpty()
                ? ""
                : " with NULL for what is new ("
                        + added.stream().map(Field::name).collect(Collectors.joining(", ")) + ")";
        return "its rows stay" + columns + ", and its flows as they are now take new records; ";
    }
}
