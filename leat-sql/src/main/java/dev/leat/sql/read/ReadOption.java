package dev.leat.sql.read;

import dev.leat.pipeline.SourceOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An option of a file source, with Spark's name and meaning.
 *
 * @param name as Spark writes it; matched without regard to case
 * @param formats the formats that have it
 * @param kind what values it takes
 * @param defaultValue the value where none is given, in words where it depends on other settings
 * @param doc one sentence
 */
public record ReadOption(String name, Set<String> formats, Kind kind, String defaultValue, String doc) {
    public ReadOption {
        formats = Set.copyOf(formats);
    }

    /** What values an option takes. */
    public enum Kind {
        /** Any text. */
        TEXT(Optional.empty()),
        /** {@code true} or {@code false}. */
        BOOLEAN(Optional.of(List.of("true", "false"))),
        /** A whole number. */
        INTEGER(Optional.empty()),
        /** A whole number of 1 or more. */
        COUNT(Optional.empty()),
        /** A time after which something is idle. */
        IDLE(Optional.empty()),
        /** A number. */
        NUMBER(Optional.empty()),
        /** What to do with a malformed record. */
        MODE(Optional.of(List.of("PERMISSIVE", "DROPMALFORMED", "FAILFAST"))),
        /** What to do with a file whose columns are others than before. */
        EVOLUTION(Optional.of(SourceOptions.SCHEMA_EVOLUTION_MODES)),
        /** What the CSV parser does with a quote inside an unquoted value. */
        UNESCAPED_QUOTE(Optional.of(List.of(
                "STOP_AT_CLOSING_QUOTE", "BACK_TO_DELIMITER", "STOP_AT_DELIMITER", "SKIP_VALUE", "RAISE_ERROR")));

        private final Optional<List<String>> allowed;

        Kind(Optional<List<String>> allowed) {
            this.allowed = allowed;
        }

        /** The values it takes, in any case, where they can be listed. */
        public Optional<List<String>> allowed() {
            return allowed;
        }
    }
}
