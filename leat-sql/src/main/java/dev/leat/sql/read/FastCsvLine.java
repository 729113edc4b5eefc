package dev.leat.sql.read;

import dev.leat.spi.OutputColumn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.types.StructType;

/**
 * CSV lines without quotes and escapes, with exactly the declared number of fields; a field is empty, which is NULL, or
 * in a plain form of its type.
 */
final class FastCsvLine implements FastLine {
    private final byte separator;
    private final byte quote;
    private final byte escape;
    /** For each field of a line, the ordinal among the required columns, or −1. */
    private final int[] ordinals;

    private final FastFields fields;

    private FastCsvLine(CSVOptions options, int[] ordinals, FastFields fields) {
        this.separator = (byte) options.delimiter().charAt(0);
        this.quote = (byte) options.quote();
        this.escape = (byte) options.escape();
        this.ordinals = ordinals;
        this.fields = fields;
    }

    /** The fast way, where the options leave the plain forms their usual meaning. */
    static Optional<FastLine> of(StructType data, StructType required, CSVOptions options) {
        boolean plain = options.delimiter().length() == 1
                && isAscii(options.delimiter().charAt(0))
                && isAscii(options.quote())
                && isAscii(options.escape())
                && options.nullValue().isEmpty()
                && FastFields.isPlainDate(options.dateFormatInRead())
                && options.timestampFormatInRead().isEmpty()
                && options.timestampNTZFormatInRead().isEmpty()
                && !options.ignoreLeadingWhiteSpaceInRead()
                && !options.ignoreTrailingWhiteSpaceInRead()
                && options.maxCharsPerColumn() < 0
                && data.length() <= options.maxColumns()
                && options.charset().equalsIgnoreCase(StandardCharsets.UTF_8.name())
                && data.getFieldIndex(options.columnNameOfCorruptRecord()).isEmpty()
                && (options.isColumnPruningEnabled(required) || required.length() == data.length())
                && required.length() > 0;
        if (!plain) {
            return Optional.empty();
        }
        List<String> names = FastFields.names(required);
        int[] ordinals = new int[data.length()];
        for (int i = 0; i < ordinals.length; i++) {
            ordinals[i] = names.indexOf(data.fields()[i].name());
        }
        return FastFields.of(required, options.zoneId()).map(fields -> new FastCsvLine(options, ordinals, fields));
    }

    private static boolean isAscii(char c) {
        return c > 0 && c < 0x80;
    }

    @Override
    public boolean take(byte[] bytes, int start, int end) {
        fields.begin(bytes);
        int index = 0;
        int from = start;
        boolean beyondAscii = false;
        for (int i = start; i <= end; i++) {
            if (i == end || bytes[i] == separator) {
                if (index == ordinals.length || !takeField(ordinals[index], from, i)) {
                    return false;
                }
                index++;
                from = i + 1;
                continue;
            }
            byte b = bytes[i];
            if (b == quote || b == escape || b == 0 || b == '\n' || b == '\r') {
                return false;
            }
            beyondAscii |= b < 0;
        }
        return index == ordinals.length && (!beyondAscii || FastFields.isValidUtf8(bytes, start, end));
    }

    private boolean takeField(int ordinal, int from, int to) {
        return ordinal < 0 || from == to || fields.take(ordinal, from, to);
    }

    @Override
    public void write(int ordinal, OutputColumn column, int row) {
        fields.write(ordinal, column, row);
    }
}
