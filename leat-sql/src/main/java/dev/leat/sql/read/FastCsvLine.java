package dev.leat.sql.read;

import dev.leat.error.Checks;
import dev.leat.spi.OutputColumn;
import dev.leat.type.Field;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * CSV lines without quotes and escapes, with exactly the declared number of fields; a field is empty, which is NULL, or
 * in a plain form of its type.
 */
final class FastCsvLine implements FastLine {
    private static final byte SEPARATOR = 1;
    private static final byte BEYOND_ASCII = 2;
    private static final byte SPECIAL = 3;

    /** What each byte is; zero for all others. */
    private final byte[] classes = new byte[256];

    private final byte separator;
    /** For each field of a line, the ordinal among the required columns, or −1. */
    private final int[] ordinals;

    private final FastFields fields;
    private boolean beyondAscii;

    private FastCsvLine(Marks marks, int[] ordinals, FastFields fields) {
        this.separator = (byte) marks.separator();
        this.ordinals = ordinals;
        this.fields = fields;
        Arrays.fill(classes, 128, 256, BEYOND_ASCII);
        classes[separator] = SEPARATOR;
        for (char special : new char[] {marks.quote(), marks.escape(), '\0', '\n', '\r'}) {
            classes[special] = SPECIAL;
        }
    }

    /** The characters that mean something; each is ASCII. */
    record Marks(char separator, char quote, char escape) {
        /** Spark's own. */
        static final Marks DEFAULT = new Marks(',', '"', '\\');

        Marks {
            Checks.verify(isAscii(separator) && isAscii(quote) && isAscii(escape), "marks are ASCII");
        }

        static boolean isAscii(char c) {
            return c > 0 && c < 0x80;
        }
    }

    /**
     * The fast way.
     *
     * @param data the columns of a line
     * @param required those to be taken, at least one
     * @param zone of instants that do not say one
     */
    static Optional<FastLine> of(List<Field> data, List<Field> required, Marks marks, ZoneId zone) {
        List<String> names = required.stream().map(Field::name).toList();
        int[] ordinals =
                data.stream().mapToInt(field -> names.indexOf(field.name())).toArray();
        return FastFields.of(required, zone).map(fields -> new FastCsvLine(marks, ordinals, fields));
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
