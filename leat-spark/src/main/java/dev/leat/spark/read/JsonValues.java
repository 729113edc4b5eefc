package dev.leat.spark.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Source;
import dev.leat.spark.read.MalformedRecords.Mode;
import dev.leat.type.DataType.Simple;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Values of records as JSON, each parsed as a line of a JSON file is: a value that is an array has a row for each element, a blank one
 * none. A record without a value is a row of NULLs.
 *
 * @param columns of the source, but for that of malformed records
 * @param corrupt the name of that column
 * @param options of the parser
 */
record JsonValues(List<Field> columns, String corrupt, Mode mode, Map<String, String> options) {
    /** Names that no column of records or values has: those of values are fields of {@link #PARSED}. */
    private static final String TEXT = "\0text";

    private static final String JSON = "\0json";
    private static final String OBJECTS = "\0objects";
    private static final String ROWS = "\0rows";
    private static final String PARSED = "\0parsed";
    private static final String IS_MALFORMED = "\0malformed";

    /** What Spark's parser takes for blank. */
    private static final String BLANKS = " \t\r\n";

    private static final String ARRAY = "[";
    private static final String OBJECT = "{";

    JsonValues {
        columns = List.copyOf(columns);
        options = Map.copyOf(options);
    }

    static JsonValues of(SparkSession spark, Source source) {
        Map<String, String> options = new HashMap<>(source.definition().options());
        options.keySet().removeIf(TopicSource::isOfTopics);
        MalformedRecords malformed = MalformedRecords.of(options, spark);
        List<Field> columns = source.schema().stream()
                .filter(column -> !column.name().equals(malformed.column()))
                .toList();
        return new JsonValues(columns, malformed.column(), malformed.mode(), malformed.keeping(options));
    }

    /** Whether malformed records have no rows. */
    boolean dropsMalformed() {
        return mode == Mode.DROPMALFORMED;
    }

    /** One of the source's columns, of {@link #rows}. */
    Column column(String name) {
        if (name.equals(corrupt)) {
            return functions
                    .when(functions.col(IS_MALFORMED), functions.col(TEXT))
                    .as(name);
        }
        return functions.col(PARSED).getField(name).as(name);
    }

    /** The place of the record of one of {@link #rows}, as {@link RecordPlaces} has it: that of a malformed one is told apart. */
    Column position() {
        Column offset = functions.col(TopicReads.OFFSET);
        return functions
                .when(
                        functions.col(IS_MALFORMED),
                        functions.lit(RecordPlaces.NONE - 1).minus(offset))
                .otherwise(offset);
    }

    /**
     * The rows of records, with what {@link #column} needs, and the columns of the records.
     *
     * @param asked the columns that are read: these decide what is malformed
     */
    Dataset<Row> rows(Dataset<Row> records, Set<String> asked) {
        Dataset<Row> parsed = parse(records, asked);
        Dataset<Row> kept =
                mode == Mode.DROPMALFORMED ? parsed.filter(functions.not(functions.col(IS_MALFORMED))) : parsed;
        return kept.withColumn(PARSED, functions.explode_outer(functions.col(ROWS)))
                .filter(functions.col(TEXT).isNull().or(functions.col(PARSED).isNotNull()));
    }

    /** Each record with its rows and whether it is malformed, which it is as a whole. */
    private Dataset<Row> parse(Dataset<Row> records, Set<String> asked) {
        List<Field> fields = new ArrayList<>(
                columns.stream().filter(column -> asked.contains(column.name())).toList());
        fields.add(new Field(corrupt, Simple.STRING, true));
        StructType schema = SparkTypes.struct(fields);
        Column value = functions.col(TopicReads.VALUE);
        UserDefinedFunction exact = functions.udf(new ExactTexts(schema, options), DataTypes.BinaryType);
        return records.withColumn(TEXT, value.cast("string"))
                .withColumn(JSON, exact.apply(value).cast("string"))
                .withColumn(OBJECTS, objects())
                .withColumn(ROWS, rows(schema))
                .withColumn(IS_MALFORMED, isMalformed(schema));
    }

    /** The elements of a value that is an array of objects; they may have lost digits. */
    private Column objects() {
        Column text = functions.col(JSON);
        Column elements = functions.when(
                startsWith(text, ARRAY),
                functions.from_json(text, DataTypes.createArrayType(DataTypes.StringType), options));
        Column areObjects = functions.forall(elements, element -> startsWith(element, OBJECT));
        return functions.when(areObjects, elements);
    }

    /** Of an array, the parser does not tell which of its rows are malformed. */
    private Column rows(StructType schema) {
        Column text = functions.col(JSON);
        Column parsed = functions
                .when(
                        functions.col(OBJECTS).isNotNull(),
                        functions.from_json(text, DataTypes.createArrayType(schema), options))
                .when(text.isNotNull(), functions.array(functions.from_json(text, schema, options)));
        return functions.filter(parsed, Column::isNotNull);
    }

    private Column isMalformed(StructType schema) {
        Column parsed = functions
                .when(
                        functions.col(OBJECTS).isNotNull(),
                        functions.transform(
                                functions.col(OBJECTS), object -> functions.from_json(object, schema, options)))
                .otherwise(functions.col(ROWS));
        Column found = functions.exists(parsed, row -> row.getField(corrupt).isNotNull());
        return functions.coalesce(found, functions.lit(false));
    }

    private static Column startsWith(Column text, String prefix) {
        return functions.coalesce(functions.ltrim(text, BLANKS).startsWith(prefix), functions.lit(false));
    }

    /**
     * What became of records.
     *
     * @throws LeatException BAD_DATA with the first that is malformed, where that is to end the reading
     */
    SparkSource.Records count(Dataset<Row> records, Set<String> asked) {
        Dataset<Row> parsed = parse(records, asked);
        Column isMalformed = functions.col(IS_MALFORMED);
        Column rows = functions
                .when(isMalformed, functions.lit(0))
                .when(functions.col(TEXT).isNull(), functions.lit(1))
                .otherwise(functions.size(functions.col(ROWS)));
        Row counts = parsed.agg(
                        functions.coalesce(functions.sum(rows), functions.lit(0L)),
                        functions.count(functions.when(isMalformed, 1)))
                .first();
        long malformed = counts.getLong(1);
        if (malformed == 0) {
            return new SparkSource.Records(counts.getLong(0), 0, Optional.empty());
        }
        Dataset<Row> bad = parsed.filter(isMalformed);
        if (mode == Mode.FAILFAST) {
            throw failure(bad);
        }
        Dataset<Row> content = bad.select(
                functions.col(TEXT).as(SparkSource.CONTENT), functions.lit(0).as(SparkSource.MISSING));
        return new SparkSource.Records(counts.getLong(0) + malformed, malformed, Optional.of(content));
    }

    private static LeatException failure(Dataset<Row> bad) {
        List<Column> place = List.of(
                functions.col(TopicReads.TOPIC), functions.col(TopicReads.PARTITION), functions.col(TopicReads.OFFSET));
        Row first = bad.select(place.toArray(Column[]::new))
                .orderBy(place.toArray(Column[]::new))
                .first();
        return new LeatException(
                ErrorCode.BAD_DATA,
                "Cannot read " + first.getString(0) + TopicReads.DASH + first.getInt(1) + ", offset " + first.getLong(2)
                        + ": the value does not fit the columns, and the option mode is FAILFAST. Correct what writes the"
                        + " topic, or set mode to PERMISSIVE or DROPMALFORMED");
    }
}
