package dev.leat.sql.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.leat.sql.analysis.SparkTypes;
import dev.leat.type.Field;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.io.Text;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.json.CreateJacksonParser$;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JacksonParser;
import org.apache.spark.sql.catalyst.util.BadRecordException;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Function2;
import scala.collection.Iterable;

/** JSON with a record on each line, parsed by Spark's {@link JacksonParser}. */
final class JsonLineCursor extends ParsedRecords {
    private final SplitContext split;
    private final Lines lines;
    private final Optional<byte[]> separator;
    private final JacksonParser parser;
    private final Function2<JsonFactory, Text, JsonParser> open;
    /** The line, at offset 0: Spark's parser takes texts out of this array by their place in the record. */
    private final Text line = new Text();

    private final Optional<FastLine> fast;

    /** Parses lines that are all records. */
    JsonLineCursor(SplitContext split, JSONOptions options, Lines lines) {
        super(split, options.parseMode(), options.columnNameOfCorruptRecord());
        this.split = split;
        this.lines = lines;
        separator = JsonFormat.separator(options);
        parser = JsonFormat.parser(split, options);
        open = opener(options);
        fast = lines instanceof SingleLine ? Optional.empty() : fastLine(split.required(), options);
    }

    /** Opens the lines of a split. */
    static JsonLineCursor open(SplitContext split, JSONOptions options) throws IOException {
        return new JsonLineCursor(split, options, LineRecords.open(split.place(), JsonFormat.separator(options)));
    }

    /** The fast way, where the options leave the plain forms their usual meaning. */
    static Optional<FastLine> fastLine(StructType required, JSONOptions options) {
        List<Field> fields = SparkTypes.fields(required);
        boolean plain = FastFields.isPlainDate(options.dateFormatInRead())
                && options.timestampFormatInRead().isEmpty()
                && options.timestampNTZFormatInRead().isEmpty()
                && options.encoding().isEmpty()
                && required.getFieldIndex(options.columnNameOfCorruptRecord()).isEmpty()
                && !fields.isEmpty();
        return plain ? FastJsonLine.of(fields, options.zoneId()) : Optional.empty();
    }

    /** Opens a parser on a line just as Spark does, since errors and texts depend on how. */
    static Function2<JsonFactory, Text, JsonParser> opener(JSONOptions options) {
        if (options.encoding().isDefined()) {
            String encoding = options.encoding().get();
            return (factory, text) -> CreateJacksonParser$.MODULE$.text(encoding, factory, text);
        }
        return CreateJacksonParser$.MODULE$::text;
    }

    private static UTF8String literal(Text line) {
        return UTF8String.fromBytes(line.copyBytes());
    }

    @Override
    boolean advance() throws IOException {
        return lines.next();
    }

    @Override
    long framed() {
        return lines.count();
    }

    @Override
    public Optional<FastLine> fastLine() {
        return fast;
    }

    @Override
    boolean takeFast() {
        int start = lines.offset();
        return fast.isPresent() && fast.get().take(lines.bytes(), start, start + lines.length());
    }

    @Override
    Iterable<InternalRow> parse() throws BadRecordException {
        line.set(lines.bytes(), lines.offset(), lines.length());
        return parser.parse(line, open, JsonLineCursor::literal);
    }

    @Override
    public long position() {
        return lines.linePosition();
    }

    @Override
    byte[] raw() {
        return LineRecords.raw(lines);
    }

    @Override
    public String place() throws IOException {
        return LineRecords.place(split.file(), lines.linePosition(), separator);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
