package dev.leat.spark.read;

import dev.leat.incremental.Reader;
import dev.leat.reading.ReadingEnd;
import dev.leat.spi.Position;
import dev.leat.spi.PositionRange;
import dev.leat.spi.SourceProgress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** An opened source, with what it held when it was opened, as far as it is to be read. For one thread. */
public interface SparkSource {
    /** The column with the text of a malformed record. */
    String CONTENT = "content";

    /** A column that has to be computed with it. */
    String MISSING = "missing";

    /** The same as far as a commit reads it. */
    SparkSource until(ReadingEnd end);

    /** The same, of whose parts a commit reads all that they have more or nothing, where only whole ones tell the facts about them. */
    default SparkSource undivided() {
        return this;
    }

    /** The same for those who ask for {@link dev.leat.spi.SourceScan#METADATA_COLUMN}. */
    SparkSource withFacts();

    /**
     * What there is more, and less, than one of its readers has read.
     *
     * @param before what that was, by the name of the part
     * @throws dev.leat.error.LeatException if the reader cannot go on with it
     */
    SourceDelta change(Map<String, Position> before, Reader reader);

    /** All that is to be read, by the name of the part. */
    Map<String, PositionRange> all();

    /** How far all is read then. */
    Map<String, Position> positions();

    /** What tells its content from another, as far as it can be read. */
    String ends(ReadingEnd end);

    /** About how many bytes it has. */
    long bytes();

    /** What is left to later commits, where the source is read as a stream whose reading is bounded. */
    default Optional<SourceProgress> progress() {
        return Optional.empty();
    }

    /** The names of the parts that have records which are left to later commits. */
    default Set<String> left() {
        return Set.of();
    }

    /**
     * The rows of some ranges.
     *
     * @param chosen by the name of the part
     * @param columns names of the source's columns, or of those that scans may have beside them
     */
    Dataset<Row> read(Map<String, PositionRange> chosen, List<String> columns);

    /**
     * What became of the records of some ranges.
     *
     * @param asked the columns that are read of them
     */
    Records count(Map<String, PositionRange> chosen, Set<String> asked);

    /** Whether rows of malformed records are kept with NULLs. */
    boolean keepsMalformed();

    /**
     * Records of a source.
     *
     * @param read how many there are
     * @param malformed how many of them do not fit the columns
     * @param content of the malformed, in the column {@link #CONTENT}, and {@link #MISSING}; absent if there are none
     */
    record Records(long read, long malformed, Optional<Dataset<Row>> content) {}
}
