package dev.leat.incremental;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.NearestName;
import dev.leat.error.SourcePosition;
import dev.leat.incremental.Upkeep.Step;
import dev.leat.incremental.Upkeep.Work;
import dev.leat.pipeline.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the user demands of the upkeep of a dataset: a project in which one does not have it is refused. */
public enum MaintenanceDemand {
    /** Nothing. */
    ANY,
    /** That no operator is computed as a whole when its inputs change. */
    INCREMENTAL,
    /** That the work is that of the change. */
    DELTA;

    /** What the names of Leat's own settings and properties begin with. */
    public static final String PREFIX = "leat.";

    /** The setting of a project, and the property of a dataset, which counts before it. */
    public static final String KEY = "leat.maintenance";

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is wrong with a value of it. */
    static Optional<String> problem(String value) {
        List<String> words =
                Arrays.stream(values()).map(MaintenanceDemand::word).toList();
        return find(value).isPresent()
                ? Optional.empty()
                : Optional.of(KEY + " cannot be " + value + "; expected " + String.join(", ", words)
                        + NearestName.hint(value, words));
    }

    /** The demand of a word. */
    public static Optional<MaintenanceDemand> find(String word) {
        return Arrays.stream(values())
                .filter(demand -> demand.word().equalsIgnoreCase(word))
                .findFirst();
    }

    private boolean isMetBy(Step step) {
        return switch (this) {
            case ANY -> true;
            case INCREMENTAL -> step.work() != Work.FULL;
            case DELTA -> step.work() == Work.DELTA;
        };
    }

    /** The problem of a dataset whose upkeep does not meet the demand. */
    public Optional<Diagnostic> check(Dataset dataset, MaintainedQueries queries, SourcePosition position) {
        if (this == ANY) {
            return Optional.empty();
        }
        List<Step> others = Upkeep.of(queries.find(dataset).plan(), queries).steps().stream()
                .filter(step -> !isMetBy(step))
                .toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        boolean isFull = others.stream().anyMatch(step -> step.work() == Work.FULL);
        return Optional.of(Diagnostic.of(
                ErrorCode.PROJECT,
                "The dataset " + dataset.name().simpleName() + " is not kept up to date as " + KEY + " = " + word()
                        + " demands: " + others.stream().map(Step::line).collect(Collectors.joining("; "))
                        + ". Write the query without "
                        + (isFull
                                ? "what is full, which a key (PARTITION BY, an equality of a join) or a watermark of its stream"
                                        + " may avoid, or set " + KEY + " of the dataset to any"
                                : "it, or set " + KEY + " of the dataset to incremental, which allows touched keys"),
                position));
    }
}
