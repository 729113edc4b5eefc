package dev.leat.duckdb;

import dev.leat.duckdb.render.LiteralSql;
import dev.leat.error.Checks;
import dev.leat.incremental.Stored;
import dev.leat.pipeline.Dataset;
import dev.leat.pipeline.Expectation;
import dev.leat.pipeline.Expectation.Action;
import dev.leat.pipeline.Quarantine;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Predicate;

/**
 * The columns of a table of judged rows, as SQL: those of the dataset, then a verdict for each expectation.
 *
 * @param violated what to call the names of the expectations that a row violates
 */
record JudgedColumns(List<Expectation> expectations, List<String> data, List<String> verdicts, String violated) {
    JudgedColumns {
        expectations = List.copyOf(expectations);
        data = List.copyOf(data);
        verdicts = List.copyOf(verdicts);
        Checks.verify(verdicts.size() == expectations.size(), "there is a verdict for each expectation");
    }

    /** The columns of a table for the whole result. */
    static JudgedColumns named(Dataset dataset) {
        List<Field> fields = fields(dataset);
        int count = dataset.schema().size();
        List<String> names = fields.stream()
                .map(field -> LiteralSql.identifier(field.name()))
                .toList();
        return new JudgedColumns(
                dataset.expectations(),
                names.subList(0, count),
                names.subList(count, names.size()),
                LiteralSql.identifier(Quarantine.VIOLATED));
    }

    /** A column beside those of the dataset and the verdicts, in a table of a change. */
    static String column(int index) {
        return LiteralSql.identifier(Stored.field(index));
    }

    /** The columns of the tables of a change. */
    static JudgedColumns positional(Dataset dataset) {
        int count = dataset.schema().size();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count + dataset.expectations().size(); i++) {
            names.add(LiteralSql.identifier(Stored.field(i)));
        }
        return new JudgedColumns(
                dataset.expectations(),
                names.subList(0, count),
                names.subList(count, names.size()),
                LiteralSql.identifier(Stored.field(count)));
    }

    /** The columns of a table for the whole result; verdicts have names that no column of the dataset has. */
    static List<Field> fields(Dataset dataset) {
        String prefix = "$";
        while (startsAny(dataset, prefix)) {
            prefix += "$";
        }
        List<Field> fields = new ArrayList<>(dataset.schema());
        for (int i = 0; i < dataset.expectations().size(); i++) {
            fields.add(new Field(prefix + i, Simple.BOOLEAN, false));
        }
        return fields;
    }

    private static boolean startsAny(Dataset dataset, String prefix) {
        return dataset.schema().stream().anyMatch(field -> field.name().startsWith(prefix));
    }

    /** Whether a row is left out of the dataset. */
    String isRejected() {
        return violatesAny(Action::rejects);
    }

    /** Whether a row is quarantined. */
    String isQuarantined() {
        return violatesAny(action -> action == Action.QUARANTINE);
    }

    private String violatesAny(Predicate<Action> actions) {
        StringJoiner any = new StringJoiner(" OR ", "(", ")");
        any.setEmptyValue("false");
        for (int i = 0; i < verdicts.size(); i++) {
            if (actions.test(expectations.get(i).action())) {
                any.add("NOT " + verdicts.get(i));
            }
        }
        return any.toString();
    }

    /** The rows that go into the dataset, with its columns. */
    String kept(String table) {
        return "SELECT " + String.join(", ", data) + " FROM " + table + " WHERE NOT " + isRejected();
    }

    /** The rows that are quarantined: the dataset's columns, then the names of the expectations that the row violates. */
    String quarantined(String table) {
        StringJoiner names = new StringJoiner(" || ");
        names.add("CAST([] AS VARCHAR[])");
        for (int i = 0; i < verdicts.size(); i++) {
            names.add("CASE WHEN " + verdicts.get(i) + " THEN CAST([] AS VARCHAR[]) ELSE ["
                    + LiteralSql.string(expectations.get(i).name()) + "] END");
        }
        return "SELECT " + String.join(", ", data) + ", " + names + " AS " + violated + " FROM " + table + " WHERE "
                + isQuarantined();
    }
}
