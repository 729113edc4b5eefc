package dev.leat.conformance.versions;

import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.Literal;
import dev.leat.type.DataType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Constants of each type at which functions may differ, and usual ones, by chance. */
final class EdgeValues implements DataType.Visitor<Expression> {
    private static final int NULL_ONE_IN = 12;
    private static final int ELEMENTS_MAX = 4;
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    private static final List<String> WHOLE =
            List.of("0", "1", "-1", "2", "3", "5", "7", "10", "-10", "12", "31", "100");
    private static final List<String> FLOATING = List.of(
            "0.0",
            "-0.0",
            "1.0",
            "-1.0",
            "0.5",
            "-0.5",
            "1.5",
            "2.5",
            "-2.5",
            "0.1",
            "123456.789",
            "1.0E-7",
            "1.0E7",
            "NaN",
            "Infinity",
            "-Infinity",
            "0.49999999999999994",
            "3.141592653589793",
            "1.0E20",
            "2.147483648E9",
            "-2.1474836489E9",
            "9.223372036854776E18",
            "127.5",
            "16777217.0");

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "A",
            "abc",
            "aBC",
            "Spark SQL",
            " a b  c ",
            "\t\n",
            "\u0000",
            "ß",
            "İ",
            "ΑΣ",
            "e\u0301",
            "日本語",
            "\uD83D\uDE00b",
            "%",
            "_",
            "\\",
            "a%b_c",
            "a.b.c",
            "a,b,,c",
            "[a-z]+",
            "(a",
            "(\\w)(\\d)?",
            "1",
            "-1",
            "+1",
            " 12 ",
            "007",
            "1.5",
            ".5",
            "1e3",
            "NaN",
            "Infinity",
            "0x1A",
            "127",
            "128",
            "2147483648",
            "-9223372036854775808",
            "99999999999999999999",
            "true",
            "t",
            "no",
            "2024-02-29",
            "2023-02-29",
            "0001-01-01",
            "10000-01-01",
            "2024-1-1",
            "2024",
            "2024-02-29 12:34:56",
            "2024-02-29T12:34:56.123456Z",
            "2024-03-31 02:30:00",
            "2024-02-29 12:34:56+01:00",
            "2024-02-29 24:00:00",
            "12:34:56",
            "12/31/2020",
            "yyyy-MM-dd",
            "MM/dd/yyyy HH:mm:ss",
            "EEEE",
            "bbbb",
            "year",
            "MONTH",
            "week",
            "UTC",
            "America/Los_Angeles",
            "Asia/Kathmandu",
            "+05:30",
            "Nowhere/None",
            "http://user@example.org:80/p/a?b=c&d=e#f",
            "QUERY",
            "HOST",
            "{\"a\": 1, \"b\": [1, 2]}",
            "{\"a\": 1",
            "[1, 2]",
            "$.a",
            "$.b[0]",
            "key=value;x=y",
            "a INT, b STRING",
            "1,x",
            "<p><a>1</a><a>2</a></p>",
            "p/a/text()",
            "99.9",
            "$9,999.00",
            "C3 28",
            "616263",
            "YWJj",
            "utf-8",
            "INTERVAL 1 DAY",
            "1 day 2 hours",
            "1-2");

    private static final List<String> BYTES =
            List.of("", "00", "ff", "c328", "616263", "535041524b", "000102030405060708090a0b0c0d0e0f", "c3a9");

    private static final List<String> DAYS = List.of(
            "0001-01-01",
            "0000-12-31",
            "-0001-01-01",
            "9999-12-31",
            "1582-10-04",
            "1582-10-15",
            "1900-02-28",
            "1969-12-31",
            "1970-01-01",
            "1999-12-31",
            "2000-02-29",
            "2020-12-28",
            "2021-01-03",
            "2023-01-31",
            "2024-02-29",
            "2024-03-10",
            "2024-03-31",
            "2024-11-03",
            "2024-12-30",
            "2100-02-28");

    private static final List<String> INSTANTS = List.of(
            "1970-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999999Z",
            "2024-02-29T12:34:56.123456Z",
            "2024-03-10T09:59:59Z",
            "2024-03-10T10:00:00Z",
            "2024-11-03T08:30:00Z",
            "2024-11-03T09:30:00Z",
            "1883-11-18T19:59:59Z",
            "1582-10-04T12:00:00Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999Z",
            "2038-01-19T03:14:08Z",
            "1900-01-01T00:00:00Z",
            "2011-12-30T10:00:00Z");

    private final Random random;

    EdgeValues(Random random) {
        this.random = random;
    }

    /** A constant, at times NULL. */
    Expression value(DataType type) {
        return type == Simple.VOID || random.nextInt(NULL_ONE_IN) == 0 ? Literal.ofNull(type) : type.accept(this);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String whole(int bits) {
        return switch (random.nextInt(4)) {
            case 0 -> String.valueOf(random.nextLong() >> (64 - bits) >> random.nextInt(bits));
            case 1 -> {
                BigInteger limit = BigInteger.ONE.shiftLeft(bits - 1);
                yield pick(List.of(limit.subtract(BigInteger.ONE), limit.negate(), limit.subtract(BigInteger.TWO)))
                        .toString();
            }
            default -> pick(WHOLE);
        };
    }

    @Override
    public Expression visit(Simple type) {
        String text = switch (type) {
            case VOID -> throw new IllegalArgumentException("VOID has no value but NULL");
            case BOOLEAN -> String.valueOf(random.nextBoolean());
            case TINYINT -> whole(Byte.SIZE);
            case SMALLINT -> whole(Short.SIZE);
            case INT -> whole(Integer.SIZE);
            case BIGINT -> whole(Long.SIZE);
            case FLOAT -> Float.toString((float) number());
            case DOUBLE -> Double.toString(number());
            case STRING -> pick(TEXTS);
            case BINARY -> pick(BYTES);
            case DATE -> String.valueOf(day());
            case TIMESTAMP, TIMESTAMP_NTZ -> String.valueOf(instant());
            case INTERVAL ->
                pick(List.of("0,0,0", "1,0,0", "0,1,0", "0,-1,1", "-13,31,-1", "0,0,86400000000", "14,3,5000000"));
        };
        return Literal.of(text, type);
    }

    private double number() {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            case 1 -> random.nextInt(2_000_000) / 100.0 - 10_000;
            case 2 -> pick(List.of(Double.MAX_VALUE, Double.MIN_VALUE, (double) Float.MAX_VALUE, -Double.MAX_VALUE));
            default -> Double.parseDouble(pick(FLOATING));
        };
    }

    private long day() {
        return random.nextInt(4) == 0
                ? random.nextInt(60_000) - 10_000
                : LocalDate.parse(pick(DAYS)).toEpochDay();
    }

    private long instant() {
        if (random.nextInt(3) == 0) {
            return day() * MICROS_PER_DAY + random.nextLong(MICROS_PER_DAY);
        }
        Instant instant = Instant.parse(pick(INSTANTS));
        return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / 1000;
    }

    @Override
    public Expression visit(DecimalType type) {
        BigInteger limit = BigInteger.TEN.pow(type.precision());
        BigInteger one = BigInteger.TEN.pow(type.scale());
        List<BigInteger> values = Stream.concat(
                        LongStream.of(0, 1, 5, 15, 25, 99).mapToObj(BigInteger::valueOf),
                        Stream.of(
                                one,
                                one.multiply(BigInteger.valueOf(5)).divide(BigInteger.TWO),
                                one.multiply(BigInteger.valueOf(128)),
                                one.multiply(BigInteger.valueOf(1L << 31)),
                                one.multiply(BigInteger.valueOf(Long.MAX_VALUE)),
                                limit.subtract(BigInteger.ONE),
                                new BigInteger(130, random)
                                        .mod(BigInteger.TEN.pow(1 + random.nextInt(type.precision())))))
                .filter(value -> value.compareTo(limit) < 0)
                .toList();
        BigInteger value = pick(values);
        BigDecimal decimal = new BigDecimal(random.nextInt(3) == 0 ? value.negate() : value, type.scale());
        return Literal.of(decimal.toPlainString(), type);
    }

    @Override
    public Expression visit(DataType.CharType type) {
        return visit(Simple.STRING);
    }

    @Override
    public Expression visit(DataType.VarcharType type) {
        return visit(Simple.STRING);
    }

    @Override
    public Expression visit(IntervalType type) {
        if (type.countsMonths()) {
            int months = Integer.parseInt(pick(WHOLE));
            return Literal.of(String.valueOf(type.last() == DataType.IntervalUnit.YEAR ? months * 12 : months), type);
        }
        long unit = switch (type.last()) {
            case DAY -> MICROS_PER_DAY;
            case HOUR -> 3_600 * MICROS_PER_SECOND;
            case MINUTE -> 60 * MICROS_PER_SECOND;
            default -> 1;
        };
        long micros = random.nextBoolean()
                ? Long.parseLong(pick(WHOLE)) * MICROS_PER_DAY
                : random.nextLong(-40_000 * MICROS_PER_DAY, 40_000 * MICROS_PER_DAY);
        return Literal.of(String.valueOf(micros / unit * unit), type);
    }

    @Override
    public Expression visit(DataType.ArrayType type) {
        List<Expression> elements = new ArrayList<>();
        int count = random.nextInt(ELEMENTS_MAX + 1);
        for (int index = 0; index < count; index++) {
            elements.add(type.containsNull() ? value(type.element()) : present(type.element()));
        }
        return elements.isEmpty()
                ? cast(new Call("array", List.of(), type, false), type)
                : new Call("array", elements, type, false);
    }

    private Expression present(DataType type) {
        return type == Simple.VOID ? Literal.ofNull(type) : type.accept(this);
    }

    private static Expression cast(Expression value, DataType type) {
        return new Call("cast", List.of(value), type, false);
    }

    @Override
    public Expression visit(DataType.MapType type) {
        int count = random.nextInt(3);
        List<Expression> parts = new ArrayList<>();
        List<Expression> keys = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Expression key = present(type.key());
            if (!keys.contains(key)) {
                keys.add(key);
                parts.add(key);
                parts.add(type.valueContainsNull() ? value(type.value()) : present(type.value()));
            }
        }
        return parts.isEmpty()
                ? cast(new Call("map", List.of(), type, false), type)
                : new Call("map", parts, type, false);
    }

    @Override
    public Expression visit(DataType.StructType type) {
        List<Expression> parts = new ArrayList<>();
        for (Field field : type.fields()) {
            parts.add(Literal.of(field.name(), Simple.STRING));
            parts.add(field.nullable() ? value(field.type()) : present(field.type()));
        }
        return new Call("named_struct", parts, type, false);
    }
}
