package dev.leat.sql.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.leat.spi.MalformedRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.json.CreateJacksonParser$;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JacksonParser;
import org.apache.spark.sql.catalyst.util.BadRecordException;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Function1;
import scala.Function2;
import scala.collection.Iterable;

/** JSON with one value in each file, which may span lines: an object, or an array of them. */
final class JsonFileCursor extends ParsedRecords {
    private final DataFile file;
    private final InputStream content;
    private final JacksonParser parser;
    private final Function2<JsonFactory, InputStream, JsonParser> open;
    private final Function1<InputStream, UTF8String> literal;
    private boolean consumed;

    JsonFileCursor(SplitContext split, JSONOptions options) throws IOException {
        super(split, options.parseMode(), options.columnNameOfCorruptRecord());
        file = split.file();
        parser = JsonFormat.parser(split, options);
        open = opener(options);
        literal = ignored -> UTF8String.fromBytes(bytes(Integer.MAX_VALUE));
        content = open(file);
    }

    static Function2<JsonFactory, InputStream, JsonParser> opener(JSONOptions options) {
        if (options.encoding().isDefined()) {
            String encoding = options.encoding().get();
            return (factory, stream) -> CreateJacksonParser$.MODULE$.inputStream(encoding, factory, stream);
        }
        return (factory, stream) -> CreateJacksonParser$.MODULE$.inputStream(factory, stream);
    }

    /** An uncompressed file as a stream in which Spark's parser can look back for the texts it takes out. */
    private static InputStream open(DataFile file) throws IOException {
        return CompressedFiles.isCompressed(file) ? CompressedFiles.open(file) : new PositionedFile(file);
    }

    /** The start of the file once more, since the parser has consumed the stream. */
    private byte[] bytes(int countMax) {
        try (InputStream again = CompressedFiles.open(file)) {
            return again.readNBytes(countMax);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    boolean advance() {
        boolean first = !consumed;
        consumed = true;
        return first;
    }

    @Override
    long framed() {
        return consumed ? 1 : 0;
    }

    @Override
    Iterable<InternalRow> parse() throws BadRecordException {
        return parser.parse(content, open, literal);
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    byte[] raw() {
        return bytes(MalformedRecord.RAW_BYTES_MAX);
    }

    @Override
    public String place() {
        return "line 1";
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
