package dev.leat.sql.read;

import dev.leat.spi.OutputColumn;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import scala.Option;

/**
 * The values of one record, taken from text in the plain forms in which every reader agrees: digits, ISO dates, strings
 * without escapes. Anything else is refused, and the record goes to Spark's parser. Values are kept until the whole
 * record is known to be plain.
 */
final class FastFields {
    private static final int INT_DIGITS_MAX = 9;
    private static final int LONG_DIGITS_MAX = 18;
    /** Up to here a decimal number is the exact quotient of two doubles, so that one rounding gives the nearest. */
    private static final int DOUBLE_DIGITS_MAX = 15;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final double[] POWERS = new double[DOUBLE_DIGITS_MAX + 1];
    private static final long SECONDS_A_DAY = 86_400;
    private static final String PLAIN_DATE = "yyyy-MM-dd";

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private enum Kind {
        STRING,
        INT,
        LONG,
        DOUBLE,
        DECIMAL,
        BOOLEAN,
        DATE,
        /** An instant; without a zone in the text it is one of UTC. */
        TIMESTAMP,
        /** An instant that must name UTC as its zone. */
        TIMESTAMP_WITH_ZONE,
        /** Without a zone. */
        TIMESTAMP_NTZ
    }

    private final Kind[] kinds;
    private final int[] scales;
    private final int[] precisions;
    /** The record in which a field was last taken, and last named; a new record has a new number, so nothing is cleared. */
    private final int[] takenIn;

    private final int[] namedIn;
    private int record;
    private final long[] numbers;
    private final int[] starts;
    private final int[] lengths;
    private byte[] text = new byte[0];
    /** Records of a file often have the day of the one before. */
    private long lastDayText = -1;

    private int lastDayEnd = -1;
    private long lastDay;

    private FastFields(List<Field> required, Kind[] kinds) {
        int count = kinds.length;
        this.kinds = kinds;
        scales = new int[count];
        precisions = new int[count];
        for (int i = 0; i < count; i++) {
            if (required.get(i).type() instanceof DataType.DecimalType decimal) {
                scales[i] = decimal.scale();
                precisions[i] = decimal.precision();
            }
        }
        takenIn = new int[count];
        namedIn = new int[count];
        numbers = new long[count];
        starts = new int[count];
        lengths = new int[count];
    }

    /**
     * Values of the required columns.
     *
     * @param zone of an instant that does not say one
     * @return empty if a column has a type that is not read this way
     */
    static Optional<FastFields> of(List<Field> required, ZoneId zone) {
        boolean timesAreUtc = zone.normalized().equals(ZoneOffset.UTC);
        Kind[] kinds = new Kind[required.size()];
        for (int i = 0; i < kinds.length; i++) {
            Optional<Kind> kind = kind(required.get(i).type(), timesAreUtc);
            if (kind.isEmpty()) {
                return Optional.empty();
            }
            kinds[i] = kind.get();
        }
        return Optional.of(new FastFields(required, kinds));
    }

    private static Optional<Kind> kind(DataType type, boolean timesAreUtc) {
        if (type.isText()) {
            return Optional.of(Kind.STRING);
        }
        if (type instanceof DataType.DecimalType decimal) {
            return decimal.precision() <= LONG_DIGITS_MAX ? Optional.of(Kind.DECIMAL) : Optional.empty();
        }
        if (!(type instanceof DataType.Simple simple)) {
            return Optional.empty();
        }
        return switch (simple) {
            case INT -> Optional.of(Kind.INT);
            case BIGINT -> Optional.of(Kind.LONG);
            case DOUBLE -> Optional.of(Kind.DOUBLE);
            case BOOLEAN -> Optional.of(Kind.BOOLEAN);
            case DATE -> Optional.of(Kind.DATE);
            case TIMESTAMP -> Optional.of(timesAreUtc ? Kind.TIMESTAMP : Kind.TIMESTAMP_WITH_ZONE);
            case TIMESTAMP_NTZ -> Optional.of(Kind.TIMESTAMP_NTZ);
            case VOID, TINYINT, SMALLINT, FLOAT, STRING, BINARY, INTERVAL -> Optional.empty();
        };
    }

    /** Whether a pattern gives the day of a date in its plain form; Spark's default names the form itself. */
    static boolean isPlainDate(Option<String> pattern) {
        return pattern.isEmpty() || pattern.get().equals(PLAIN_DATE);
    }

    /** Begins a record in an array that stays as it is until {@link #write}. */
    void begin(byte[] bytes) {
        text = bytes;
        record++;
    }

    /** Whether the record has named the field already. */
    boolean isSet(int field) {
        return namedIn[field] == record;
    }

    /** Takes NULL. */
    boolean takeNull(int field) {
        namedIn[field] = record;
        return true;
    }

