package dev.leat.duckdb;

import dev.leat.duckdb.Computed.Rows;
import dev.leat.duckdb.render.LiteralSql;
import dev.leat.duckdb.store.Database;
import dev.leat.duckdb.store.WatermarkLog.Part;
import dev.leat.duckdb.store.WatermarkLog.Read;
import dev.leat.incremental.EventTimes;
import dev.leat.incremental.Maintained;
import dev.leat.incremental.Stored;
import dev.leat.plan.Plan;
import dev.leat.plan.RelationName;
import dev.leat.type.Field;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * How far the event times of a dataset's reads have come, and which rows are late in a commit.
 *
 * <p>A watermark stays as it is within a commit, so that the order in which a commit reads files means nothing. After it, the
 * watermark is the latest time of the part that is furthest behind, less the delay; it never goes back. A part that has had no
 * rows for its source's time does not hold it up, nor does a read that has had none hold up what another one bounds. A part whose records
 * are left to later commits is not idle, and while there is one of which none has been read, nobody knows how far behind that is.
 */
final class EventTimeProgress {
    private final Database database;
    private final Maintained query;
    private final long now;
    private final Map<Integer, Read> before;
    private final Function<String, Set<String>> left;
    /** When a part of a read has to have had rows not to be idle, by the index of the watermark. */
    private final Map<Integer, Long> activeSince = new HashMap<>();

    private final Map<Integer, Map<String, OptionalLong>> read = new HashMap<>();
    private final List<LateRows> late = new ArrayList<>();

    /**
     * Progress in a commit.
     *
     * @param before that of the last commit, by the index of the watermark
     * @param left the parts of a source, by its key, that have records which are left to later commits
     * @param idle after which time without rows a part of relations is idle; empty where it never is
     */
    EventTimeProgress(
            Database database,
            Maintained query,
            Map<Integer, Read> before,
            Function<String, Set<String>> left,
            Function<List<RelationName>, Optional<Duration>> idle,
            Instant now) {
        this.database = database;
        this.query = query;
        this.before = Map.copyOf(before);
        this.left = left;
        this.now = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        for (int i = 0; i < query.stored().size(); i++) {
            int index = i;
            query.watermark(i)
                    .ifPresent(node -> activeSince.put(
                            index,
                            idle.apply(query.sources(node))
                                    .map(time -> this.now - TimeUnit.MICROSECONDS.convert(time))
                                    .orElse(Long.MIN_VALUE)));
        }
    }

    /**
     * Rows that came too late.
     *
     * @param source what they are from
     * @param records how many records made them, as far as that is known
     * @param rows a staged table of their time, part and position, and of the row as JSON
     * @param watermark microseconds since 1970-01-01
     */
    record LateRows(RelationName source, long records, Rows rows, long watermark) {}

    /** Takes note of the rows of a watermark in a staged table; which of them are in time, as SQL. */
    Rows take(int index, Rows rows, TemporaryTables temporary) throws SQLException {
        Plan.Watermark node = query.watermark(index).orElseThrow();
        String time = micros(node);
        OptionalLong watermark = before.containsKey(index) ? before.get(index).watermark() : OptionalLong.empty();
        long lateRows = note(index, node, rows.table(), watermark);
        if (lateRows == 0) {
            return rows;
        }
        String table = temporary.next();
        long bound = watermark.getAsLong();
        database.execute(TemporaryTables.creation(
                table,
                "SELECT " + time + " AS time, " + part(node) + " AS part, " + position(node) + " AS position, encode("
                        + json(node) + ") AS raw FROM " + rows.table() + " WHERE " + time + " < " + bound));
        late.add(new LateRows(query.source(node), records(table), new Rows(table, lateRows), bound));
        String inTime =
                "(SELECT * FROM " + rows.table() + " WHERE " + time + " >= " + bound + " OR " + time + " IS NULL)";
        return new Rows(inTime, rows.count() - lateRows);
    }

    private long records(String late) throws SQLException {
        return database.number(
                "SELECT count(*) FILTER (position < 0) + count(DISTINCT (part, position)) FILTER (position >= 0) FROM "
                        + late);
    }

    /** Takes note of the rows of a watermark in a table, of which none is late. */
    void takeAll(int index, String table) throws SQLException {
        note(index, query.watermark(index).orElseThrow(), table, OptionalLong.empty());
    }

    private long note(int index, Plan.Watermark node, String table, OptionalLong watermark) throws SQLException {
        Map<String, OptionalLong> parts = read.computeIfAbsent(index, key -> new HashMap<>());
        String bound = watermark.isPresent() ? Long.toString(watermark.getAsLong()) : "NULL";
        long late = 0;
        try (Statement statement = database.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT " + part(node) + ", max(" + micros(node)
                        + "), count(*) FILTER (" + micros(node) + " < " + bound + ") FROM " + table + " GROUP BY 1")) {
            while (row.next()) {
                long micros = row.getLong(2);
                OptionalLong latest = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(micros);
                parts.put(row.getString(1), latest);
                late += row.getLong(3);
            }
        }
        return late;
    }

