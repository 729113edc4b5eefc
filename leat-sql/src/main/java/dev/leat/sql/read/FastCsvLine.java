package dev.leat.sql.read;

import dev.leat.spi.OutputColumn;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.types.StructType;

/**
 * CSV lines without quotes and escapes, with exactly the declared number of fields; a field is empty, which is NULL, or
 * in a plain form of its type.
 */
final class FastCsvLine implements FastLine {
    private static final byte PLAIN = 0;
    private static final byte SEPARATOR = 1;
    private static final byte BEYOND_ASCII = 2;
    private static final byte SPECIAL = 3;

    /** What each byte is. */
    private final byte[] classes = new byte[256];

    private final byte separator;
    /** For each field of a line, the ordinal among the required columns, or −1. */
    private final int[] ordinals;

    private final FastFields fields;
    private boolean beyondAscii;

    private FastCsvLine(CSVOptions options, int[] ordinals, FastFields fields) {
        this.separator = (byte) options.delimiter().charAt(0);
        this.ordinals = ordinals;
        this.fields = fields;
        Arrays.fill(classes, 128, 256, BEYOND_ASCII);
        classes[separator] = SEPARATOR;
        for (char special : new char[] {options.quote(), options.escape(), '\0', '\n', '\r'}) {
            classes[special] = SPECIAL;
        }
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
        beyondAscii = false;
        int at = start;
        for (int i = 0; i < ordinals.length; i++) {
            if (i > 0) {
                if (at >= end || bytes[at] != separator) {
                    return false;
                }
                at++;
            }
            at = takeField(ordinals[i], bytes, at, end);
            if (at < 0) {
                return false;
            }
        }
        return at == end && (!beyondAscii || FastFields.isValidUtf8(bytes, start, end));
    }

    /** Takes the field that begins here; where it ends, or −1 if it is not plain. */
    private int takeField(int ordinal, byte[] bytes, int from, int end) {
        if (ordinal >= 0 && fields.isInteger(ordinal)) {
            boolean isEmpty = from == end || bytes[from] == separator;
            return isEmpty ? from : fields.takeDigits(ordinal, from, end);
        }
        int to = from;
        for (; to < end; to++) {
            byte found = classes[bytes[to] & 0xff];
            if (found == SEPARATOR) {
                break;
            }
            if (found == SPECIAL) {
                return -1;
            }
            beyondAscii |= found == BEYOND_ASCII;
        }
        return ordinal < 0 || from == to || fields.take(ordinal, from, to) ? to : -1;
    }

    @Override
    public void write(int ordinal, OutputColumn column, int row) {
        fields.write(ordinal, column, row);
    }
}
