package dev.leat.sql.project;

import dev.leat.error.SourcePosition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline spec as written.
 *
 * @param configuration Spark settings with the position of each value
 */
record PipelineSpec(
        String name,
        Optional<String> catalogName,
        Optional<String> schemaName,
        List<Setting> configuration,
        List<Library> libraries) {
    PipelineSpec {
        configuration = List.copyOf(configuration);
        libraries = List.copyOf(libraries);
    }

    /** One Spark setting. */
    record Setting(String key, String value, SourcePosition position) {}

    /** One pattern of definition files. */
    record Library(String include, SourcePosition position) {}

    /** The settings without positions; of a repeated key the last counts. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        configuration.forEach(setting -> settings.put(setting.key(), setting.value()));
        return settings;
    }
}