    private static String micros(Plan.Watermark node) {
        return "epoch_us(" + field(node, EventTimes.COLUMNS) + ")";
    }

    private static String part(Plan.Watermark node) {
        return field(node, EventTimes.COLUMNS - 1);
    }

    private static String position(Plan.Watermark node) {
        return field(node, EventTimes.COLUMNS - 2);
    }

    private static String field(Plan.Watermark node, int fromEnd) {
        return LiteralSql.identifier(Stored.field(node.output().size() - fromEnd));
    }

    /** The columns of the read as JSON. */
    private static String json(Plan.Watermark node) {
        List<Field> columns = node.output().subList(0, node.output().size() - EventTimes.COLUMNS).stream()
                .map(column -> new Field(column.name(), column.type(), column.nullable()))
                .toList();
        return RowJson.of(columns, i -> LiteralSql.identifier(Stored.field(i)));
    }

    /** The rows that came too late. */
    List<LateRows> late() {
        return List.copyOf(late);
    }

    /** The progress after the commit, by the index of the watermark. */
    Map<Integer, Read> after() {
        Map<Integer, Read> after = new HashMap<>();
        for (int i = 0; i < query.stored().size(); i++) {
            int index = i;
            query.watermark(i).ifPresent(node -> after.put(index, after(index, node)));
        }
        Set<Integer> idle = new HashSet<>();
        OptionalLong least = OptionalLong.empty();
        for (Map.Entry<Integer, Read> found : after.entrySet()) {
            if (isIdle(found.getKey(), found.getValue())) {
                idle.add(found.getKey());
            } else {
                long watermark = found.getValue().watermark().orElse(Long.MIN_VALUE);
                least = OptionalLong.of(Math.min(watermark, least.orElse(Long.MAX_VALUE)));
            }
        }
        if (least.isPresent()) {
            long bound = least.getAsLong();
            idle.forEach(index -> after.computeIfPresent(index, (key, found) -> raised(found, bound)));
        }
        return after;
    }

    /** Whether a watermark is another one after the commit. */
    boolean hasAdvanced(Map<Integer, Read> after) {
        return after.entrySet().stream()
                .anyMatch(read -> !read.getValue()
                        .watermark()
                        .equals(Optional.ofNullable(before.get(read.getKey()))
                                .map(Read::watermark)
                                .orElse(OptionalLong.empty())));
    }

    private boolean isIdle(int index, Read found) {
        long since = activeSince.getOrDefault(index, Long.MIN_VALUE);
        return left.apply(found.source()).isEmpty()
                && found.parts().values().stream().noneMatch(part -> part.seen() >= since);
    }

    private static Read raised(Read found, long least) {
        boolean isLater = least > found.watermark().orElse(Long.MIN_VALUE);
        return isLater ? new Read(found.source(), OptionalLong.of(least), found.parts()) : found;
    }

    private Read after(int index, Plan.Watermark node) {
        Read known = before.getOrDefault(
                index,
                new Read(
                        query.source(node).key(),
                        OptionalLong.empty(),
                        Map.of("", new Part(OptionalLong.empty(), now))));
        Set<String> waiting = left.apply(known.source());
        long since = activeSince.getOrDefault(index, Long.MIN_VALUE);
        Map<String, Part> active = new HashMap<>();
        known.parts().forEach((name, part) -> {
            if (part.seen() >= since || waiting.contains(name)) {
                // A clock that was put back does not keep a part from becoming idle.
                active.put(name, new Part(part.latest(), Math.min(part.seen(), now)));
            }
        });
        Map<String, OptionalLong> added = read.getOrDefault(index, Map.of());
        Map<String, Part> parts = new HashMap<>(active);
        if (!added.isEmpty()) {
            // What stands for a read without any rows yet.
            parts.remove("");
        }
        added.forEach((name, latest) -> {
            OptionalLong earlier =
                    Optional.ofNullable(active.get(name)).map(Part::latest).orElse(OptionalLong.empty());
            parts.put(name, new Part(later(latest, earlier), now));
        });
        OptionalLong watermark = known.watermark();
        if (!added.isEmpty()
                && parts.keySet().containsAll(waiting)
                && parts.values().stream().allMatch(part -> part.latest().isPresent())) {
            long behind = parts.values().stream()
                    .mapToLong(part -> part.latest().getAsLong())
                    .min()
                    .getAsLong();
            watermark = later(watermark, before(behind, node.delayMicros()));
        }
        return new Read(known.source(), watermark, parts);
    }

    /** Empty where no time is that early. */
    private static OptionalLong before(long time, long delay) {
        return time < Long.MIN_VALUE + delay ? OptionalLong.empty() : OptionalLong.of(time - delay);
    }

    private static OptionalLong later(OptionalLong one, OptionalLong other) {
        return one.isEmpty() || (other.isPresent() && other.getAsLong() > one.getAsLong()) ? other : one;
    }
}
