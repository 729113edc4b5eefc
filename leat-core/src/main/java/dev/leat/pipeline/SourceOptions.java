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

    /** The modes, the default first: the file is not read; or columns are not compared. */
    public static final List<String> SCHEMA_EVOLUTION_MODES = List.of("failOnNewColumns", NO_EVOLUTION_MODE);

    /** Of files: how much of them a commit reads, whether it may, and how long it waits for others. */
    private static final List<String> HOW_FILES_ARE_READ = List.of(
            "maxfilespertrigger",
            "maxbytespertrigger",
            SCHEMA_EVOLUTION_MODE.toLowerCase(Locale.ROOT),
            IdleTimeout.OPTION.toLowerCase(Locale.ROOT));

    private SourceOptions() {}

    /** Whether a value of the option, which may be missing, says that columns are not compared. */
    public static boolean isNoEvolutionMode(@Nullable String mode) {
        return NO_EVOLUTION_MODE.equalsIgnoreCase(mode);
    }

    /** Whether rows that were read stand for others once this option has another value. */
    public static boolean decideRows(String format, String option) {
        String lower = option.toLowerCase(Locale.ROOT);
        return format.equals(TopicFormat.NAME)
                ? !lower.startsWith("kafka.") && !HOW_TOPICS_ARE_READ.contains(lower)
                : !HOW_FILES_ARE_READ.contains(lower);
    }
}
