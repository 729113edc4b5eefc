package dev.leat.conformance.incremental;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random queries over tables of few and small values, whose results do not depend on the order of rows. */
final class RandomQueries {
    private static final int COLUMNS_MAX = 5;

    private final SplittableRandom random;
    private int names;

    RandomQueries(SplittableRandom random) {
        this.random = random;
    }

    /** What a column holds, as far as it matters for what can be done with it. */
    enum Kind {
        NUMBER,
        DECIMAL,
        TEXT
    }

    /** A column of a query. */
    record Column(String name, Kind kind) {}

    /** A table, or a query in parentheses. */
    record Relation(String sql, List<Column> columns) {
        Relation {
            columns = List.copyOf(columns);
        }
    }

    /** A SELECT statement over some tables. */
    Relation query(List<Relation> tables, int depth) {
        return new Query(tables).nested(depth);
    }

    /** A SELECT statement that groups a table. */
    Relation groupsOf(List<Relation> tables) {
        return groups(new Query(tables).table());
    }

    private final class Query {
        private final List<Relation> tables;

        Query(List<Relation> tables) {
            this.tables = tables;
        }

        private Relation table() {
            Relation table = pick(tables);
            List<Column> columns = table.columns();
            return select(columns, columns.stream().map(Column::name).toList(), " FROM " + table.sql());
        }

        Relation nested(int depth) {
            if (depth == 0) {
                return table();
            }
            return switch (random.nextInt(19)) {
                case 0 -> filter(nested(depth - 1));
                case 1 -> projection(nested(depth - 1));
                case 2, 3 -> join(nested(depth - 1), nested(random.nextInt(depth)));
                case 4 -> semiJoin(nested(depth - 1), nested(random.nextInt(depth)));
                case 5 -> notIn(nested(depth - 1), nested(random.nextInt(depth)));
                case 6, 7, 8 -> groups(nested(depth - 1));
                case 9 -> total(nested(depth - 1));
                case 10 -> distinct(nested(depth - 1));
                case 11, 12 -> setOperation(nested(depth - 1), nested(random.nextInt(depth)));
                case 13 -> window(nested(depth - 1));
                case 14 -> first(nested(depth - 1));
                case 15 -> exploded(nested(depth - 1));
                case 16, 17 -> joins(List.of(nested(depth - 1), nested(random.nextInt(depth)), table(), table()));
                default -> aboveAverage(nested(depth - 1), nested(random.nextInt(depth)));
            };
        }
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private String alias() {
        return "q" + names++;
    }

    private static String in(Relation relation, String alias) {
        return "(" + relation.sql() + ") " + alias;
    }

    /** A statement that gives the expressions the names c0, c1, …; at most so many as are wanted of a query. */
    private Relation select(List<Column> kinds, List<String> expressions, String rest) {
        int count = Math.min(COLUMNS_MAX, expressions.size());
        List<Column> columns = IntStream.range(0, count)
                .mapToObj(i -> new Column("c" + i, kinds.get(i).kind()))
                .toList();
        String list = IntStream.range(0, count)
                .mapToObj(i -> expressions.get(i) + " AS c" + i)
                .collect(Collectors.joining(", "));
        return new Relation("SELECT " + list + rest, columns);
    }

    private Relation all(Relation relation, String alias, String rest) {
        return select(
                relation.columns(),
                relation.columns().stream()
                        .map(column -> alias + "." + column.name())
                        .toList(),
                " FROM " + in(relation, alias) + rest);
    }

    private Column number(Relation relation) {
        List<Column> numbers = relation.columns().stream()
                .filter(column -> column.kind() != Kind.TEXT)
                .toList();
        return numbers.isEmpty() ? relation.columns().get(0) : pick(numbers);
    }

