package dev.leat.spi;

import dev.leat.type.Field;
import java.util.List;
import java.util.function.Consumer;

/** How the records of a source are parsed. Thread-safe. */
public interface RecordFormat {
    /** The columns of a record. */
    List<Field> schema();

    /** What parses the columns, in words. */
    String reader(List<String> columns);

    /**
     * Opens a parser.
     *
     * @param part of the source that the records are from
     * @param columns names of {@link #schema()}; only these are parsed
     * @param malformed told of each malformed record, whatever becomes of it, by the thread that parses
     */
    RecordParser open(String part, List<String> columns, Consumer<MalformedRecord> malformed);
}
