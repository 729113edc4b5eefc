package dev.leat.pipeline;

import dev.leat.error.NearestName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The settings of a project that say where it runs, unless the command does. */
public final class ClusterSettings {
    /** Which engine: {@link #EMBEDDED} or {@link #SPARK}. */
    public static final String ENGINE = "leat.engine";

    /** The cluster, as spark-submit names it. */
    public static final String MASTER = "leat.master";

    /** The folder of results and state on a cluster. */
    public static final String WAREHOUSE = "leat.warehouse";

    /** In the process of the command. */
    public static final String EMBEDDED = "embedded";

    /** As an application of Spark. */
    public static final String SPARK = "spark";

    private ClusterSettings() {}

    /** What is wrong with a value. */
    public static Optional<String> problem(String key, String value) {
        if (value.isBlank()) {
            return Optional.of(key + " has no value; give it one, or remove it");
        }
        boolean isUnknown = key.equals(ENGINE) && !List.of(EMBEDDED, SPARK).contains(value.toLowerCase(Locale.ROOT));
        return isUnknown
                ? Optional.of(key + " cannot be " + value + "; expected " + EMBEDDED + " or " + SPARK
                        + NearestName.hint(value, List.of(EMBEDDED, SPARK)))
                : Optional.empty();
    }
}
