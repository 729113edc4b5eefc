package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.RecordFormat;
import dev.leat.spi.RecordParsers;
import java.util.List;
import java.util.Set;

/** Parses records of JSON with Spark's own parser, as the lines of JSON files are. */
public final class SparkRecordParsers implements RecordParsers {
    private static final String JSON = "json";

    /** What says how records lie in files, or infers columns. */
    private static final Set<String> OF_FILES = Set.of(
            "primitivesAsString",
            "prefersDecimal",
            "inferTimestamp",
            "dropFieldIfAllNull",
            "multiLine",
            "samplingRatio",
            "encoding",
            "charset",
            "lineSep",
            "compression",
            "recursiveFileLookup",
            "pathGlobFilter",
            "modifiedBefore",
            "modifiedAfter",
            "basePath",
            "ignoreInvalidPartitionPaths",
            "ignoreCorruptFiles",
            "ignoreMissingFiles");

    /** Parsers without state of their own. */
    public SparkRecordParsers() {}

    @Override
    public List<String> options(String format) {
        return ReadOptionTable.OPTIONS.stream()
                .filter(option -> format.equals(JSON) && option.formats().contains(JSON))
                .map(ReadOption::name)
                .filter(name -> !OF_FILES.contains(name))
                .toList();
    }

    @Override
    public RecordFormat open(SourceDefinition records) {
        if (!records.format().equals(JSON)) {
            throw new LeatException(
                    ErrorCode.NOT_SUPPORTED,
                    "Records of the format " + records.format() + " are not supported, only those of " + JSON);
        }
        return JsonRecordFormat.open(records);
    }
}
