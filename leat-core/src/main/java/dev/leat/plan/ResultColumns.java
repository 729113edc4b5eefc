package dev.leat.plan;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The columns that results have, which may be those of an earlier definition of their dataset. */
public final class ResultColumns {
    private ResultColumns() {}

    /**
     * Looks whether the results of a dataset have the columns that are read of it.
     *
     * @param isStoredAlike whether values of two types are stored alike
     * @throws LeatException PROJECT, if they do not
     */
    public static void require(Plan.Scan scan, List<Field> stored, BiPredicate<DataType, DataType> isStoredAlike) {
        for (int i = 0; i < scan.fields().size(); i++) {
            String name = scan.fields().get(i);
            DataType wanted = scan.output().get(i).type();
            Optional<Field> found = stored.stream()
                    .filter(field -> field.name().equalsIgnoreCase(name))
                    .findFirst()
                    .filter(field -> isStoredAlike.test(field.type(), wanted));
            if (found.isEmpty()) {
                throw new LeatException(
                        ErrorCode.PROJECT,
                        "Cannot read the column " + name + " of "
                                + scan.relation().simpleName() + ": its definition has it as " + wanted.sql()
                                + ", and the results of the last run have " + text(stored)
                                + "; run the project, without --refresh, first");
            }
        }
    }

    /** Columns with their types, for a message. */
    public static List<String> text(List<Field> fields) {
        return fields.stream()
                .map(field -> field.name() + " " + field.type().sql())
                .toList();
    }

    /** What is told of a dataset that has no results. */
    public static LeatException notComputed(RelationName dataset) {
        return new LeatException(
                ErrorCode.PROJECT, "Cannot read " + dataset + ": it has not been computed yet; run the project first");
    }
}
