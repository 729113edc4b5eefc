package dev.leat.duckdb.bridge;

import dev.leat.duckdb.bridge.NeutralValues.Entry;
import dev.leat.duckdb.bridge.NeutralValues.Interval;
import dev.leat.type.DataType;
import dev.leat.type.DataType.ArrayType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.IntervalType;
import dev.leat.type.DataType.IntervalUnit;
import dev.leat.type.DataType.MapType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.DataType.StructType;
import dev.leat.type.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Random types and values of them, odd ones often. */
final class RandomValues implements DataType.Visitor<Object> {
    private static final List<Double> ODD_DOUBLES = List.of(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            -0.0,
            0.0,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            -1.5);
    private static final List<String> ODD_STRINGS = List.of(
            "",
            "null",
            "NULL",
            "\u0000",
            "a\u0000b and a tail beyond twelve bytes",
            "twelve bytes",
            "thirteen bytes",
            "\"quoted\", 'single' \\ [1, 2] {a: b}\n\t",
            "日本語のテキスト",
            "\uD83D\uDE00 astral",
            " leading and trailing ");

    private final Random random;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    DataType type(int depth) {
        int kind = depth <= 1 ? 0 : random.nextInt(10);
        return switch (kind) {
            case 6, 7 -> new ArrayType(type(depth - 1), true);
            case 8 -> new MapType(key(depth - 1), type(depth - 1), true);
            case 9 -> struct(depth);
            default -> scalar();
        };
    }

    /** A type with at least one level of nesting. */
    DataType nested(int depth) {
        DataType type = type(depth);
        return type.isNested() ? type : nested(depth);
    }

    private StructType struct(int depth) {
        List<Field> fields = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            fields.add(Field.of(random.nextBoolean() ? "a" : "A", type(depth - 1)));
        }
        return new StructType(fields);
    }

    private DataType key(int depth) {
        DataType key = type(depth);
        return key == Simple.VOID || key == Simple.INTERVAL ? Simple.STRING : key;
    }

    private DataType scalar() {
        int kind = random.nextInt(18);
        return switch (kind) {
            case 0, 1 -> {
                int precision = 1 + random.nextInt(38);
                yield new DecimalType(precision, random.nextInt(precision + 1));
            }
            case 2 -> new IntervalType(IntervalUnit.YEAR, IntervalUnit.MONTH);
            case 3 -> new IntervalType(IntervalUnit.DAY, IntervalUnit.SECOND);
            default -> pick(List.of(Simple.values()));
        };
    }

    @Nullable
    Object value(DataType type) {
        return type == Simple.VOID || random.nextInt(6) == 0 ? null : type.accept(this);
    }

    @Override
    public Object visit(Simple type) {
        return switch (type) {
            case VOID -> throw new AssertionError("VOID has no value but NULL");
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> (byte) random.nextInt();
            case SMALLINT -> (short) random.nextInt();
            case INT -> random.nextInt();
            case BIGINT -> random.nextLong() >> random.nextInt(64);
            case FLOAT -> random.nextInt(3) == 0 ? pick(ODD_DOUBLES).floatValue() : random.nextFloat();
            case DOUBLE -> random.nextInt(3) == 0 ? pick(ODD_DOUBLES) : random.nextGaussian() * 1e10;
            case STRING -> random.nextInt(3) == 0 ? pick(ODD_STRINGS) : string();
            case BINARY -> {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case DATE -> random.nextInt(3_000_000) - 719_162;
            case TIMESTAMP, TIMESTAMP_NTZ -> random.nextLong() % 200_000_000_000_000_000L;
            case INTERVAL -> new Interval(random.nextInt(), random.nextInt(), random.nextLong() >> 1);
        };
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(30);
        for (int i = 0; i < length; i++) {
            int code = random.nextInt(4) == 0 ? random.nextInt(0x10FFFF) : random.nextInt(128);
            text.appendCodePoint(code >= 0xD800 && code <= 0xDFFF ? 'x' : code);
        }
        return text.toString();
    }

    @Override
    public Object visit(DecimalType type) {
        BigInteger limit = BigInteger.TEN.pow(type.precision());
        BigInteger unscaled = new BigInteger(130, random).mod(limit);
        if (random.nextInt(8) == 0) {
            unscaled = limit.subtract(BigInteger.ONE);
        }
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
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
    public Object visit(IntervalType type) {
        return visit(type.countsMonths() ? Simple.INT : Simple.BIGINT);
    }

    @Override
    public Object visit(ArrayType type) {
        List<@Nullable Object> elements = new ArrayList<>();
        int length = random.nextInt(5);
        for (int i = 0; i < length; i++) {
            elements.add(value(type.element()));
        }
        return elements;
    }

    @Override
    public Object visit(MapType type) {
        List<Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        int length = random.nextInt(4);
        for (int i = 0; i < length; i++) {
            Object key = type.key().accept(this);
            if (keys.add(NeutralValues.text(key))) {
                entries.add(new Entry(key, value(type.value())));
            }
        }
        return entries;
    }

    @Override
    public Object visit(StructType type) {
        List<@Nullable Object> fields = new ArrayList<>();
        type.fields().forEach(field -> fields.add(value(field.type())));
        return fields;
    }
}
