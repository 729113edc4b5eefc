package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.execution.datasources.text.TextOptions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** Text: one STRING column. */
final class TextFormat implements FormatReader {
    private final TextOptions options;
    private final Optional<byte[]> separator;

    TextFormat(ReadOptions options) {
        this.options = new TextOptions(options.toSpark());
        Option<byte[]> given = this.options.lineSeparatorInRead();
        separator = given.isDefined() ? Optional.of(given.get()) : Optional.empty();
    }

    @Override
    public Optional<StructType> infer(List<DataFile> files) {
        return Optional.of(new StructType().add("value", DataTypes.StringType));
    }

    @Override
    public void check(StructType dataSchema) {
        if (dataSchema.length() != 1) {
            throw new LeatException(
                    ErrorCode.ANALYSIS,
                    "A text source has a single column besides partition columns, but " + dataSchema.length()
                            + " are declared");
        }
        if (!(dataSchema.fields()[0].dataType() instanceof StringType)) {
            throw CsvFormat.unsupportedType("Text", dataSchema.fields()[0]);
        }
    }

    @Override
    public void checkRequired(StructType required) {}

    @Override
    public boolean splitsFiles() {
        return !options.wholeText() && (separator.isEmpty() || separator.get().length == 1);
    }

    @Override
    public boolean readsLines() {
        return !options.wholeText() && separator.isEmpty();
    }

    @Override
    public RowCursor open(SplitContext split) throws IOException {
        return options.wholeText() ? TextCursor.ofFile(split) : TextCursor.ofLines(split, separator);
    }
}
