package dev.leat.spark;

import dev.leat.incremental.Stored;
import dev.leat.plan.Column;
import dev.leat.type.Identifiers;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/** SQL for stored rows as JSON, for reading. Names that differ in case only are told apart by the index of the column. */
final class RowJson {
    private RowJson() {}

    /** A text for each row of some columns, the first ones. */
    static String of(List<Column> columns) {
        if (columns.isEmpty()) {
            return "'{}'";
        }
        Set<String> names = new HashSet<>();
        StringJoiner members = new StringJoiner(", ", "struct(", ")");
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i).name();
            boolean isFree = names.add(name.toLowerCase(Locale.ROOT));
            members.add(Stored.field(i) + " AS " + Identifiers.quote(isFree ? name : name + "#" + i));
        }
        return "to_json(" + members + ", map('ignoreNullFields', 'false', 'timeZone', 'UTC',"
                + " 'timestampFormat', 'yyyy-MM-dd HH:mm:ss.SSSSSS', 'timestampNTZFormat', 'yyyy-MM-dd HH:mm:ss.SSSSSS'))";
    }
}