    private String condition(Relation relation, String alias) {
        Column column = pick(relation.columns());
        String name = alias + "." + column.name();
        if (random.nextInt(5) == 0) {
            return name + (random.nextBoolean() ? " IS NULL" : " IS NOT NULL");
        }
        if (column.kind() == Kind.TEXT) {
            return name + pick(List.of(" <> 'p'", " = 'q'", " < 'r'"));
        }
        return name + pick(List.of(" > 1", " <= 2", " <> 3", " % 2 = 0"));
    }

    private Relation filter(Relation input) {
        String alias = alias();
        return all(input, alias, " WHERE " + condition(input, alias));
    }

    private Relation projection(Relation input) {
        String alias = alias();
        List<Column> kinds = new ArrayList<>();
        List<String> expressions = new ArrayList<>();
        for (Column column : input.columns()) {
            String name = alias + "." + column.name();
            if (random.nextInt(4) > 0) {
                kinds.add(column);
                boolean computes = column.kind() == Kind.NUMBER && random.nextInt(3) == 0;
                expressions.add(
                        computes
                                ? pick(List.of(
                                                "CAST(%s % 100 AS INT) + 1",
                                                "coalesce(CAST(%s AS DOUBLE), 0)", "abs(CAST(%s % 50 AS INT))"))
                                        .replace("%s", name)
                                : name);
            }
        }
        return expressions.isEmpty() ? all(input, alias, "") : select(kinds, expressions, " FROM " + in(input, alias));
    }

    /** An equality of two columns of one kind; of other kinds as texts. */
    private String equality(Relation left, String first, Relation right, String second) {
        Column one = pick(left.columns());
        Column other = pick(right.columns());
        String operator = random.nextInt(6) == 0 ? " <=> " : " = ";
        return one.kind() == other.kind()
                ? first + "." + one.name() + operator + second + "." + other.name()
                : "CAST(" + first + "." + one.name() + " AS STRING)" + operator + "CAST(" + second + "." + other.name()
                        + " AS STRING)";
    }

    private String joinCondition(Relation left, String first, Relation right, String second) {
        String comparison = "CAST(" + first + "." + number(left).name() + " AS STRING) < CAST(" + second + "."
                + number(right).name() + " AS STRING)";
        return switch (random.nextInt(8)) {
            case 0 -> comparison;
            case 1, 2 -> equality(left, first, right, second) + " AND " + comparison;
            case 3 -> equality(left, first, right, second) + " AND " + equality(left, first, right, second);
            default -> equality(left, first, right, second);
        };
    }

    private Relation join(Relation left, Relation right) {
        String first = alias();
        String second = alias();
        List<Column> kinds = new ArrayList<>();
        List<String> expressions = new ArrayList<>();
        int most = Math.max(left.columns().size(), right.columns().size());
        for (int i = 0; i < most; i++) {
            if (i < left.columns().size()) {
                kinds.add(left.columns().get(i));
                expressions.add(first + "." + left.columns().get(i).name());
            }
            if (i < right.columns().size()) {
                kinds.add(right.columns().get(i));
                expressions.add(second + "." + right.columns().get(i).name());
            }
        }
        String kind = pick(List.of(" JOIN ", " JOIN ", " JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN "));
        return select(
                kinds,
                expressions,
                " FROM " + in(left, first) + kind + in(right, second) + " ON "
                        + joinCondition(left, first, right, second));
    }

    /** Three or four relations, each joined with one before it. */
    private Relation joins(List<Relation> relations) {
        int count = random.nextInt(3, relations.size() + 1);
        List<String> aliases = new ArrayList<>();
        List<Column> kinds = new ArrayList<>();
        List<String> expressions = new ArrayList<>();
        StringBuilder from = new StringBuilder(" FROM ");
        for (int i = 0; i < count; i++) {
            Relation relation = relations.get(i);
            String alias = alias();
            from.append(i == 0 ? "" : " JOIN ").append(in(relation, alias));
            if (i > 0) {
                int other = random.nextInt(i);
                from.append(" ON ").append(joinCondition(relations.get(other), aliases.get(other), relation, alias));
            }
            aliases.add(alias);
            Column column = pick(relation.columns());
            kinds.add(column);
            expressions.add(alias + "." + column.name());
        }
        int filtered = random.nextInt(count);
        String where =
                random.nextBoolean() ? " WHERE " + condition(relations.get(filtered), aliases.get(filtered)) : "";
        return select(kinds, expressions, from + where);
    }

