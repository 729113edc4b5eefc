package dev.leat.sql.read;

import dev.leat.spi.OutputColumn;
import dev.leat.type.Field;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON objects of scalars on one line: names and texts without escapes, numbers in plain forms, each name once. Values of
 * other names may be scalars only.
 */
final class FastJsonLine implements FastLine {
    private static final int NO_NAME = -2;

    /** More members in the order of a record are not remembered. */
    private static final int LEARNED_MAX = 256;

    /** What a byte of a string is: it goes on, ends, needs Spark's parser, or is not ASCII. */
    private static final byte[] CLASSES = new byte[256];

    private static final byte END = 1;
    private static final byte SPECIAL = 2;
    private static final byte BEYOND_ASCII = 3;

    static {
        Arrays.fill(CLASSES, 0, ' ', SPECIAL);
        Arrays.fill(CLASSES, 128, 256, BEYOND_ASCII);
        CLASSES['"'] = END;
        CLASSES['\\'] = SPECIAL;
    }

    private final byte[][] names;
    private final FastFields fields;
    /** The names of the last records' members in their order, with quotes, and the fields they are. */
    private final byte[][] learnedNames = new byte[LEARNED_MAX][];

    private final int[] learnedFields = new int[LEARNED_MAX];
    private byte[] text = new byte[0];
    private int position;
    private int end;
    private int tokenStart;
    private int tokenEnd;
    private boolean beyondAscii;

    private FastJsonLine(List<Field> required, FastFields fields) {
        this.names = new byte[required.size()][];
        for (int i = 0; i < names.length; i++) {
            names[i] = required.get(i).name().getBytes(StandardCharsets.UTF_8);
        }
        this.fields = fields;
    }

    /**
     * The fast way.
     *
     * @param required the members to be taken, at least one
     * @param zone of instants that do not say one
     */
    static Optional<FastLine> of(List<Field> required, ZoneId zone) {
        boolean distinct = required.stream().map(Field::name).distinct().count() == required.size();
        return distinct
                ? FastFields.of(required, zone).map(fields -> new FastJsonLine(required, fields))
                : Optional.empty();
    }

    @Override
    public boolean take(byte[] bytes, int start, int lineEnd) {
        text = bytes;
        position = start;
        end = lineEnd;
        beyondAscii = false;
        fields.begin(bytes);
        if (!is('{')) {
            return false;
        }
        skipBlanks();
        if (is('}')) {
            return isAtEnd();
        }
        for (int index = 0; true; index++) {
            if (!member(index)) {
                return false;
            }
            skipBlanks();
            if (is('}')) {
                return isAtEnd() && (!beyondAscii || FastFields.isValidUtf8(bytes, start, lineEnd));
            }
            if (!is(',')) {
                return false;
            }
            skipBlanks();
        }
    }

    private boolean isAtEnd() {
        skipBlanks();
        return position == end;
    }

    private boolean is(char c) {
        if (position < end && text[position] == c) {
            position++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (position < end && text[position] == ' ') {
            position++;
        }
    }

    private boolean member(int index) {
        int field = field(index);
        if (field == NO_NAME) {
            return false;
        }
        skipBlanks();
        if (!is(':')) {
            return false;
        }
        skipBlanks();
        if (field >= 0 && fields.isSet(field)) {
            return false;
        }
        return value(field);
    }

    /** Reads the name of a member: the field it is, −1 for a name that is not wanted, or {@link #NO_NAME}. */
    private int field(int index) {
        if (index < LEARNED_MAX && startsWith(learnedNames[index])) {
            position += learnedNames[index].length;
            return learnedFields[index];
        }
        int start = position;
        if (!string()) {
            return NO_NAME;
        }
        int field = find(tokenStart, tokenEnd);
        // A name of other characters has to pass the check of its bytes each time.
        if (index < LEARNED_MAX && !beyondAscii) {
            learnedNames[index] = Arrays.copyOfRange(text, start, position);
            learnedFields[index] = field;
        }
        return field;
    }

    private boolean startsWith(byte @Nullable [] name) {
        return name != null
                && end - position >= name.length
                && Arrays.equals(text, position, position + name.length, name, 0, name.length);
    }

    private boolean value(int field) {
        if (position == end) {
            return false;
        }
        byte first = text[position];
        if (first == '"') {
            return string() && (field < 0 || fields.isTextual(field) && takeText(field));
        }
        if (field >= 0 && fields.isInteger(field) && (first == '-' || first >= '0' && first <= '9')) {
            return integer(field);
        }
        if (first == '-' || first >= '0' && first <= '9') {
            return number() && (field < 0 || fields.isNumeric(field) && fields.take(field, tokenStart, tokenEnd));
        }
        if (word("null")) {
            return field < 0 || fields.takeNull(field);
        }
        return (word("true") || word("false"))
                && (field < 0 || fields.isBoolean(field) && fields.take(field, tokenStart, tokenEnd));
    }

    private boolean integer(int field) {
        int digits = text[position] == '-' ? position + 1 : position;
        int stop = fields.takeDigits(field, position, end);
        if (stop < 0 || stop == end || stop - digits > 1 && text[digits] == '0') {
            return false;
        }
        position = stop;
        return true;
    }

    private boolean takeText(int field) {
        // An empty text is NULL or an error for other types, by a setting.
        return (fields.isString(field) || tokenEnd > tokenStart) && fields.take(field, tokenStart, tokenEnd);
    }

    private boolean word(String word) {
        if (end - position < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (text[position + i] != word.charAt(i)) {
                return false;
            }
        }
        tokenStart = position;
        position += word.length();
        tokenEnd = position;
        return true;
    }

    /** A string without escapes and control characters; the token is what is between the quotes. */
    private boolean string() {
        if (!is('"')) {
            return false;
        }
        tokenStart = position;
        for (; position < end; position++) {
            byte found = CLASSES[text[position] & 0xff];
            if (found == END) {
                tokenEnd = position++;
                return true;
            }
            if (found == SPECIAL) {
                return false;
            }
            beyondAscii |= found == BEYOND_ASCII;
        }
        return false;
    }

    /** A number as JSON has it, without exponent. */
    private boolean number() {
        tokenStart = position;
        is('-');
        int digits = digits();
        if (digits == 0 || digits > 1 && text[position - digits] == '0') {
            return false;
        }
        if (is('.') && digits() == 0) {
            return false;
        }
        tokenEnd = position;
        return position < end && text[position] != 'e' && text[position] != 'E';
    }

    private int digits() {
        int from = position;
        while (position < end && text[position] >= '0' && text[position] <= '9') {
            position++;
        }
        return position - from;
    }

    private int find(int start, int stop) {
        for (int i = 0; i < names.length; i++) {
            if (Arrays.equals(names[i], 0, names[i].length, text, start, stop)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void write(int ordinal, OutputColumn column, int row) {
        fields.write(ordinal, column, row);
    }
}
