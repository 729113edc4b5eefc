package dev.leat.duckdb.function;

import dev.leat.type.DataType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Values of each type, in the form Spark's evaluator takes: the odd ones, and random ones of several distributions. */
final class SampleValues implements DataType.Visitor<Object> {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final long FIRST_INSTANT = -9_223_372_022_400_000_000L;

    private static final long LAST_INSTANT = Long.MAX_VALUE - 1;

    private static final DataType.Visitor<List<Object>> EDGES = new Edges();

    private final Random random;

    SampleValues(Random random) {
        this.random = random;
    }

    /** The values at which functions usually differ, NULL not among them. */
    static List<Object> edges(DataType type) {
        return type.accept(EDGES);
    }

    /**
     * Close to the first and the last day or instant that DuckDB has. Not among the edges, since partial functions may fail near
     * them: DuckDB's years end before Spark's.
     */
    static List<Object> extremes(DataType type) {
        if (type == Simple.DATE) {
            return List.of(-2147483646 + 800, 2147483646 - 800, -106_751_991, 106_751_991, 106_751_992);
        }
        return type == Simple.TIMESTAMP || type == Simple.TIMESTAMP_NTZ
                ? List.of(FIRST_INSTANT, FIRST_INSTANT + 1, LAST_INSTANT, LAST_INSTANT - 1)
                : List.of();
    }

