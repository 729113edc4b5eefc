package dev.leat.sql.read;

import dev.leat.sql.analysis.SparkTypes;
import dev.leat.sql.read.FastCsvLine.Marks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.csv.CSVHeaderChecker;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.catalyst.csv.UnivocityParser;
import org.apache.spark.sql.catalyst.util.BadRecordException;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.Option;
import scala.collection.Iterable;

/** CSV with a record on each line, parsed by Spark's {@link UnivocityParser}. */
final class CsvLineCursor extends ParsedRecords {
    private static final int BYTE_ORDER_MARK_BYTES = 3;

    private final SplitContext split;
    private final Lines lines;
    private final Optional<byte[]> separator;
    private final Charset charset;
    private final Optional<String> comment;
    private final Function1<String, Option<InternalRow>> parser;
    private final Optional<FastLine> fast;

    private final UnivocityParser univocity;
    private boolean isBegun;
    private long passedOver;

    /** Parses lines that are all records. */
    CsvLineCursor(SplitContext split, CSVOptions options, Lines lines) {
        super(split, options.parseMode(), options.columnNameOfCorruptRecord());
        this.split = split;
        this.lines = lines;
        separator = CsvFormat.separator(options);
        charset = Charset.forName(options.charset());
        comment = options.isCommentSet() ? Optional.of(String.valueOf(options.comment())) : Optional.empty();
        univocity = CsvFormat.parser(split, options);
        parser = univocity.parse();
        fast = lines instanceof SingleLine ? Optional.empty() : fastLine(split.dataSchema(), split.required(), options);
    }

    /** Opens the lines of a split; a header is checked and skipped. */
    static CsvLineCursor open(SplitContext split, CSVOptions options) throws IOException {
        LineReader lines = LineRecords.open(split.place(), CsvFormat.separator(options));
        try {
            CsvLineCursor cursor = new CsvLineCursor(split, options, lines);
            CSVHeaderChecker header = CsvFormat.headerChecker(split, options);
            header.checkHeaderColumnNames(cursor.new LineTexts(), cursor.univocity.tokenizer());
            cursor.passedOver = lines.count();
            return cursor;
        } catch (RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /** The fast way, where the options leave the plain forms their usual meaning. */
    static Optional<FastLine> fastLine(StructType data, StructType required, CSVOptions options) {
        boolean plain = options.delimiter().length() == 1
                && Marks.isAscii(options.delimiter().charAt(0))
                && Marks.isAscii(options.quote())
                && Marks.isAscii(options.escape())
                && options.nullValue().isEmpty()
                && FastFields.isPlainDate(options.dateFormatInRead())
                && options.timestampFormatInRead().isEmpty()
                && options.timestampNTZFormatInRead().isEmpty()
                && !options.ignoreLeadingWhiteSpaceInRead()
                && !options.ignoreTrailingWhiteSpaceInRead()
                && options.maxCharsPerColumn() < 0
                && data.length() <= options.maxColumns()
                && options.charset().equalsIgnoreCase(StandardCharsets.UTF_8.name())
                && data.getFieldIndex(options.columnNameOfCorruptRecord()).isEmpty()
                && (options.isColumnPruningEnabled(required) || required.length() == data.length())
                && required.length() > 0;
        if (!plain) {
            return Optional.empty();
        }
        Marks marks = new Marks(options.delimiter().charAt(0), options.quote(), options.escape());
        return FastCsvLine.of(SparkTypes.fields(data), SparkTypes.fields(required), marks, options.zoneId());
    }

    /** The lines as Spark's header check takes them; it takes none beyond the header. */
    private final class LineTexts extends scala.collection.AbstractIterator<String> {
        private boolean ahead;
        private boolean present;

        @Override
        public boolean hasNext() {
            if (!ahead) {
                present = nextLine();
                ahead = true;
            }
            return present;
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new java.util.NoSuchElementException(
                        "end of " + split.file().path());
            }
            ahead = false;
            return line();
        }
    }

    private boolean nextLine() {
        try {
            return lines.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() {
        return new String(lines.bytes(), lines.offset(), lines.length(), charset);
    }

    @Override
    boolean advance() {
        while (nextLine()) {
            if (!isBlank() && (comment.isEmpty() || !line().startsWith(comment.get()))) {
                return true;
            }
            passedOver++;
        }
        return false;
    }

    @Override
    long framed() {
        return lines.count() - passedOver;
    }

    /** Whether Spark finds nothing in the line but blanks and control characters. */
    private boolean isBlank() {
        if (!charset.equals(StandardCharsets.UTF_8)) {
            return line().trim().isEmpty();
        }
        return LineRecords.isBlank(lines);
    }

    @Override
    public Optional<FastLine> fastLine() {
        return fast;
    }

    @Override
    boolean takeFast() {
        int start = lines.offset();
        return fast.isPresent() && fast.get().take(lines.bytes(), start, start + lines.length());
    }

    @Override
    Iterable<InternalRow> parse() throws BadRecordException {
        begin();
        return Option.option2Iterable(parser.apply(line()));
    }

    /**
     * Spark's tokenizer drops a byte order mark from the first line it is given, which in Spark is the first of the file.
     * Here lines may have been taken the fast way before.
     */
    private void begin() {
        if (!isBegun && lines.linePosition() > BYTE_ORDER_MARK_BYTES) {
            univocity.tokenizer().parseLine("a");
        }
        isBegun = true;
    }

    @Override
    public long position() {
        return lines.linePosition();
    }

    @Override
    byte[] raw() {
        return LineRecords.raw(lines);
    }

    @Override
    public String place() throws IOException {
        return LineRecords.place(split.file(), lines.linePosition(), separator);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