    private Relation semiJoin(Relation left, Relation right) {
        String first = alias();
        String second = alias();
        return all(
                left,
                first,
                " WHERE " + (random.nextBoolean() ? "NOT " : "") + "EXISTS (SELECT 1 FROM " + in(right, second)
                        + " WHERE " + joinCondition(left, first, right, second) + ")");
    }

    private Relation notIn(Relation left, Relation right) {
        String first = alias();
        String second = alias();
        Column one = pick(left.columns());
        List<Column> alike = right.columns().stream()
                .filter(column -> column.kind() == one.kind())
                .toList();
        if (alike.isEmpty()) {
            return filter(left);
        }
        Column other = pick(alike);
        return all(
                left,
                first,
                " WHERE " + first + "." + one.name() + (random.nextBoolean() ? " NOT" : "") + " IN (SELECT " + second
                        + "." + other.name() + " FROM " + in(right, second) + " WHERE " + condition(right, second)
                        + ")");
    }

    private void addAggregates(Relation input, String alias, List<Column> kinds, List<String> expressions) {
        int count = random.nextInt(1, 4);
        int kind = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Column column = number(input);
            String name = alias + "." + column.name();
            boolean isText = column.kind() == Kind.TEXT;
            List<String> exact = List.of("count(*)", "count(%s)", "sum(%s)", "avg(%s)");
            List<String> merged = List.of("count(*)", "count(%s)", "min(%s)", "max(%s)", "sum(%s)", "avg(%s)");
            List<String> functions = kind < 3
                    ? (kind < 2 ? exact : merged)
                    : List.of(
                            "count(DISTINCT %s)",
                            "sum(DISTINCT %s)",
                            "max(%s)",
                            "count(*) FILTER (WHERE %s > 1)",
                            "bit_xor(CAST(%s AS BIGINT))");
            String function =
                    pick(isText ? List.of("count(%s)", "min(%s)", "max(%s)", "count(DISTINCT %s)") : functions);
            // Sums and averages grow beyond every type when nested; modulo keeps them small.
            boolean grows = function.startsWith("sum") || function.startsWith("avg");
            String argument = grows && column.kind() == Kind.NUMBER
                    ? "CAST(" + name + " % 1000 AS INT)"
                    : grows ? "CAST(" + name + " AS DECIMAL(10,2))" : name;
            expressions.add(function.replace("%s", argument));
            kinds.add(new Column(
                    name,
                    function.startsWith("count") || function.startsWith("bit")
                            ? Kind.NUMBER
                            : grows && column.kind() == Kind.DECIMAL ? Kind.DECIMAL : column.kind()));
        }
    }