    /** A random value or NULL. */
    @Nullable
    Object value(DataType type) {
        int kind = random.nextInt(16);
        if (kind == 0 || type == Simple.VOID) {
            return null;
        }
        return kind < 4 ? pick(edges(type)) : type.accept(this);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    @Override
    public Object visit(Simple type) {
        return switch (type) {
            case VOID -> throw new AssertionError("VOID has no value but NULL");
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> (byte) random.nextInt();
            case SMALLINT -> (short) (random.nextInt() >> 16 + random.nextInt(16));
            case INT -> random.nextInt() >> random.nextInt(32);
            case BIGINT -> random.nextLong() >> random.nextInt(64);
            case FLOAT -> (float) number();
            case DOUBLE -> number();
            case STRING -> UTF8String.fromString(SampleTexts.random(random));
            case BINARY -> bytes();
            case DATE -> (int) Math.floorDiv(instant(), MICROS_PER_DAY);
            case TIMESTAMP, TIMESTAMP_NTZ -> instant();
            case INTERVAL ->
                new CalendarInterval(
                        random.nextInt() >> random.nextInt(32),
                        random.nextInt() >> random.nextInt(32),
                        random.nextLong() >> random.nextInt(64));
        };
    }

    private double number() {
        return switch (random.nextInt(6)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextInt(2000) - 1000;
            case 2 -> random.nextInt(4000) / 2.0 - 1000;
            case 3 -> random.nextInt(2_000_000) / 100.0 - 10_000;
            case 4 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            default -> random.nextGaussian();
        };
    }

    private byte[] bytes() {
        if (random.nextBoolean()) {
            return SampleTexts.random(random).getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    private long instant() {
        long second = 1_000_000L;
        return switch (random.nextInt(6)) {
            case 0 -> random.nextLong() % (100_000L * 366 * MICROS_PER_DAY);
            case 1 -> (random.nextInt(7_300_000) - 3_650_000) * MICROS_PER_DAY;
            case 2 -> (random.nextInt(60_000) - 10_000) * MICROS_PER_DAY;
            case 3 -> random.nextInt() * second;
            case 4 -> random.nextInt() * second + random.nextInt(1_000_000);
            default -> (random.nextInt(60_000) - 10_000) * MICROS_PER_DAY + random.nextLong(MICROS_PER_DAY);
        };
    }

    @Override
    public Object visit(DecimalType type) {
        BigInteger limit = BigInteger.TEN.pow(1 + random.nextInt(type.precision()));
        BigInteger unscaled = new BigInteger(130, random).mod(limit);
        int zeros = random.nextInt(type.scale() + 1);
        if (random.nextInt(3) == 0) {
            // Ties of rounding: digits, a five, zeros.
            BigInteger unit = BigInteger.TEN.pow(zeros);
            unscaled = unscaled.divide(unit)
                    .divide(BigInteger.TEN)
                    .multiply(BigInteger.TEN)
                    .add(BigInteger.valueOf(5))
                    .multiply(unit);
            unscaled = unscaled.mod(BigInteger.TEN.pow(type.precision()));
        }
        return decimal(random.nextBoolean() ? unscaled : unscaled.negate(), type);
    }

    private static Decimal decimal(BigInteger unscaled, DecimalType type) {
        return Decimal.apply(new BigDecimal(unscaled, type.scale()), type.precision(), type.scale());
    }

    @Override
    public Object visit(DataType.CharType type) {
        return visit(Simple.STRING);
    }

    @Override
    public Object visit(DataType.VarcharType type) {
        return visit(Simple.STRING);
    }

    @Override
    public Object visit(DataType.IntervalType type) {
        return visit(type.countsMonths() ? Simple.INT : Simple.BIGINT);
    }

    @Override
    public Object visit(DataType.ArrayType type) {
        @Nullable Object[] elements = new @Nullable Object[random.nextInt(6)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] =
                    type.containsNull() ? value(type.element()) : type.element().accept(this);
        }
        return new GenericArrayData(elements);
    }

    @Override
    public Object visit(DataType.MapType type) {
        Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            entries.put(type.key().accept(this), value(type.value()));
        }
        return new ArrayBasedMapData(
                new GenericArrayData(entries.keySet().toArray()),
                new GenericArrayData(entries.values().toArray()));
    }

    @Override
    public Object visit(DataType.StructType type) {
        return new GenericInternalRow(
                type.fields().stream().map(field -> value(field.type())).toArray());
    }

    private static final class Edges implements DataType.Visitor<List<Object>> {
        @Override
        public List<Object> visit(Simple type) {
            return switch (type) {
                case VOID -> List.of();
                case BOOLEAN -> List.of(false, true);
                case TINYINT ->
                    boxed(IntStream.of(0, 1, -1, 2, -2, 7, 10, 127, -127, -128).mapToObj(i -> (byte) i));
                case SMALLINT ->
                    boxed(IntStream.of(0, 1, -1, 2, 10, 127, 128, -129, 255, 9999, 32767, -32768)
                            .mapToObj(i -> (short) i));
                case INT -> boxed(ints().boxed());
                case BIGINT -> boxed(longs().boxed());
                case FLOAT -> boxed(doubles().mapToObj(d -> (float) d));
                case DOUBLE -> boxed(doubles().boxed());
                case STRING -> boxed(SampleTexts.EDGES.stream().map(UTF8String::fromString));
                case BINARY ->
                    boxed(Stream.of(
                            new byte[0],
                            new byte[1],
                            new byte[] {-1},
                            new byte[] {(byte) 0xC3, 0x28},
                            "abc".getBytes(StandardCharsets.UTF_8),
                            new byte[300]));
                case DATE -> boxed(days().mapToObj(day -> (int) day));
                case TIMESTAMP, TIMESTAMP_NTZ -> boxed(instants().boxed());
                case INTERVAL ->
                    List.of(
                            new CalendarInterval(0, 0, 0),
                            new CalendarInterval(1, 0, 0),
                            new CalendarInterval(0, 1, 0),
                            new CalendarInterval(0, -1, 1),
                            new CalendarInterval(-13, 31, -1),
                            new CalendarInterval(0, 0, MICROS_PER_DAY),
                            new CalendarInterval(0, 0, 600_000_000L));
            };
        }

        private static List<Object> boxed(Stream<?> values) {
            List<Object> list = new ArrayList<>();
            values.forEach(list::add);
            return list;
        }

        private static IntStream ints() {
            return IntStream.of(
                    0,
                    1,
                    -1,
                    2,
                    -2,
                    3,
                    4,
                    5,
                    7,
                    10,
                    -10,
                    12,
                    28,
                    29,
                    30,
                    31,
                    100,
                    128,
                    -129,
                    32768,
                    -32769,
                    86400,
                    16777217,
                    2147483646,
                    2147483647,
                    -2147483647,
                    -2147483648);
        }

        private static LongStream longs() {
            return LongStream.of(
                    0,
                    1,
                    -1,
                    2,
                    -2,
                    3,
                    10,
                    -10,
                    127,
                    -128,
                    128,
                    32768,
                    2147483647L,
                    2147483648L,
                    -2147483648L,
                    -2147483649L,
                    3037000500L,
                    9007199254740993L,
                    9223372036854L,
                    9223372036855L,
                    -9223372036855L,
                    999_999_999_999_999_999L,
                    Long.MAX_VALUE - 1,
                    Long.MAX_VALUE,
                    Long.MIN_VALUE + 1,
                    Long.MIN_VALUE);
        }

        private static DoubleStream doubles() {
            return DoubleStream.of(
                    0.0,
                    -0.0,
                    1,
                    -1,
                    0.5,
                    -0.5,
                    1.5,
                    2.5,
                    -2.5,
                    0.1,
                    0.3,
                    1e-7,
                    1e7,
                    1e20,
                    123456.789,
                    127.5,
                    -128.5,
                    32767.9,
                    -32768.9,
                    2147483647.5,
                    -2147483648.9,
                    2147483648.0,
                    9.007199254740992E15,
                    9.2233720368547748E18,
                    9.223372036854776E18,
                    -9.223372036854776E18,
                    -9.223372036854778E18,
                    0.49999999999999994,
                    1e38,
                    1e39,
                    -1e38,
                    16777217,
                    Float.MAX_VALUE,
                    Float.MIN_VALUE,
                    Double.MAX_VALUE,
                    -Double.MAX_VALUE,
                    Double.MIN_VALUE,
                    Double.MIN_NORMAL,
                    Double.NaN,
                    Double.POSITIVE_INFINITY,
                    Double.NEGATIVE_INFINITY,
                    Math.PI,
                    Math.E,
                    709.8,
                    710);
        }

        private static LongStream days() {
            LongStream named = Stream.of(
                            "0001-01-01",
                            "0000-12-31",
                            "0000-02-29",
                            "-0001-01-01",
                            "-9999-12-31",
                            "9999-12-31",
                            "1582-10-04",
                            "1582-10-15",
                            "1600-02-29",
                            "1899-12-31",
                            "1900-02-28",
                            "1969-12-31",
                            "1970-01-01",
                            "1970-01-02",
                            "1999-12-31",
                            "2000-01-01",
                            "2000-02-29",
                            "2000-12-31",
                            "2020-12-28",
                            "2021-01-03",
                            "2021-01-04",
                            "2023-01-31",
                            "2023-02-28",
                            "2024-02-28",
                            "2024-02-29",
                            "2024-03-31",
                            "2024-12-30",
                            "2100-02-28",
                            "2100-03-01")
                    .mapToLong(text -> LocalDate.parse(text).toEpochDay());
            return LongStream.concat(named, LongStream.of(2932897, 36_500_000, -36_500_000));
        }

        private static LongStream instants() {
            LongStream days = days().filter(day -> Math.abs(day) < 3_000_000)
                    .flatMap(day -> LongStream.of(day * MICROS_PER_DAY, day * MICROS_PER_DAY + MICROS_PER_DAY - 1));
            return LongStream.concat(
                    days,
                    LongStream.of(
                            0,
                            1,
                            -1,
                            999_999,
                            -999_999,
                            1_000_000,
                            -1_000_001,
                            3_599_999_999L,
                            253_402_300_800_000_000L,
                            1_709_210_096_123_456L));
        }

        @Override
        public List<Object> visit(DecimalType type) {
            BigInteger max = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
            BigInteger one = BigInteger.TEN.pow(type.scale());
            Stream<BigInteger> unscaled = Stream.of(
                            BigInteger.ZERO,
                            BigInteger.ONE,
                            BigInteger.valueOf(5),
                            BigInteger.valueOf(15),
                            BigInteger.valueOf(25),
                            one,
                            one.shiftLeft(1),
                            one.divide(BigInteger.TWO),
                            one.multiply(BigInteger.valueOf(5)).divide(BigInteger.TWO),
                            one.multiply(BigInteger.valueOf(127)),
                            one.multiply(BigInteger.valueOf(32768)),
                            one.multiply(BigInteger.valueOf(2147483648L)),
                            one.multiply(BigInteger.valueOf(Long.MAX_VALUE)),
                            one.multiply(BigInteger.valueOf(Long.MAX_VALUE)).add(one),
                            max.shiftRight(1),
                            max)
                    .filter(value -> value.compareTo(max) <= 0)
                    .distinct();
            return boxed(unscaled.flatMap(value -> Stream.of(value, value.negate()))
                    .distinct()
                    .map(value -> decimal(value, type)));
        }

        @Override
        public List<Object> visit(DataType.CharType type) {
            return visit(Simple.STRING);
        }

        @Override
        public List<Object> visit(DataType.VarcharType type) {
            return visit(Simple.STRING);
        }

        @Override
        public List<Object> visit(DataType.IntervalType type) {
            return visit(type.countsMonths() ? Simple.INT : Simple.BIGINT);
        }

        @Override
        public List<Object> visit(DataType.ArrayType type) {
            List<Object> elements = edges(type.element());
            List<Object> arrays = new ArrayList<>();
            arrays.add(new GenericArrayData(new Object[0]));
            if (type.containsNull()) {
                arrays.add(new GenericArrayData(new @Nullable Object[] {null}));
                arrays.add(new GenericArrayData(new @Nullable Object[] {elements.get(0), null, elements.get(0)}));
            }
            arrays.add(new GenericArrayData(elements.toArray()));
            return arrays;
        }

        @Override
        public List<Object> visit(DataType.MapType type) {
            List<Object> keys = edges(type.key()).stream().limit(3).toList();
            Object[] values = new @Nullable Object[keys.size()];
            return List.of(
                    new ArrayBasedMapData(new GenericArrayData(new Object[0]), new GenericArrayData(new Object[0])),
                    new ArrayBasedMapData(new GenericArrayData(keys.toArray()), new GenericArrayData(values)));
        }

        @Override
        public List<Object> visit(DataType.StructType type) {
            List<Object> rows = new ArrayList<>();
            rows.add(new GenericInternalRow(new @Nullable Object[type.fields().size()]));
            rows.add(new GenericInternalRow(type.fields().stream()
                    .map(Field::type)
                    .map(member -> edges(member).get(0))
                    .toArray()));
            return rows;
        }
    }
}
