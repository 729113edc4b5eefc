package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.NearestName;
import dev.leat.error.SourcePosition;
import dev.leat.pipeline.TopicFormat;
import dev.leat.sql.project.Statement.CreateSink;
import dev.leat.type.DataType;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/** A sink that is a topic of Kafka: its options, and the columns that a record is made of, as Spark has them. */
final class TopicSink {
    private static final String CLIENT = "kafka.";
    private static final List<String> REQUIRED = List.of("kafka.bootstrap.servers", "topic");

    private static final Map<String, Column> COLUMNS = new LinkedHashMap<>();

    static {
        Predicate<DataType> bytes = type -> type.isText() || type == Simple.BINARY;
        COLUMNS.put("value", new Column("STRING or BINARY", bytes));
        COLUMNS.put("key", new Column("STRING or BINARY", bytes));
        COLUMNS.put("topic", new Column("STRING", DataType::isText));
        COLUMNS.put("partition", new Column("INT", type -> type == Simple.INT));
        COLUMNS.put("headers", new Column("ARRAY<STRUCT<key: STRING, value: BINARY>>", TopicSink::areHeaders));
    }

    private TopicSink() {}

    private record Column(String expected, Predicate<DataType> allows) {}

    private static boolean areHeaders(DataType type) {
        return type instanceof DataType.ArrayType array
                && array.element() instanceof DataType.StructType struct
                && struct.fields().size() == 2
                && struct.fields().get(0).type().isText()
                && struct.fields().get(1).type() == Simple.BINARY;
    }

    static boolean isOne(CreateSink sink) {
        return sink.format().equals(TopicFormat.NAME);
    }

    /** What is wrong with the options; those of Kafka's client are known to it alone. */
    static List<Diagnostic> checkOptions(CreateSink sink) {
        List<Diagnostic> problems = new ArrayList<>();
        for (String option : new TreeSet<>(sink.options().keySet())) {
            boolean isKnown =
                    option.equalsIgnoreCase("topic") || option.regionMatches(true, 0, CLIENT, 0, CLIENT.length());
            if (!isKnown) {
                problems.add(problem(
                        "Unknown option " + option + " of a kafka sink" + NearestName.hint(option, REQUIRED),
                        sink.text().findOption(option)));
            }
        }
        for (String option : REQUIRED) {
            if (sink.options().keySet().stream().noneMatch(option::equalsIgnoreCase)) {
                problems.add(problem(
                        "The sink " + sink.name() + " has no option " + option + "; add it",
                        sink.name().position()));
            }
        }
        if (sink.path().isPresent()) {
            problems.add(problem("A kafka sink has no path; remove it", FileSources.sinkPathPosition(sink)));
        }
        return problems;
    }

    /** What is wrong with the columns of a flow. */
    static List<Diagnostic> checkColumns(List<Field> columns, SourcePosition position) {
        List<Diagnostic> problems = new ArrayList<>();
        boolean hasValue = false;
        for (Field column : columns) {
            String name = column.name().toLowerCase(Locale.ROOT);
            hasValue |= name.equals("value");
            Column known = COLUMNS.get(name);
            if (known == null) {
                problems.add(problem(
                        "A kafka sink has no column " + column.name() + "; a record is made of "
                                + String.join(", ", COLUMNS.keySet())
                                + ". Put other columns into the value: to_json(struct(…)) AS value",
                        position));
            } else if (!known.allows().test(column.type())) {
                problems.add(problem(
                        "The column " + column.name() + " of a kafka sink cannot be "
                                + column.type().sql() + "; expected " + known.expected(),
                        position));
            }
        }
        if (!hasValue) {
            problems.add(problem("A kafka sink needs the column value, of type STRING or BINARY", position));
        }
        return problems;
    }

    private static Diagnostic problem(String message, SourcePosition position) {
        return Diagnostic.of(ErrorCode.OPTION, message, position);
    }
}
