package dev.leat.pipeline;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the options of sources have to do with the rows that are read. */
public final class SourceOptions {
    /** How topics are read, and from which brokers, is no reason to read them again. */
    private static final List<String> HOW_TOPICS_ARE_READ = List.of(
            "maxoffsetspertrigger",
            "minoffsetspertrigger",
            "maxtriggerdelay",
            "failondataloss",
            "startingoffsets",
            IdleTimeout.OPTION.toLowerCase(Locale.ROOT));

    /** What is done with a file whose columns are others than before. */
    public static final String SCHEMA_EVOLUTION_MODE = "schemaEvolutionMode";

    private static final String NO_EVOLUTION_MODE = "none";
    private static final String ADDING_MODE = "addNewColumns";

    /** The modes, the default first: the file is not read; columns are found by name, and may be missing; they are not compared. */
    public static final List<String> SCHEMA_EVOLUTION_MODES =
            List.of("failOnNewColumns", ADDING_MODE, NO_EVOLUTION_MODE);

    /** Of files: how much of them a commit reads, whether it may, and how long it waits for others. */
    private static final List<String> HOW_FILES_ARE_READ =
            List.of("maxfilespertrigger", "maxbytespertrigger", IdleTimeout.OPTION.toLowerCase(Locale.ROOT));

    private SourceOptions() {}

    /** Whether a value of the option, which may be missing, says that columns are not compared. */
    public static boolean isNoEvolutionMode(@Nullable String mode) {
        return NO_EVOLUTION_MODE.equalsIgnoreCase(mode);
    }

    /** Whether a value of the option, which may be missing, says that files may have some columns more or less. */
    public static boolean isAddingMode(@Nullable String mode) {
        return ADDING_MODE.equalsIgnoreCase(mode);
    }

    /** Whether rows that were read stand for others once this option has another value. */
    public static boolean decideRows(String format, String option, String value) {
        String lower = option.toLowerCase(Locale.ROOT);
        if (option.equalsIgnoreCase(SCHEMA_EVOLUTION_MODE)) {
            return isAddingMode(value);
        }
        return format.equals(TopicFormat.NAME)
                ? !lower.startsWith("kafka.") && !HOW_TOPICS_ARE_READ.contains(lower)
                : !HOW_FILES_ARE_READ.contains(lower);
    }
}