    private Relation groups(Relation input) {
        String alias = alias();
        List<Column> kinds = new ArrayList<>();
        List<String> expressions = new ArrayList<>();
        int keys = random.nextInt(1, 3);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            Column key = pick(input.columns());
            kinds.add(key);
            names.add(alias + "." + key.name());
        }
        expressions.addAll(names);
        addAggregates(input, alias, kinds, expressions);
        String grouping = random.nextInt(6) == 0
                ? " GROUP BY ROLLUP (" + String.join(", ", names) + ")"
                : " GROUP BY " + String.join(", ", names);
        String having = random.nextInt(5) == 0 ? " HAVING count(*) > 1" : "";
        return select(kinds, expressions, " FROM " + in(input, alias) + grouping + having);
    }

    private Relation total(Relation input) {
        String alias = alias();
        List<Column> kinds = new ArrayList<>();
        List<String> expressions = new ArrayList<>();
        addAggregates(input, alias, kinds, expressions);
        return select(kinds, expressions, " FROM " + in(input, alias));
    }

    private Relation distinct(Relation input) {
        String alias = alias();
        Relation plain = all(input, alias, "");
        return new Relation(plain.sql().replaceFirst("SELECT", "SELECT DISTINCT"), plain.columns());
    }

    /** One column of each side, as text. */
    private Relation setOperation(Relation left, Relation right) {
        String first = alias();
        String second = alias();
        Column one = pick(left.columns());
        Column other = pick(right.columns());
        String operator = pick(List.of(
                " UNION ALL ", " UNION ALL ", " UNION ", " EXCEPT ", " EXCEPT ALL ", " INTERSECT ", " INTERSECT ALL "));
        String sql = "SELECT CAST(" + first + "." + one.name() + " AS STRING) AS c0 FROM " + in(left, first) + operator
                + "SELECT CAST(" + second + "." + other.name() + " AS STRING) AS c0 FROM " + in(right, second);
        return new Relation(sql, List.of(new Column("c0", Kind.TEXT)));
    }

    private static String allColumns(Relation input, String alias) {
        return input.columns().stream()
                .map(column -> alias + "." + column.name())
                .collect(Collectors.joining(", "));
    }

    private Relation window(Relation input) {
        String alias = alias();
        List<Column> kinds = new ArrayList<>();
        List<String> expressions = new ArrayList<>();
        String partition = random.nextInt(8) == 0
                ? ""
                : "PARTITION BY " + alias + "." + pick(input.columns()).name() + " ";
        String value = alias + "." + number(input).name();
        String function = pick(List.of(
                "row_number() OVER (%w)",
                "rank() OVER (%w)",
                "lag(%v) OVER (%w)",
                "count(%v) OVER (%p)",
                "max(%v) OVER (%w)",
                "dense_rank() OVER (%w)"));
        String order = "ORDER BY " + allColumns(input, alias);
        expressions.add(function.replace("%w", partition + order)
                .replace("%p", partition)
                .replace("%v", value));
        boolean keepsKind = function.contains("%v") && !function.startsWith("count");
        kinds.add(new Column("w", keepsKind ? number(input, value) : Kind.NUMBER));
        for (Column column : input.columns()) {
            kinds.add(column);
            expressions.add(alias + "." + column.name());
        }
        Relation windowed = select(kinds, expressions, " FROM " + in(input, alias));
        if (!function.startsWith("row_number") || random.nextBoolean()) {
            return windowed;
        }
        String outer = alias();
        return all(windowed, outer, " WHERE " + outer + ".c0 <= 2");
    }

    private static Kind number(Relation input, String qualified) {
        String name = qualified.substring(qualified.indexOf('.') + 1);
        return input.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow()
                .kind();
    }

    private Relation first(Relation input) {
        String alias = alias();
        String offset = random.nextInt(4) == 0 ? " OFFSET 1" : "";
        return all(input, alias, " ORDER BY " + allColumns(input, alias) + " LIMIT " + random.nextInt(1, 6) + offset);
    }

    private Relation exploded(Relation input) {
        String alias = alias();
        List<Column> kinds = new ArrayList<>(input.columns());
        kinds.add(0, new Column("e", Kind.NUMBER));
        List<String> expressions = new ArrayList<>();
        expressions.add("e");
        input.columns().forEach(column -> expressions.add(alias + "." + column.name()));
        return select(kinds, expressions, " FROM " + in(input, alias) + " LATERAL VIEW explode(array(1, 2)) x AS e");
    }

    private Relation aboveAverage(Relation left, Relation right) {
        String first = alias();
        String second = alias();
        Column one = number(left);
        Column other = number(right);
        if (one.kind() == Kind.TEXT || other.kind() == Kind.TEXT) {
            return filter(left);
        }
        String correlated = random.nextBoolean() ? " WHERE " + equality(left, first, right, second) : "";
        return all(
                left,
                first,
                " WHERE " + first + "." + one.name() + " >= (SELECT max(" + second + "." + other.name() + ") FROM "
                        + in(right, second) + correlated + ")");
    }
}