    /** Whether the column is a string, which JSON takes from string tokens only. */
    boolean isString(int field) {
        return kinds[field] == Kind.STRING;
    }

    /** Whether the column is read from the text of a string token: a string, date or time. */
    boolean isTextual(int field) {
        return switch (kinds[field]) {
            case STRING, DATE, TIMESTAMP, TIMESTAMP_WITH_ZONE, TIMESTAMP_NTZ -> true;
            case INT, LONG, DOUBLE, DECIMAL, BOOLEAN -> false;
        };
    }

    /** Whether the column is read from a number token. */
    boolean isNumeric(int field) {
        return switch (kinds[field]) {
            case INT, LONG, DOUBLE -> true;
            case STRING, DECIMAL, BOOLEAN, DATE, TIMESTAMP, TIMESTAMP_WITH_ZONE, TIMESTAMP_NTZ -> false;
        };
    }

    boolean isBoolean(int field) {
        return kinds[field] == Kind.BOOLEAN;
    }

    /** Takes the value of a field; false if it is not in a plain form. */
    boolean take(int field, int start, int end) {
        takenIn[field] = record;
        namedIn[field] = record;
        return switch (kinds[field]) {
            case STRING -> takeString(field, start, end);
            case INT -> takeInteger(field, start, end, INT_DIGITS_MAX);
            case LONG -> takeInteger(field, start, end, LONG_DIGITS_MAX);
            case DOUBLE -> takeDouble(field, start, end);
            case DECIMAL -> takeDecimal(field, start, end);
            case BOOLEAN -> takeBoolean(field, start, end);
            case DATE -> end - start == 10 && takeDate(field, start);
            case TIMESTAMP -> takeTimestamp(field, start, namesUtc(start, end) ? end - 1 : end);
            case TIMESTAMP_WITH_ZONE -> namesUtc(start, end) && takeTimestamp(field, start, end - 1);
            case TIMESTAMP_NTZ -> takeTimestamp(field, start, end);
        };
    }

    private boolean takeString(int field, int start, int end) {
        starts[field] = start;
        lengths[field] = end - start;
        return true;
    }

    /** Whether the value is digits, so that {@link #takeDigits} finds its end. */
    boolean isInteger(int field) {
        return kinds[field] == Kind.INT || kinds[field] == Kind.LONG;
    }

    /** Takes an integer that ends before the first byte that is no digit; where that is, or −1 if it is not plain. */
    int takeDigits(int field, int start, int end) {
        int from = start < end && text[start] == '-' ? start + 1 : start;
        int digitsMax = kinds[field] == Kind.INT ? INT_DIGITS_MAX : LONG_DIGITS_MAX;
        long value = 0;
        int i = from;
        for (; i < end; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
        }
        // A value of too many digits has overflowed, and is not used.
        if (i == from || i - from > digitsMax) {
            return -1;
        }
        takenIn[field] = record;
        namedIn[field] = record;
        numbers[field] = from == start ? value : -value;
        return i;
    }

    private boolean takeInteger(int field, int start, int end, int digitsMax) {
        int from = start < end && text[start] == '-' ? start + 1 : start;
        int digits = end - from;
        if (digits < 1 || digits > digitsMax) {
            return false;
        }
        long value = 0;
        for (int i = from; i < end; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 + digit;
        }
        numbers[field] = from == start ? value : -value;
        return true;
    }

