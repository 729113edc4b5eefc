package dev.leat.sql.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.leat.sql.analysis.SparkSettings;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.io.Text;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JsonInferSchema;
import org.apache.spark.sql.catalyst.json.JsonInferSchema$;
import org.apache.spark.sql.catalyst.util.DropMalformedMode$;
import org.apache.spark.sql.catalyst.util.PermissiveMode$;
import org.apache.spark.sql.errors.QueryExecutionErrors$;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Function2;
import scala.Option;

/**
 * Finds the fields of JSON records as Spark does. The type of one record and the merge of two are Spark's own code; the
 * order of merging, and what a malformed record does to it, are redone here, since Spark has them inside a cluster job.
 */
final class JsonInference {
    private final JSONOptions options;
    private final SparkSettings settings;
    private final Function2<DataType, DataType, DataType> merge;

    JsonInference(JSONOptions options, SparkSettings settings) {
        this.options = options;
        this.settings = settings;
        merge = JsonInferSchema$.MODULE$.compatibleRootType(options.columnNameOfCorruptRecord(), options.parseMode());
    }

    /** Opens a parser on one record. */
    private interface Opener {
        JsonParser open(JsonFactory factory) throws IOException;
    }

    StructType infer(List<DataFile> files) {
        List<List<SplitPlace>> groups = InferencePartitions.of(files, SQLConf.get(), !options.multiLine());
        List<DataType> types = IntStream.range(0, groups.size())
                .parallel()
                .mapToObj(group -> settings.within(() -> type(groups.get(group), group)))
                .toList();
        DataType root = new StructType();
        for (DataType type : types) {
            root = merge.apply(root, type);
        }
        Option<DataType> canonical = new JsonInferSchema(options).canonicalizeType(root, options);
        return canonical.isDefined() && canonical.get() instanceof StructType struct ? struct : new StructType();
    }

    /** The type of one group, merged as Spark merges a partition before it meets the others. */
    private DataType type(List<SplitPlace> parts, int group) {
        JsonInferSchema inference = new JsonInferSchema(options);
        JsonFactory factory = options.buildJsonFactory();
        RecordSample sample = new RecordSample(options.samplingRatio(), group);
        Optional<DataType> found = Optional.empty();
        try {
            for (SplitPlace part : parts) {
                found = options.multiLine()
                        ? ofFile(part, inference, factory, sample, found)
                        : ofLines(part, inference, factory, sample, found);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DataType none = new StructType();
        return found.map(type -> merge.apply(none, type)).orElse(none);
    }

    private Optional<DataType> ofLines(
            SplitPlace part,
            JsonInferSchema inference,
            JsonFactory factory,
            RecordSample sample,
            Optional<DataType> start)
            throws IOException {
        Optional<DataType> found = start;
        try (LineReader lines = LineRecords.open(part, JsonFormat.separator(options))) {
            while (lines.next()) {
                if (sample.takesNext()) {
                    found = merge(found, typeOf(inference, factory, json -> openLine(json, lines)));
                }
            }
        }
        return found;
    }

    private JsonParser openLine(JsonFactory factory, LineReader lines) {
        Text text = new Text();
        text.set(lines.bytes(), lines.offset(), lines.length());
        return JsonLineCursor.opener(options).apply(factory, text);
    }

    private Optional<DataType> ofFile(
            SplitPlace part,
            JsonInferSchema inference,
            JsonFactory factory,
            RecordSample sample,
            Optional<DataType> start)
            throws IOException {
        if (!sample.takesNext()) {
            return start;
        }
        try (InputStream content = CompressedFiles.open(part.requireFile())) {
            return merge(
                    start,
                    typeOf(
                            inference,
                            factory,
                            json -> JsonFileCursor.opener(options).apply(json, content)));
        }
    }

    private Optional<DataType> merge(Optional<DataType> left, Optional<DataType> right) {
        return left.isPresent() && right.isPresent()
                ? Optional.of(merge.apply(left.get(), right.get()))
                : left.or(() -> right);
    }

    private Optional<DataType> typeOf(JsonInferSchema inference, JsonFactory factory, Opener opener)
            throws IOException {
        try (JsonParser parser = opener.open(factory)) {
            parser.nextToken();
            return Optional.of(inference.inferField(parser));
        } catch (JsonProcessingException | MalformedInputException e) {
            return malformed(e);
        } catch (CharConversionException e) {
            if (options.encoding().isDefined()) {
                throw e;
            }
            return malformed(e);
        } catch (RuntimeException e) {
            if (options.multiLine()) {
                throw e;
            }
            return malformed(e);
        }
    }

    private Optional<DataType> malformed(Exception e) {
        String corrupt = options.columnNameOfCorruptRecord();
        if (options.parseMode() == PermissiveMode$.MODULE$) {
            return Optional.of(new StructType().add(corrupt, DataTypes.StringType));
        }
        if (options.parseMode() == DropMalformedMode$.MODULE$) {
            return Optional.empty();
        }
        throw SparkFailures.rethrow(
                QueryExecutionErrors$.MODULE$.malformedRecordsDetectedInSchemaInferenceError(e, corrupt));
    }
}
