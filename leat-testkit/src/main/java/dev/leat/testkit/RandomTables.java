package dev.leat.testkit;

import dev.leat.plan.Expression.Literal;
import dev.leat.plan.RelationName;
import dev.leat.type.DataType;
import dev.leat.type.DataType.DecimalType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The tables that random plans read, and random rows for them. Values come from small sets, so that keys meet, groups have
 * several rows, rows repeat, and NULL, NaN, negative zero and empty texts occur.
 */
public final class RandomTables {
    /** The money type of the tables. */
    public static final DecimalType MONEY = new DecimalType(10, 2);

    /** The tables by name; every column can be NULL, but for {@code id}. */
    public static final List<Table> ALL = List.of(
            new Table(
                    RelationName.of("main", "default", "events"),
                    List.of(
                            new Field("id", Simple.BIGINT, false),
                            Field.of("kind", Simple.STRING),
                            Field.of("amount", MONEY),
                            Field.of("count", Simple.INT),
                            Field.of("at", Simple.TIMESTAMP),
                            Field.of("ok", Simple.BOOLEAN))),
            new Table(
                    RelationName.of("main", "default", "people"),
                    List.of(
                            new Field("id", Simple.BIGINT, false),
                            Field.of("name", Simple.STRING),
                            Field.of("born", Simple.DATE),
                            Field.of("score", Simple.DOUBLE))),
            new Table(
                    RelationName.of("main", "default", "pairs"),
                    List.of(Field.of("left", Simple.INT), Field.of("odd name", Simple.INT))));

    private static final String[] TEXTS = {"", "a", "A", "b", "ab", "it's", "%", "x y", "é"};
    private static final String[] DOUBLES = {"0.0", "-0.0", "1.0", "-1.5", "2.25", "NaN", "Infinity", "-Infinity"};
    private static final int NULL_ONE_IN = 6;
    private static final int KEYS = 7;
    private static final int MONEY_CENTS = 1_000;
    private static final long DAY_OF_2024 = 19_723;
    private static final int DAYS = 40;
    private static final long MICROS_PER_MINUTE = 60_000_000L;
    private static final int MINUTES = 2_000;

    private final RandomGenerator random;

    /** Rows drawn from a generator. */
    public RandomTables(RandomGenerator random) {
        this.random = random;
    }

    /** A table and its columns. */
    public record Table(RelationName name, List<Field> schema) {
        public Table {
            schema = List.copyOf(schema);
        }
    }

    /** Rows of a table. */
    public List<List<Literal>> rows(Table table, int count) {
        List<List<Literal>> rows = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            rows.add(row(table));
        }
        return List.copyOf(rows);
    }

    /** A row of a table. */
    public List<Literal> row(Table table) {
        return table.schema().stream()
                .map(field -> field.nullable() ? literal(field.type()) : present(field.type()))
                .toList();
    }

    /** A constant of a scalar type, at times NULL. */
    public Literal literal(DataType type) {
        return random.nextInt(NULL_ONE_IN) == 0 ? Literal.ofNull(type) : present(type);
    }

    /** A constant of a scalar type, not NULL. */
    public Literal present(DataType type) {
        return Literal.of(type instanceof DecimalType decimal ? decimal(decimal) : text((Simple) type), type);
    }

    private String decimal(DecimalType type) {
        int bound = Math.min(MONEY_CENTS, (int) Math.pow(10, Math.min(type.precision(), 4)));
        long unscaled = random.nextLong(-bound + 1, bound);
        return new java.math.BigDecimal(java.math.BigInteger.valueOf(unscaled), type.scale()).toPlainString();
    }

    private String text(Simple type) {
        return switch (type) {
            case BOOLEAN -> String.valueOf(random.nextBoolean());
            case TINYINT, SMALLINT, INT, BIGINT -> String.valueOf(random.nextInt(-1, KEYS));
            case FLOAT, DOUBLE -> DOUBLES[random.nextInt(DOUBLES.length)];
            case STRING -> TEXTS[random.nextInt(TEXTS.length)];
            case BINARY -> String.format(Locale.ROOT, "%02x", random.nextInt(256));
            case DATE -> String.valueOf(DAY_OF_2024 + random.nextInt(DAYS));
            case TIMESTAMP, TIMESTAMP_NTZ ->
                String.valueOf(DAY_OF_2024 * 24 * 60 * MICROS_PER_MINUTE + random.nextInt(MINUTES) * MICROS_PER_MINUTE);
            case INTERVAL -> random.nextInt(3) + ",0," + random.nextInt(1_000_000);
            case VOID -> throw new IllegalArgumentException("VOID has no value but NULL");
        };
    }
}
