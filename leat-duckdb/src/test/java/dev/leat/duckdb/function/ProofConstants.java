package dev.leat.duckdb.function;

import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Literal;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Constants that stand for operands in the proof, where a template looks at them or where they are usual. */
final class ProofConstants {
    private static final Map<String, List<Expression>> TABLE = new HashMap<>();

    /** Operands that are constants always. */
    private static final Set<String> CONSTANT_ONLY = Set.of(
            "get_field 1",
            "named_struct 0",
            "named_struct 2",
            "sort_array 1",
            "repeat 1",
            "lpad 1",
            "rpad 1",
            "sha2 1",
            "date_trunc 0",
            "trunc 1",
            "date_part 0",
            "rlike 1",
            "regexp_extract 1",
            "regexp_extract 2",
            "regexp_replace 1",
            "regexp_replace 2",
            "regexp_replace 3");

    static {
        put("get_field", 1, Simple.STRING, "a", "B");
        put("in", 1, Simple.INT, "1", "-1");
        put("in", 1, Simple.STRING, "a", "");
        for (String division : List.of("/", "%", "div")) {
            for (DataType type : List.of(Simple.INT, Simple.BIGINT, Simple.DOUBLE)) {
                put(division, 1, type, "1", "-1", "7", "0", "-3", "600000000");
            }
        }
        put("named_struct", 0, Simple.STRING, "a");
        put("named_struct", 2, Simple.STRING, "b");
        put("sort_array", 1, Simple.BOOLEAN, "true", "false");
        put("repeat", 1, Simple.INT, "0", "3", "-1");
        put("round", 1, Simple.INT, "0", "1", "2", "-1", "20");
        for (String pad : List.of("lpad", "rpad")) {
            put(pad, 1, Simple.INT, "0", "1", "5", "40");
            put(pad, 2, Simple.STRING, " ", "ab", "é");
        }
        for (String trim : List.of("trim", "ltrim", "rtrim")) {
            put(trim, 1, Simple.STRING, "a", "ab", "é ", "\"");
        }
        put("sha2", 1, Simple.INT, "256");
        put("substring", 1, Simple.INT, "0", "1", "2", "5", "-1", "-3", "2147483647", "-2147483648");
        put("substring", 2, Simple.INT, "0", "1", "3", "-1", "2147483647");
        put("split_part", 1, Simple.STRING, ",", "a", "ab", " ", ".");
        put("split_part", 2, Simple.INT, "1", "2", "-1");
        put("locate", 2, Simple.INT, "1");
        put("position", 2, Simple.INT, "1");
        put("contains", 1, Simple.STRING, "", "a", "é");
        put("startswith", 1, Simple.STRING, "", "a", "2024");
        put("endswith", 1, Simple.STRING, "", "b", "é");
        put("like", 1, Simple.STRING, "", "%", "_", "a%", "%b", "%a%b%", "__", "_%", "a_c", "%é%", ".*", "abc", "%%");
        String[] units = {
            "YEAR",
            "yyyy",
            "Quarter",
            "MONTH",
            "MM",
            "week",
            "DAY",
            "DD",
            "HOUR",
            "MINUTE",
            "SECOND",
            "MILLISECOND",
            "MICROSECOND",
            "nonsense"
        };
        String[] patterns = {
            "a",
            "^a",
            "b$",
            "^$",
            "[0-9]+",
            "(a|b)+",
            "a.b",
            "^.*$",
            "\\d{4}-\\d{2}",
            "(\\w+)=(\\w+)",
            "[^a-z ]",
            "\\s+",
            "(a*)b?",
            "a{2,3}?",
            "(?:ab)*c",
            "https?://([^/?]+)(/[^?]*)?",
            "^([0-9]+)-([0-9]+)",
            "\\.",
            "[.%_]",
            "(a)|(b)",
            ".",
            "(.)(.)$",
            "[\\w.]+@x",
            "( |,)+a",
            "x*",
            "\\bword",
            "a++",
            "(?i)a",
            "é"
        };
        for (String function : List.of("rlike", "regexp_extract", "regexp_replace")) {
            put(function, 1, Simple.STRING, patterns);
        }
        put("regexp_extract", 2, Simple.INT, "0", "1", "2");
        put("regexp_replace", 2, Simple.STRING, "", "xy", "$1");
        put("regexp_replace", 3, Simple.INT, "1");
        put("date_trunc", 0, Simple.STRING, units);
        put("trunc", 1, Simple.STRING, units);
        put("date_part", 0, Simple.STRING, "DAY", "HOUR", "MINUTE", "SECOND");
    }

    private ProofConstants() {}

    private static void put(String function, int position, DataType type, String... texts) {
        List<Expression> literals =
                Stream.of(texts).<Expression>map(text -> Literal.of(text, type)).toList();
        TABLE.merge(
                function + " " + position,
                literals,
                (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
    }

    static List<Expression> of(String function, int position) {
        return TABLE.getOrDefault(function + " " + position, List.of());
    }

    static boolean isConstant(String function, int position) {
        return CONSTANT_ONLY.contains(function + " " + position);
    }
}
