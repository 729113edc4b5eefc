package dev.leat.incremental;

import dev.leat.error.NearestName;
import dev.leat.pipeline.ClusterSettings;
import dev.leat.pipeline.IdleTimeout;
import java.util.List;
import java.util.Optional;

/** The names that begin with {@link MaintenanceDemand#PREFIX}: settings of a project, and properties of its datasets. */
public final class OwnSettings {
    private static final List<String> SETTINGS = List.of(
            MaintenanceDemand.KEY,
            IdleTimeout.SETTING,
            ClusterSettings.ENGINE,
            ClusterSettings.MASTER,
            ClusterSettings.WAREHOUSE);

    private OwnSettings() {}

    /** What is wrong with a setting. */
    public static Optional<String> settingProblem(String key, String value) {
        return switch (key) {
            case MaintenanceDemand.KEY -> MaintenanceDemand.problem(value);
            case IdleTimeout.SETTING -> IdleTimeout.problem("The setting " + key, value);
            case ClusterSettings.ENGINE, ClusterSettings.MASTER, ClusterSettings.WAREHOUSE ->
                ClusterSettings.problem(key, value);
            default -> unknown(key, SETTINGS);
        };
    }

    /** What is wrong with a property. */
    public static Optional<String> propertyProblem(String key, String value) {
        return switch (key) {
            case MaintenanceDemand.KEY -> MaintenanceDemand.problem(value);
            case IdleTimeout.SETTING ->
                Optional.of(key + " is a setting of the project, not a property: write SET " + key + " = " + value
                        + ", or give a source the option " + IdleTimeout.OPTION);
            default -> unknown(key, List.of(MaintenanceDemand.KEY));
        };
    }

    private static Optional<String> unknown(String key, List<String> known) {
        return Optional.of("Leat has no setting or property " + key + NearestName.hint(key, known));
    }
}
