package dev.leat.plan;

import dev.leat.error.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A relational operator with its inputs. A plan is a directed acyclic graph: a node that occurs twice (by identity) is
 * meant to be computed once.
 *
 * <p>Every operator is defined on Z-sets, rows with an integer weight; a table is the special case in which all weights
 * are positive. The definitions are in {@code ARCHITECTURE.md}, section "The algebra".
 */
public sealed interface Plan {
    /** The columns produced, in order. */
    List<Column> output();

    /** The input nodes, in order. */
    List<Plan> inputs();

    /** Calls the visitor's method for this kind of node. */
    <R> R accept(Visitor<R> visitor);

    /** Whether a scan takes the relation as it is, or as a stream of insertions. */
    enum ScanMode {
        TABLE,
        STREAM
    }

    /**
     * All rows of a relation.
     *
     * @param fields the relation's column, by name, for each output column; only these are read
     */
    record Scan(RelationName relation, ScanMode mode, List<String> fields, List<Column> output) implements Plan {
        /** The field, of any source, with the name of the part that a row stems from. No column has such a name. */
        public static final String PART = "\0part";

        /** The field, of any source, with the position of the record that a row was made of in its part. */
        public static final String POSITION = "\0position";

        public Scan {
            fields = List.copyOf(fields);
            output = List.copyOf(output);
            Checks.verify(fields.size() == output.size(), "a scan names a field for each output column");
        }

        @Override
        public List<Plan> inputs() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Rows of constant expressions. Without columns, each row is still a row. */
    record Values(List<Column> output, List<List<Expression>> rows) implements Plan {
        public Values {
            output = List.copyOf(output);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<Expression> row : rows) {
                Checks.verify(row.size() == output.size(), "each row of values has a value for each column");
            }
        }

