package dev.leat.sql.read;

import com.univocity.parsers.common.ParsingContext;
import com.univocity.parsers.csv.CsvParser;
import dev.leat.spi.MalformedRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.catalyst.csv.UnivocityParser;
import org.apache.spark.sql.catalyst.util.BadRecordException;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.Iterable;

/** CSV whose records may span lines, a whole file at a time. */
final class CsvFileCursor extends ParsedRecords {
    private final InputStream content;
    private final UnivocityParser parser;
    private final CsvParser tokenizer;
    private String @Nullable [] tokens;
    private long recordStart;
    private long nextStart;
    private long framed;

    CsvFileCursor(SplitContext split, CSVOptions options) throws IOException {
        super(split, options.parseMode(), options.columnNameOfCorruptRecord());
        parser = CsvFormat.parser(split, options);
        tokenizer = parser.tokenizer();
        content = CompressedFiles.open(split.file());
        try {
            tokenizer.beginParsing(content, options.charset());
            CsvFormat.headerChecker(split, options).checkHeaderColumnNames(tokenizer);
        } catch (RuntimeException e) {
            content.close();
            throw e;
        }
        nextStart = consumed();
    }

    private long consumed() {
        ParsingContext context = tokenizer.getContext();
        return context == null ? 0 : context.currentChar();
    }

    @Override
    boolean advance() {
        recordStart = nextStart;
        tokens = tokenizer.parseNext();
        nextStart = consumed();
        if (tokens != null) {
            framed++;
        }
        return tokens != null;
    }

    @Override
    long framed() {
        return framed;
    }

    @Override
    Iterable<InternalRow> parse() throws BadRecordException {
        return Option.option2Iterable(parser.org$apache$spark$sql$catalyst$csv$UnivocityParser$$convert(tokens));
    }

    @Override
    public long position() {
        return recordStart;
    }

    @Override
    byte[] raw() {
        String text = tokenizer.getContext().currentParsedContent();
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MalformedRecord.RAW_BYTES_MAX
                ? bytes
                : Arrays.copyOf(bytes, MalformedRecord.RAW_BYTES_MAX);
    }

    @Override
    public String place() {
        ParsingContext context = tokenizer.getContext();
        return "character " + recordStart + (context == null ? "" : ", before line " + (context.currentLine() + 1));
    }

    @Override
    public void close() throws IOException {
        tokenizer.stopParsing();
        content.close();
    }
}
