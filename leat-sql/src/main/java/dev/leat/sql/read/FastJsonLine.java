package dev.leat.sql.read;

import dev.leat.spi.OutputColumn;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.types.StructType;

/**
 * JSON objects of scalars on one line: names and texts without escapes, numbers in plain forms, each name once. Values of
 * other names may be scalars only.
 */
final class FastJsonLine implements FastLine {
    private final byte[][] names;
    private final FastFields fields;
    private byte[] text = new byte[0];
    private int position;
    private int end;
    private int tokenStart;
    private int tokenEnd;
    /** Where the name of the next member is looked for first: objects of a file have their names in one order. */
    private int expected;

    private FastJsonLine(StructType required, FastFields fields) {
        this.names = new byte[required.length()][];
        for (int i = 0; i < names.length; i++) {
            names[i] = required.fields()[i].name().getBytes(StandardCharsets.UTF_8);
        }
        this.fields = fields;
    }

    /** The fast way, where the options leave the plain forms their usual meaning. */
    static Optional<FastLine> of(StructType required, JSONOptions options) {
        List<String> wanted = FastFields.names(required);
        boolean plain = FastFields.isPlainDate(options.dateFormatInRead())
                && options.timestampFormatInRead().isEmpty()
                && options.timestampNTZFormatInRead().isEmpty()
                && options.encoding().isEmpty()
                && !wanted.contains(options.columnNameOfCorruptRecord())
                && wanted.stream().distinct().count() == wanted.size()
                && !wanted.isEmpty();
        return plain
                ? FastFields.of(required, options.zoneId()).map(fields -> new FastJsonLine(required, fields))
                : Optional.empty();
    }

    @Override
    public boolean take(byte[] bytes, int start, int lineEnd) {
        text = bytes;
        position = start;
        end = lineEnd;
        expected = 0;
        fields.begin(bytes);
        if (!is('{')) {
            return false;
        }
        skipBlanks();
        if (is('}')) {
            return isAtEnd();
        }
        while (true) {
            if (!member()) {
                return false;
            }
            skipBlanks();
            if (is('}')) {
                return isAtEnd() && isUtf8(start, lineEnd);
            }
            if (!is(',')) {
                return false;
            }
            skipBlanks();
        }
    }

    private boolean isUtf8(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] < 0) {
                return FastFields.isValidUtf8(text, from, to);
            }
        }
        return true;
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

    private boolean member() {
        if (!string()) {
            return false;
        }
        int field = find(tokenStart, tokenEnd);
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

    private boolean value(int field) {
        if (position == end) {
            return false;
        }
        byte first = text[position];
        if (first == '"') {
            return string() && (field < 0 || fields.isTextual(field) && takeText(field));
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
        while (position < end) {
            byte b = text[position];
            if (b == '"') {
                tokenEnd = position++;
                return true;
            }
            if (b == '\\' || b >= 0 && b < ' ') {
                return false;
            }
            position++;
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
            int candidate = expected + i < names.length ? expected + i : expected + i - names.length;
            byte[] name = names[candidate];
            if (Arrays.equals(name, 0, name.length, text, start, stop)) {
                expected = candidate + 1 < names.length ? candidate + 1 : 0;
                return candidate;
            }
        }
        return -1;
    }

    @Override
    public void write(int ordinal, OutputColumn column, int row) {
        fields.write(ordinal, column, row);
    }
}