    /** Digits with at most one point among them; the count of digits behind it goes to {@link #lengths}. */
    private boolean takeFixedPoint(int field, int start, int end, int digitsMax) {
        int from = start < end && text[start] == '-' ? start + 1 : start;
        int point = -1;
        long value = 0;
        for (int i = from; i < end; i++) {
            int digit = text[i] - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
            } else if (text[i] == '.' && point < 0 && i > from && i + 1 < end) {
                point = i;
            } else {
                return false;
            }
            if (i - from > digitsMax) {
                return false;
            }
        }
        int digits = end - from - (point < 0 ? 0 : 1);
        numbers[field] = from == start ? value : -value;
        lengths[field] = point < 0 ? 0 : end - point - 1;
        return digits >= 1 && digits <= digitsMax;
    }

    private boolean takeDouble(int field, int start, int end) {
        if (!takeFixedPoint(field, start, end, DOUBLE_DIGITS_MAX)) {
            return false;
        }
        double value = numbers[field] / POWERS[lengths[field]];
        boolean negativeZero = numbers[field] == 0 && text[start] == '-';
        numbers[field] = Double.doubleToRawLongBits(value);
        // Readers differ on whether that is an integer.
        return !negativeZero;
    }

    private boolean takeDecimal(int field, int start, int end) {
        if (!takeFixedPoint(field, start, end, LONG_DIGITS_MAX) || lengths[field] > scales[field]) {
            return false;
        }
        long unscaled = numbers[field];
        for (int i = lengths[field]; i < scales[field]; i++) {
            if (Math.abs(unscaled) > Long.MAX_VALUE / 10) {
                return false;
            }
            unscaled *= 10;
        }
        numbers[field] = unscaled;
        return BigDecimal.valueOf(unscaled).precision() <= precisions[field];
    }

    private boolean takeBoolean(int field, int start, int end) {
        boolean isTrue = matches(start, end, "true");
        numbers[field] = isTrue ? 1 : 0;
        return isTrue || matches(start, end, "false");
    }

    private boolean matches(int start, int end, String word) {
        if (end - start != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (text[start + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Ten bytes, of which a last one of the same text gives the day. */
    private boolean takeDate(int field, int start) {
        long head = (long) WORDS.get(text, start);
        int tail = (short) SHORTS.get(text, start + Long.BYTES);
        if (head != lastDayText || tail != lastDayEnd) {
            int year = number(start, 4);
            int month = twoDigits(start + 5);
            int day = twoDigits(start + 8);
            boolean valid = text[start + 4] == '-'
                    && text[start + 7] == '-'
                    && year >= 1
                    && month >= 1
                    && month <= 12
                    && day >= 1
                    && day <= 31
                    && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth());
            if (!valid) {
                return false;
            }
            lastDay = LocalDate.of(year, month, day).toEpochDay();
            lastDayText = head;
            lastDayEnd = tail;
        }
        numbers[field] = lastDay;
        return true;
    }

    /** A number of two digits; negative or above 99 if they are none. */
    private int twoDigits(int start) {
        int tens = text[start] - '0';
        int ones = text[start + 1] - '0';
        return (tens | ones) >= 0 && tens <= 9 && ones <= 9 ? tens * 10 + ones : -1;
    }

    private boolean namesUtc(int start, int end) {
        return end > start && text[end - 1] == 'Z';
    }

    /** A date, T or a blank, and a time with up to six digits of a second. */
    private boolean takeTimestamp(int field, int start, int end) {
        if (end - start < 19 || !takeDate(field, start) || (text[start + 10] != 'T' && text[start + 10] != ' ')) {
            return false;
        }
        int hour = twoDigits(start + 11);
        int minute = twoDigits(start + 14);
        int second = twoDigits(start + 17);
        boolean valid = text[start + 13] == ':'
                && text[start + 16] == ':'
                && hour >= 0
                && hour < 24
                && minute >= 0
                && minute < 60
                && second >= 0
                && second < 60;
        if (!valid) {
            return false;
        }
        long micros = 0;
        if (end - start > 19) {
            int digits = end - start - 20;
            int fraction = number(start + 20, digits);
            if (text[start + 19] != '.' || digits < 1 || digits > 6 || fraction < 0) {
                return false;
            }
            micros = fraction;
            for (int i = digits; i < 6; i++) {
                micros *= 10;
            }
        }
        long seconds = numbers[field] * SECONDS_A_DAY + hour * 3600L + minute * 60L + second;
        numbers[field] = seconds * 1_000_000 + micros;
        return true;
    }

    /** A number of so many digits, or −1. */
    private int number(int start, int digits) {
        int value = 0;
        for (int i = start; i < start + digits; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Writes the record; fields that were not taken are NULL. */
    void write(int field, OutputColumn column, int row) {
        if (takenIn[field] != record) {
            column.setNull(row);
            return;
        }
        switch (kinds[field]) {
            case STRING -> column.setBytes(row, text, starts[field], lengths[field]);
            case INT, DATE -> column.setInt(row, (int) numbers[field]);
            case LONG, TIMESTAMP, TIMESTAMP_WITH_ZONE, TIMESTAMP_NTZ -> column.setLong(row, numbers[field]);
            case DOUBLE -> column.setDouble(row, Double.longBitsToDouble(numbers[field]));
            case DECIMAL -> column.setDecimal(row, BigDecimal.valueOf(numbers[field], scales[field]));
            case BOOLEAN -> column.setBoolean(row, numbers[field] != 0);
        }
    }

    /** Whether the bytes are UTF-8 that Java and Spark leave as it is. */
    static boolean isValidUtf8(byte[] bytes, int start, int end) {
        for (int i = start; i < end; ) {
            int first = bytes[i];
            if (first >= 0) {
                i++;
                continue;
            }
            int more = first >= (byte) 0xC2 && first < (byte) 0xE0
                    ? 1
                    : first >= (byte) 0xE1 && first < (byte) 0xED ? 2 : 0;
            // Overlong forms, surrogates and four-byte forms are rare: Spark's parser sees to them.
            if (more == 0 || i + more >= end) {
                return false;
            }
            for (int k = 1; k <= more; k++) {
                if ((bytes[i + k] & 0xC0) != 0x80) {
                    return false;
                }
            }
            i += more + 1;
        }
        return true;
    }
}
