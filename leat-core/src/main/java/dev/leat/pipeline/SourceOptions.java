package dev.leat.pipeline;

import java.util.List;
import java.util.Locale;

/** What the options of sources have to do with the rows that are read. */
public final class SourceOptions {
    /** How topics are read, and from which brokers, is no reason to read them again. */
    private static final List<String> HOW_TOPICS_ARE_READ =
            List.of("maxoffsetspertrigger", "failondataloss", "startingoffsets");

    /** How much of files a commit reads, neither. */
    private static final List<String> HOW_FILES_ARE_READ = List.of("maxfilespertrigger", "maxbytespertrigger");

    private SourceOptions() {}

    /** Whether rows that were read stand for others once this option has another value. */
    public static boolean decideRows(String format, String option) {
        String lower = option.toLowerCase(Locale.ROOT);
        return format.equals(TopicFormat.NAME)
                ? !lower.startsWith("kafka.") && !HOW_TOPICS_ARE_READ.contains(lower)
                : !HOW_FILES_ARE_READ.contains(lower);
    }
}
