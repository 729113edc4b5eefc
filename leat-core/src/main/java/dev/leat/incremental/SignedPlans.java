package dev.leat.incremental;

import dev.leat.error.Checks;
import dev.leat.plan.Column;
import dev.leat.plan.Expression;
import dev.leat.plan.Expression.Call;
import dev.leat.plan.Expression.ColumnReference;
import dev.leat.plan.Expression.Literal;
import dev.leat.plan.Expressions;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.plan.Projection;
import dev.leat.plan.Projections;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes plans of signed rows. Parts that stand beside each other in a plan may stem from one node of the query; so each is
 * given ids of its own, and its columns their old ones again by a projection on top.
 */
final class SignedPlans {
    private int nextId;

    /** Numbers new columns from an id on. */
    SignedPlans(int nextId) {
        this.nextId = nextId;
    }

    /** A sign. */
    enum Sign {
        POSITIVE("1"),
        NEGATIVE("-1");

        private final Literal literal;

        Sign(String text) {
            literal = Literal.of(text, Simple.INT);
        }
    }

    private Column sign() {
        return new Column(nextId++, "sign", Simple.INT, false);
    }

    /** Columns for the values of expressions. */
    List<Column> columnsOf(List<Expression> expressions) {
        return expressions.stream()
                .map(expression -> new Column(nextId++, "key", expression.type(), true))
                .toList();
    }

    /** A linear operator of one input on other rows; the order of rows means nothing here. */
    Signed linear(Plan node, Signed input) {
        if (node instanceof Plan.Sort) {
            return input;
        }
        if (input.sign().isEmpty()) {
            return Signed.positive(Plans.withInputs(node, List.of(input.plan())));
        }
        Column sign = input.sign().get();
        if (node instanceof Plan.Project project) {
            List<Projection> columns = new ArrayList<>(project.columns());
            columns.addAll(Projections.passing(List.of(sign)));
            return new Signed(new Plan.Project(input.plan(), columns), Optional.of(sign));
        }
        if (node instanceof Plan.Expand expand) {
            Column made = sign();
            List<Column> output = new ArrayList<>(expand.output());
            output.add(made);
            List<List<Expression>> rows = new ArrayList<>();
            for (List<Expression> row : expand.rows()) {
                List<Expression> longer = new ArrayList<>(row);
                longer.add(new ColumnReference(sign));
                rows.add(longer);
            }
            return new Signed(new Plan.Expand(input.plan(), rows, output), Optional.of(made));
        }
        boolean passes = node instanceof Plan.Filter || node instanceof Plan.Generate || node instanceof Plan.Watermark;
        Checks.verify(
                passes,
                "an operator that is not stored is linear: " + node.getClass().getSimpleName());
        return new Signed(Plans.withInputs(node, List.of(input.plan())), Optional.of(sign));
    }

    /** Rows, and those of their columns that count. */
    record Side(Signed rows, List<Column> columns) {
        Side {
            columns = List.copyOf(columns);
        }
    }

    /** An inner join of signed rows. */
    Signed join(Side left, Side right, Optional<Expression> condition) {
        Signed first = isolated(left.rows(), left.columns());
        Signed second = isolated(right.rows(), right.columns());
        Plan pairs = new Plan.Join(first.plan(), second.plan(), Plan.JoinKind.INNER, condition, Optional.empty());
        if (first.sign().isEmpty() || second.sign().isEmpty()) {
            return new Signed(pairs, first.sign().or(second::sign));
        }
        Column sign = sign();
        List<Projection> columns = new ArrayList<>(Projections.passing(left.columns()));
        columns.addAll(Projections.passing(right.columns()));
        columns.add(new Projection(
                sign,
                new Call(
                        "*",
                        List.of(
                                new ColumnReference(first.sign().get()),
                                new ColumnReference(second.sign().get())),
                        Simple.INT,
                        false)));
        return new Signed(new Plan.Project(pairs, columns), Optional.of(sign));
    }

    /** An inner join of signed rows. */
    Signed join(Plan.Join join, Signed left, Signed right) {
        return join(
                new Side(left, join.left().output()),
                new Side(right, join.right().output()),
                join.condition());
    }

    /** A join of which each row stems from one row of the left side, or of the right in a right join; only that is signed. */
    Signed outer(Plan.Join join, Signed left, Signed right) {
        Signed first = isolated(left, join.left().output());
        Signed second = isolated(right, join.right().output());
        return new Signed(
                new Plan.Join(first.plan(), second.plan(), join.kind(), join.condition(), join.existence()),
                first.sign().or(second::sign));
    }

