package dev.leat.spi;

import dev.leat.pipeline.SourceDefinition;
import java.util.List;

/** Parses records that do not come in files, in formats that files have; safe for use by several threads. */
public interface RecordParsers {
    /** The options that records of a format have, as Spark writes them; none if there are no such records. */
    List<String> options(String format);

    /**
     * Checks a format, its options and the columns that are declared.
     *
     * @param records without paths; the options are only those of the format
     * @throws dev.leat.error.LeatException with all that is wrong
     */
    RecordFormat open(SourceDefinition records);
}
