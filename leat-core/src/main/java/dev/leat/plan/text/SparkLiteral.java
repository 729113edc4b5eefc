package dev.leat.plan.text;

import dev.leat.plan.Expression.Literal;
import dev.leat.type.DataType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.IntervalUnit;
import dev.leat.type.DataType.Simple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Constants as Spark SQL that Spark's parser reads back to the same value and type.
 *
 * <p>Most become a literal. NULL, NaN, the infinities, a decimal of a type other than its digits', and the calendar
 * interval have no literal and become a cast of one.
 */
final class SparkLiteral {
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
    private static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
    private static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;
    private static final BigDecimal FLOAT_LARGEST = new BigDecimal(Float.MAX_VALUE);
    private static final BigDecimal DOUBLE_LARGEST = new BigDecimal(Double.MAX_VALUE);

    private SparkLiteral() {}

    static String of(Literal literal) {
        if (literal.type() == Simple.VOID) {
            return "NULL";
        }
        return literal.text()
                .map(text -> of(text, literal.type()))
                .orElseGet(() -> "CAST(NULL AS " + literal.type().sql() + ")");
    }

    private static String of(String text, DataType type) {
        if (type instanceof DecimalType decimal) {
            return decimal(new BigDecimal(text), decimal);
        }
        if (type instanceof IntervalType interval) {
            return interval.countsMonths()
                    ? months(Integer.parseInt(text), interval)
                    : micros(Long.parseLong(text), interval);
        }
        if (type.isText()) {
            return string(text);
        }
        return simple(text, (Simple) type);
    }

    private static String simple(String text, Simple type) {
        return switch (type) {
            case VOID -> "NULL";
            case BOOLEAN -> text;
            case TINYINT -> text + "Y";
            case SMALLINT -> text + "S";
            case INT -> text;
            case BIGINT -> text + "L";
            case FLOAT -> floating(text, "F", FLOAT_LARGEST);
            case DOUBLE -> floating(text, "D", DOUBLE_LARGEST);
            case STRING -> string(text);
            case BINARY -> "X'" + text.toUpperCase(Locale.ROOT) + "'";
            case DATE -> "DATE '" + date(Long.parseLong(text)) + "'";
            case TIMESTAMP -> "TIMESTAMP_LTZ '" + timestamp(Long.parseLong(text)) + "Z'";
            case TIMESTAMP_NTZ -> "TIMESTAMP_NTZ '" + timestamp(Long.parseLong(text)) + "'";
            case INTERVAL -> calendarInterval(text);
        };
    }

    /** Spark compares a literal's decimal value with the largest float's, which its shortest text exceeds. */
    private static String floating(String text, String suffix, BigDecimal largest) {
        if (text.equals("NaN") || text.endsWith("Infinity")) {
            return "CAST('" + text + "' AS " + (suffix.equals("F") ? "FLOAT" : "DOUBLE") + ")";
        }
        boolean tooLarge = new BigDecimal(text).abs().compareTo(largest) > 0;
        String digits = tooLarge ? (text.startsWith("-") ? "-" : "") + largest.toPlainString() : text;
        return digits + suffix;
    }

    private static String decimal(BigDecimal value, DecimalType type) {
        BigDecimal scaled = value.setScale(type.scale());
        String text = scaled.toPlainString() + "BD";
        int precision = Math.max(scaled.precision(), type.scale());
        return precision == type.precision() ? text : "CAST(" + text + " AS " + type.sql() + ")";
    }

    /** A string literal; nothing in it can be taken for an escape or a {@code ${variable}}. */
    static String string(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('\'');
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            switch (character) {
                case '\'' -> quoted.append("\\'");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '$' -> quoted.append(text.startsWith("{", index + 1) ? "\\u0024" : "$");
                default ->
                    quoted.append(
                            Character.isISOControl(character) || character == '\uFEFF'
                                    ? unicode(character)
                                    : character);
            }
        }
        return quoted.append('\'').toString();
    }

    private static String unicode(char character) {
        return String.format(Locale.ROOT, "\\u%04x", (int) character);
    }

    private static String date(long days) {
        LocalDate date = LocalDate.ofEpochDay(days);
        int year = date.getYear();
        return String.format(
                Locale.ROOT,
                "%s%04d-%02d-%02d",
                year < 0 ? "-" : "",
                Math.abs(year),
                date.getMonthValue(),
                date.getDayOfMonth());
    }

    private static String timestamp(long micros) {
        long ofDay = Math.floorMod(micros, MICROS_PER_DAY);
        return date(Math.floorDiv(micros, MICROS_PER_DAY)) + "T" + clock(ofDay);
    }

    private static String clock(long ofDay) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%s",
                ofDay / MICROS_PER_HOUR,
                ofDay % MICROS_PER_HOUR / MICROS_PER_MINUTE,
                seconds(ofDay % MICROS_PER_MINUTE));
    }

    private static String seconds(long micros) {
        long whole = micros / MICROS_PER_SECOND;
        long fraction = micros % MICROS_PER_SECOND;
        return fraction == 0
                ? String.format(Locale.ROOT, "%02d", whole)
                : String.format(Locale.ROOT, "%02d.%06d", whole, fraction);
    }

    private static String months(int months, IntervalType type) {
        long absolute = Math.abs((long) months);
        String sign = months < 0 ? "-" : "";
        String digits;
        if (type.first() == IntervalUnit.MONTH) {
            digits = String.valueOf(absolute);
        } else if (type.last() == IntervalUnit.YEAR) {
            digits = String.valueOf(absolute / 12);
        } else {
            digits = absolute / 12 + "-" + absolute % 12;
        }
        return "INTERVAL '" + sign + digits + "' " + units(type);
    }

    /** The leading unit takes all that is larger; BigInteger because the smallest long has no absolute value. */
    private static String micros(long micros, IntervalType type) {
        BigInteger rest = BigInteger.valueOf(micros).abs();
        StringBuilder digits = new StringBuilder(micros < 0 ? "-" : "");
        for (IntervalUnit unit : IntervalUnit.values()) {
            if (unit.compareTo(type.first()) < 0 || unit.compareTo(type.last()) > 0) {
                continue;
            }
            boolean leading = unit == type.first();
            BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(microsOf(unit)));
            if (!leading) {
                digits.append(unit == IntervalUnit.HOUR ? ' ' : ':');
            }
            String whole =
                    leading ? parts[0].toString() : String.format(Locale.ROOT, "%02d", parts[0].longValueExact());
            digits.append(whole);
            if (unit == IntervalUnit.SECOND && parts[1].signum() != 0) {
                digits.append(String.format(Locale.ROOT, ".%06d", parts[1].longValueExact()));
            }
            rest = parts[1];
        }
        return "INTERVAL '" + digits + "' " + units(type);
    }

    private static long microsOf(IntervalUnit unit) {
        return switch (unit) {
            case YEAR, MONTH -> throw new IllegalArgumentException(unit + " has no fixed length");
            case DAY -> MICROS_PER_DAY;
            case HOUR -> MICROS_PER_HOUR;
            case MINUTE -> MICROS_PER_MINUTE;
            case SECOND -> MICROS_PER_SECOND;
        };
    }

    private static String units(IntervalType type) {
        return type.first() == type.last() ? type.first().name() : type.first() + " TO " + type.last();
    }

    private static String calendarInterval(String text) {
        String[] parts = text.split(",");
        BigDecimal seconds = new BigDecimal(parts[2]).movePointLeft(6);
        return "CAST('" + parts[0] + " months " + parts[1] + " days " + seconds.toPlainString()
                + " seconds' AS INTERVAL)";
    }
}
