package dev.leat.spark.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.RecordFormat;
import dev.leat.spi.RecordParsers;
import java.util.List;

/** Of records on Spark the driver only asks where they are; executors parse them. */
final class UnparsedRecords implements RecordParsers {
    @Override
    public List<String> options(String format) {
        return List.of();
    }

    @Override
    public RecordFormat open(SourceDefinition records) {
        throw new LeatException(ErrorCode.INTERNAL, "The driver does not parse records of " + records.format());
    }
}
