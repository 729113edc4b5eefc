package dev.leat.conformance.tpc;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Values for columns that no table treats specially, chosen by the column's name and type. */
final class TpcdsValues {
    /** Rows of the tables that keys refer to, by the end of the referring column's name. */
    static final Map<String, Integer> KEYS = Map.ofEntries(
            Map.entry("item_sk", 600),
            Map.entry("customer_sk", 1000),
            Map.entry("cdemo_sk", 1960),
            Map.entry("hdemo_sk", 7200),
            Map.entry("addr_sk", 1000),
            Map.entry("store_sk", 12),
            Map.entry("promo_sk", 30),
            Map.entry("warehouse_sk", 5),
            Map.entry("call_center_sk", 6),
            Map.entry("catalog_page_sk", 500),
            Map.entry("ship_mode_sk", 20),
            Map.entry("reason_sk", 35),
            Map.entry("web_page_sk", 60),
            Map.entry("web_site_sk", 12),
            Map.entry("income_band_sk", 20));

    private static final LocalDate FIRST_SALE = LocalDate.of(1998, 1, 1);
    private static final int SALE_DAYS = 5 * 365;
    /** d_date_sk of 1970-01-01. */
    private static final int EPOCH_KEY = 2440588;

    private static final List<String> WORDS = List.of(
            "able", "anti", "bar", "cally", "ought", "eing", "ation", "pri", "ese", "n st", "Oak", "Cedar", "Main",
            "Sunset", "Lake", "Hill", "River", "Maple", "Park", "First");

    private final RandomGenerator random;
    private final LiteralPools pools;

    TpcdsValues(RandomGenerator random, LiteralPools pools) {
        this.random = random;
        this.pools = pools;
    }

    /** The key of a day. */
    static int dateKey(LocalDate date) {
        return (int) date.toEpochDay() + EPOCH_KEY;
    }

    /** A day on which something may be sold. */
    int saleDateKey() {
        return dateKey(FIRST_SALE) + random.nextInt(SALE_DAYS);
    }

    /** The rows of the table that a column of this name refers to. */
    static int keys(String columnEnd) {
        return Objects.requireNonNull(KEYS.get(columnEnd));
    }

    /** A key into the table that a column of this name refers to. */
    int key(String columnEnd) {
        return 1 + random.nextInt(keys(columnEnd));
    }

    /** NULL at the given rate, in percent. */
    Object orNull(int percent, Object value) {
        return random.nextInt(100) < percent ? ParquetFiles.NULL : value;
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    int between(int first, int last) {
        return first + random.nextInt(last - first + 1);
    }

    /** An amount from cents. */
    static BigDecimal cents(long cents) {
        return BigDecimal.valueOf(cents, 2);
    }

    /** A business key as the official generator writes it: 16 letters. */
    static String businessKey(int number) {
        StringBuilder text = new StringBuilder(16);
        for (int rest = number; text.length() < 16; rest /= 16) {
            text.append((char) ('A' + rest % 16));
        }
        return text.reverse().toString();
    }

    Object value(TpcColumn column, int index) {
        String type = column.storageType();
        if (type.equals("INT")) {
            return integer(column.name());
        }
        if (type.equals("DATE")) {
            return date(column.name(), index);
        }
        if (type.startsWith("DECIMAL")) {
            return decimal(column.name());
        }
        return orNull(2, text(column, index));
    }

    private Object integer(String name) {
        if (name.endsWith("date_sk") || name.endsWith("_date")) {
            return orNull(4, saleDateKey());
        }
        if (name.endsWith("time_sk")) {
            return orNull(4, between(7 * 3600, 22 * 3600));
        }
        for (String end : KEYS.keySet()) {
            if (name.endsWith("_" + end)) {
                return orNull(4, key(end));
            }
        }
        if (name.endsWith("birth_year")) {
            return orNull(2, between(1930, 1992));
        }
        if (name.endsWith("birth_day")) {
            return orNull(2, between(1, 28));
        }
        Optional<List<String>> pool = pools.pool(name);
        if (pool.isPresent() && random.nextInt(10) < 7) {
            return Integer.valueOf(oneOf(pool.get()));
        }
        return orNull(2, between(1, 30));
    }

    private static Object date(String name, int index) {
        if (name.endsWith("rec_end_date")) {
            return index % 2 == 0 ? LocalDate.of(2000, 10, 26) : ParquetFiles.NULL;
        }
        return index % 2 == 0 ? LocalDate.of(1997, 10, 27) : LocalDate.of(2000, 10, 27);
    }

    private Object decimal(String name) {
        if (name.endsWith("gmt_offset")) {
            return BigDecimal.valueOf(random.nextInt(10) < 6 ? -5 : -between(6, 8))
                    .setScale(2);
        }
        if (name.endsWith("tax_percentage")) {
            return cents(between(0, 12));
        }
        return orNull(2, cents(between(50, 10000)));
    }

    private String text(TpcColumn column, int index) {
        String suffix = LiteralPools.suffix(column.name());
        if (suffix.endsWith("_id")) {
            boolean versioned = List.of("item_id", "store_id", "call_center_id", "site_id", "web_page_id")
                    .contains(suffix);
            return businessKey((versioned ? index / 2 : index) + 1);
        }
        int length = length(column.type());
        Optional<List<String>> pool = pools.pool(column.name());
        if (pool.isPresent()) {
            List<String> fitting = new ArrayList<>(pool.get());
            fitting.removeIf(word -> word.length() > length);
            if (!fitting.isEmpty() && random.nextInt(100) < 85) {
                return oneOf(fitting);
            }
        }
        String word = length > 40 ? oneOf(WORDS) + " " + oneOf(WORDS) + " " + oneOf(WORDS) : oneOf(WORDS);
        return length < 3 ? word.substring(0, length).toUpperCase(java.util.Locale.ROOT) : cut(word, length);
    }

    private static String cut(String word, int length) {
        return word.length() <= length ? word : word.substring(0, length);
    }

    private static int length(String type) {
        return Integer.parseInt(type.substring(type.indexOf('(') + 1, type.indexOf(')')));
    }
}
