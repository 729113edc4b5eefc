package dev.leat.conformance.versions;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Values of Spark as text that tells them apart. */
final class RowText {
    private RowText() {}

    static String of(Row row) {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        for (int index = 0; index < row.length(); index++) {
            text.add(of(row.get(index)));
        }
        return text.toString();
    }

    private static String of(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof Row row) {
            return of(row);
        }
        if (value instanceof byte[] bytes) {
            return "X'" + HexFormat.of().formatHex(bytes) + "'";
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof String text) {
            return "'" + text + "'";
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            StringJoiner text = new StringJoiner(", ", "(", ")");
            CollectionConverters.asJava(map).forEach((key, element) -> text.add(of(key) + ": " + of(element)));
            return text.toString();
        }
        if (value instanceof scala.collection.Seq<?> sequence) {
            List<?> elements = CollectionConverters.asJava(sequence);
            StringJoiner text = new StringJoiner(", ", "[", "]");
            elements.forEach(element -> text.add(of(element)));
            return text.toString();
        }
        return value.toString();
    }
}
