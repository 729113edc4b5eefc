package dev.leat.sql.read;

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
import scala.Function1;
import scala.Option;
import scala.collection.Iterable;

/** CSV with a record on each line, parsed by Spark's {@link UnivocityParser}. */
final class CsvLineCursor extends ParsedRecords {
    private final SplitContext split;
    private final LineReader lines;
    private final Optional<byte[]> separator;
    private final Charset charset;
    private final Optional<String> comment;
    private final Function1<String, Option<InternalRow>> parser;
    private final Optional<FastLine> fast;

    CsvLineCursor(SplitContext split, CSVOptions options) throws IOException {
        super(split, options.parseMode(), options.columnNameOfCorruptRecord());
        this.split = split;
        separator = CsvFormat.separator(options);
        charset = Charset.forName(options.charset());
        comment = options.isCommentSet() ? Optional.of(String.valueOf(options.comment())) : Optional.empty();
        UnivocityParser univocity = CsvFormat.parser(split, options);
        parser = univocity.parse();
        lines = LineRecords.open(split, separator);
        fast = FastCsvLine.of(split.dataSchema(), split.required(), options);
        CSVHeaderChecker header = CsvFormat.headerChecker(split, options);
        try {
            header.checkHeaderColumnNames(new LineTexts(), univocity.tokenizer());
        } catch (RuntimeException e) {
            lines.close();
            throw e;
        }
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
        }
        return false;
    }

    /** Whether Spark finds nothing in the line but blanks and control characters. */
    private boolean isBlank() {
        if (!charset.equals(StandardCharsets.UTF_8)) {
            return line().trim().isEmpty();
        }
        byte[] bytes = lines.bytes();
        int end = lines.offset() + lines.length();
        for (int i = lines.offset(); i < end; i++) {
            if (bytes[i] < 0 || bytes[i] > ' ') {
                return false;
            }
        }
        return true;
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
        return Option.option2Iterable(parser.apply(line()));
    }

    @Override
    long position() {
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