        @Override
        public List<Plan> inputs() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The rows for which the condition is true. */
    record Filter(Plan input, Expression condition) implements Plan {
        @Override
        public List<Column> output() {
            return input.output();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** One row for each input row. */
    record Project(Plan input, List<Projection> columns) implements Plan {
        public Project {
            columns = List.copyOf(columns);
        }

        @Override
        public List<Column> output() {
            return columns.stream().map(Projection::column).toList();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The kinds of join. */
    enum JoinKind {
        INNER,
        LEFT,
        RIGHT,
        FULL,
        /** Left rows with a match. */
        SEMI,
        /** Left rows without a match. */
        ANTI,
        /** NOT IN: left rows for which the condition is false, neither true nor NULL, for every right row. */
        ANTI_NULL_AWARE,
        /** Every left row once, with a boolean column that tells whether it has a match. */
        EXISTENCE
    }

    /**
     * Pairs of rows for which the condition is true; without a condition, all pairs.
     *
     * @param existence the boolean column of an EXISTENCE join
     */
    record Join(Plan left, Plan right, JoinKind kind, Optional<Expression> condition, Optional<Column> existence)
            implements Plan {
        public Join {
            Checks.verify(
                    existence.isPresent() == (kind == JoinKind.EXISTENCE),
                    "an existence join, and only it, has an existence column");
        }

        @Override
        public List<Column> output() {
            return switch (kind) {
                case INNER -> join(left.output(), right.output());
                case LEFT -> join(left.output(), nullable(right.output()));
                case RIGHT -> join(nullable(left.output()), right.output());
                case FULL -> join(nullable(left.output()), nullable(right.output()));
                case SEMI, ANTI, ANTI_NULL_AWARE -> left.output();
                case EXISTENCE -> join(left.output(), List.of(existence.orElseThrow()));
            };
        }

        private static List<Column> nullable(List<Column> columns) {
            return columns.stream()
                    .map(column -> new Column(column.id(), column.name(), column.type(), true))
                    .toList();
        }

        private static List<Column> join(List<Column> left, List<Column> right) {
            return Stream.concat(left.stream(), right.stream()).toList();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(left, right);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** One row per distinct tuple of keys; without keys, exactly one row. */
    record Aggregate(Plan input, List<Projection> keys, List<AggregateColumn> aggregates) implements Plan {
        public Aggregate {
            keys = List.copyOf(keys);
            aggregates = List.copyOf(aggregates);
        }

        @Override
        public List<Column> output() {
            List<Column> columns = new ArrayList<>();
            keys.forEach(key -> columns.add(key.column()));
            aggregates.forEach(aggregate -> columns.add(aggregate.column()));
            return List.copyOf(columns);
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Each distinct row once. */
    record Distinct(Plan input) implements Plan {
        @Override
        public List<Column> output() {
            return input.output();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** UNION ALL: the rows of all inputs, columns matched by position. */
    record Union(List<Plan> inputs, List<Column> output) implements Plan {
        public Union {
            inputs = List.copyOf(inputs);
            output = List.copyOf(output);
            for (Plan input : inputs) {
                Checks.verify(input.output().size() == output.size(), "inputs of a union have as many columns as it");
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** EXCEPT or INTERSECT. */
    enum SetOperator {
        EXCEPT,
        INTERSECT
    }

    /** Whether duplicates count. */
    enum Duplicates {
        /** The ALL form: by multiplicity. */
        KEPT,
        /** The DISTINCT form. */
        REMOVED
    }

    /** EXCEPT and INTERSECT, columns matched by position; NULL equals NULL. */
    record SetOperation(Plan left, Plan right, SetOperator operator, Duplicates duplicates, List<Column> output)
            implements Plan {
        public SetOperation {
            output = List.copyOf(output);
        }

        @Override
        public List<Plan> inputs() {
            return List.of(left, right);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The input's columns followed by window functions over one partitioning and order. */
    record Window(Plan input, List<Expression> partition, List<SortKey> order, List<WindowColumn> columns)
            implements Plan {
        public Window {
            partition = List.copyOf(partition);
            order = List.copyOf(order);
            columns = List.copyOf(columns);
        }

        @Override
        public List<Column> output() {
            List<Column> all = new ArrayList<>(input.output());
            columns.forEach(column -> all.add(column.column()));
            return List.copyOf(all);
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The rows in an order; the order holds for a {@link Limit} directly above and for the result of a query. */
    record Sort(Plan input, List<SortKey> order) implements Plan {
        public Sort {
            order = List.copyOf(order);
        }

        @Override
        public List<Column> output() {
            return input.output();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** After the first {@code offset} rows, at most {@code count} rows. */
    record Limit(Plan input, OptionalLong count, long offset) implements Plan {
        public Limit {
            Checks.verify(offset >= 0, "an offset is not negative");
        }

        @Override
        public List<Column> output() {
            return input.output();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** What a generator does with an input row for which it produces nothing. */
    enum EmptyRows {
        DROPPED,
        /** LATERAL VIEW OUTER: kept once, with NULLs. */
        KEPT
    }

    /**
     * For each input row, the rows a table-valued function makes of it, such as {@code explode}.
     *
     * @param generator a call whose function is the generator's name; its type is ARRAY of STRUCT of the columns
     */
    record Generate(Plan input, Expression.Call generator, EmptyRows emptyRows, List<Column> columns) implements Plan {
        public Generate {
            columns = List.copyOf(columns);
        }

        @Override
        public List<Column> output() {
            return Stream.concat(input.output().stream(), columns.stream()).toList();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** For each input row, one row for each list of expressions (grouping sets, sliding windows). */
    record Expand(Plan input, List<List<Expression>> rows, List<Column> output) implements Plan {
        public Expand {
            rows = rows.stream().map(List::copyOf).toList();
            output = List.copyOf(output);
            for (List<Expression> row : rows) {
                Checks.verify(row.size() == output.size(), "each row of an expand has a value for each column");
            }
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * The input's columns followed by the session each row belongs to: within a partition, intervals that overlap or
     * touch are united.
     *
     * @param start first instant of the row's own interval
     * @param end first instant after it; rows whose end is not after the start are dropped
     * @param session STRUCT of start and end
     */
    record SessionWindow(Plan input, List<Expression> partition, Expression start, Expression end, Column session)
            implements Plan {
        public SessionWindow {
            partition = List.copyOf(partition);
        }

        @Override
        public List<Column> output() {
            return Stream.concat(input.output().stream(), Stream.of(session)).toList();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Declares that rows come at most {@code delayMicros} out of order by a time column. A batch passes them through. */
    record Watermark(Plan input, Expression time, long delayMicros) implements Plan {
        public Watermark {
            Checks.verify(delayMicros >= 0, "a watermark's delay is not negative");
        }

        @Override
        public List<Column> output() {
            return input.output();
        }

        @Override
        public List<Plan> inputs() {
            return List.of(input);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** One method per kind of node. */
    interface Visitor<R> {
        R visit(Scan node);

        R visit(Values node);

        R visit(Filter node);

        R visit(Project node);

        R visit(Join node);

        R visit(Aggregate node);

        R visit(Distinct node);

        R visit(Union node);

        R visit(SetOperation node);

        R visit(Window node);

        R visit(Sort node);

        R visit(Limit node);

        R visit(Generate node);

        R visit(Expand node);

        R visit(SessionWindow node);

        R visit(Watermark node);
    }
}
