package dev.leat.pipeline;

import dev.leat.plan.RelationName;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The table of the rows that a dataset's QUARANTINE expectations keep out of it.
 *
 * @param schema the dataset's columns, then the names of the expectations that the row violates
 */
public record Quarantine(RelationName name, List<Field> schema) {
    /** The name of the last column. */
    public static final String VIOLATED = "violated_expectations";

    private static final String SUFFIX = "_quarantine";

    public Quarantine {
        schema = List.copyOf(schema);
    }

    /** The table of a dataset; absent if nothing can get into it. */
    public static Optional<Quarantine> of(Dataset dataset) {
        boolean isNeeded = dataset.expectations().stream()
                .anyMatch(expectation -> expectation.action() == Expectation.Action.QUARANTINE);
        return isNeeded ? Optional.of(of(dataset.name(), dataset.schema())) : Optional.empty();
    }

    /** The table that a dataset of this name has, if it has one. */
    public static RelationName name(RelationName dataset) {
        List<String> parts = new ArrayList<>(dataset.parts());
        parts.set(parts.size() - 1, dataset.simpleName() + SUFFIX);
        return new RelationName(parts);
    }

    /** The table that a dataset with these columns has, if it has one. */
    public static Quarantine of(RelationName dataset, List<Field> columns) {
        List<Field> schema = new ArrayList<>(columns);
        schema.add(new Field(VIOLATED, new ArrayType(Simple.STRING, false), false));
        return new Quarantine(name(dataset), schema);
    }
}