    /** The sum of signed rows, columns matched by position. */
    Signed union(List<Signed> inputs, List<List<Column>> columns, List<Column> output) {
        boolean isSigned = inputs.stream().anyMatch(input -> input.sign().isPresent());
        List<Plan> branches = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Signed input = renumbered(inputs.get(i), columns.get(i));
            branches.add(input.plan());
        }
        if (!isSigned) {
            return Signed.positive(new Plan.Union(branches, output));
        }
        List<Plan> signed = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            signed.add(inputs.get(i).sign().isPresent() ? branches.get(i) : with(branches.get(i), Sign.POSITIVE));
        }
        Column sign = sign();
        List<Column> all = new ArrayList<>(output);
        all.add(sign);
        return new Signed(new Plan.Union(signed, all), Optional.of(sign));
    }

    /** A plan of just the given columns and the sign, in which every column has a new id. */
    private Signed renumbered(Signed part, List<Column> columns) {
        List<Column> all = new ArrayList<>(columns);
        part.sign().ifPresent(all::add);
        Plan exact = new Plan.Project(part.plan(), Projections.passing(all));
        // One id after the other: larger ones by an offset would double with each copy of a copy.
        Map<Integer, Integer> ids = new HashMap<>();
        Plan copy = Plans.mapColumns(
                exact,
                column -> new Column(
                        ids.computeIfAbsent(column.id(), id -> nextId++),
                        column.name(),
                        column.type(),
                        column.nullable()));
        return new Signed(copy, part.sign().map(sign -> copy.output().get(columns.size())));
    }

    /** The same plan with columns of its own. */
    Plan copy(Plan plan) {
        return renumbered(Signed.positive(plan), plan.output()).plan();
    }

    /** A plan that shares no column with others but the given ones, which keep their ids. */
    Signed isolated(Signed part, List<Column> columns) {
        Signed copy = renumbered(part, columns);
        List<Projection> projections =
                new ArrayList<>(Projections.renaming(copy.plan().output().subList(0, columns.size()), columns));
        copy.sign().ifPresent(sign -> projections.addAll(Projections.passing(List.of(sign))));
        return new Signed(new Plan.Project(copy.plan(), projections), copy.sign());
    }

    private Plan with(Plan rows, Sign sign) {
        List<Projection> columns = new ArrayList<>(Projections.passing(rows.output()));
        columns.add(new Projection(sign(), sign.literal));
        return new Plan.Project(rows, columns);
    }

    /** Rows that count +1 and rows that count −1. */
    Signed difference(Plan inserted, Plan deleted, List<Column> columns) {
        return union(List.of(Signed.positive(inserted), negative(deleted)), List.of(columns, columns), columns);
    }

    /** Rows that count −1. */
    Signed negative(Plan rows) {
        Plan plan = with(rows, Sign.NEGATIVE);
        return new Signed(plan, Optional.of(plan.output().get(plan.output().size() - 1)));
    }

    /**
     * Keys that rows may have.
     *
     * @param columns those of the rows that are the key
     * @param comparisons for each of them, {@code =} or {@code <=>}
     */
    record Keys(Plan rows, List<Column> columns, List<String> comparisons) {
        Keys {
            columns = List.copyOf(columns);
            comparisons = List.copyOf(comparisons);
            Checks.verify(columns.size() == comparisons.size(), "each column of a key is compared");
        }

        /** Keys where NULL equals NULL. */
        Keys(Plan rows, List<Column> columns) {
            this(rows, columns, columns.stream().map(column -> "<=>").toList());
        }
    }

    /** The rows with one of the given keys, which share no column with them. */
    static Plan matching(Plan rows, List<Expression> key, Keys keys) {
        List<Expression> equalities = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            String comparison = keys.comparisons().get(i);
            Expression column = new ColumnReference(keys.columns().get(i));
            equalities.add(new Call(comparison, List.of(key.get(i), column), Simple.BOOLEAN, comparison.equals("=")));
        }
        return new Plan.Join(rows, keys.rows(), Plan.JoinKind.SEMI, Expressions.all(equalities), Optional.empty());
    }

    /** Signed rows as a table: those that count +1 without those that count −1. The sum has no negative rows. */
    Plan rows(Signed part, List<Column> columns) {
        return part.sign()
                .map(sign -> {
                    List<Column> all = new ArrayList<>(columns);
                    all.add(sign);
                    return surplus(
                            new Plan.Project(part.plan(), Projections.passing(all)), sign, columns, Sign.POSITIVE);
                })
                .orElseGet(part::plan);
    }

    /** The rows of one sign, without as many of the other. */
    private static Plan surplus(Plan rows, Column sign, List<Column> columns, Sign wanted) {
        Sign other = wanted == Sign.POSITIVE ? Sign.NEGATIVE : Sign.POSITIVE;
        return new Plan.SetOperation(
                only(rows, sign, wanted, columns),
                only(rows, sign, other, columns),
                Plan.SetOperator.EXCEPT,
                Plan.Duplicates.KEPT,
                columns);
    }

    private static Plan only(Plan rows, Column sign, Sign wanted, List<Column> columns) {
        Expression condition = new Call("=", List.of(new ColumnReference(sign), wanted.literal), Simple.BOOLEAN, false);
        return new Plan.Project(new Plan.Filter(rows, condition), Projections.passing(columns));
    }

    /** Just the given columns and the sign, in that order. */
    static Plan settled(Signed change, List<Column> columns) {
        List<Column> all = new ArrayList<>(columns);
        change.sign().ifPresent(all::add);
        return new Plan.Project(change.plan(), Projections.passing(all));
    }

    /** The rows of one plan as they are now, +1, and of another as they were, −1; the plans share no column. */
    Signed replaced(Plan now, Plan before, List<Column> columns) {
        Plan added = with(now, Sign.POSITIVE);
        Plan taken = with(before, Sign.NEGATIVE);
        Column sign = sign();
        List<Column> all = new ArrayList<>(columns);
        all.add(sign);
        return new Signed(new Plan.Union(List.of(added, taken), all), Optional.of(sign));
    }

    /** Columns like the given ones, with ids that no other has. */
    List<Column> copies(List<Column> columns) {
        return columns.stream()
                .map(column -> new Column(nextId++, column.name(), column.type(), column.nullable()))
                .toList();
    }

    /** A new column. */
    Column column(String name, DataType type, boolean nullable) {
        return new Column(nextId++, name, type, nullable);
    }
}
