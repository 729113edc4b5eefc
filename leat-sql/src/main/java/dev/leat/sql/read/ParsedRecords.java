package dev.leat.sql.read;

import dev.leat.spi.ReadCounts;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.BadRecordException;
import org.apache.spark.sql.catalyst.util.FailureSafeParser;
import org.apache.spark.sql.catalyst.util.ParseMode;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterable;
import scala.collection.Iterator;
import scala.collection.Iterator$;

/**
 * Rows of records that may be malformed. What becomes of a malformed record is decided by Spark's own
 * {@link FailureSafeParser}; here it is counted and reported first.
 */
abstract class ParsedRecords implements RowCursor {
    private final SplitContext split;
    private final FailureSafeParser<Attempt> safeParser;
    private final boolean hasCorruptColumn;
    private Iterator<InternalRow> pending = Iterator$.MODULE$.empty();
    private boolean hasPending;
    private InternalRow row = InternalRow.empty();
    private boolean isFast;
    private long accepted;
    private long malformed;
    private long kept;
    /** By how much the rows of records that fit are more than these records. */
    private long rowsBeyondRecords;

    private boolean isPendingKept;
    private long direct;

    /** The outcome of parsing one record, to be given to Spark's code for the modes. */
    private interface Attempt {
        Iterable<InternalRow> rows() throws BadRecordException;
    }

    ParsedRecords(SplitContext split, ParseMode mode, String corruptColumn) {
        this.split = split;
        StructType required = split.required();
        safeParser = new FailureSafeParser<>(attempt -> rows(attempt), mode, required, corruptColumn);
        hasCorruptColumn = required.getFieldIndex(corruptColumn).isDefined();
    }

    private static Iterable<InternalRow> rows(Attempt attempt) {
        try {
            return attempt.rows();
        } catch (BadRecordException e) {
            throw ParsedRecords.<RuntimeException>unchecked(e);
        }
    }

    /** Lets a checked exception pass through Scala's function types, which declare none. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> E unchecked(Exception e) throws E {
        throw (E) e;
    }

    static StructType without(StructType schema, String corruptColumn) {
        return new StructType(java.util.Arrays.stream(schema.fields())
                .filter(field -> !field.name().equals(corruptColumn))
                .toArray(org.apache.spark.sql.types.StructField[]::new));
    }

    /** Goes to the next record; false at the end. */
    abstract boolean advance() throws IOException;

    /** How many records there have been, counted where they are cut out of the content. */
    abstract long framed();

    /** Parses the current record. */
    abstract Iterable<InternalRow> parse() throws BadRecordException;

    /** The bytes of the current record, or as many as are kept of it. */
    abstract byte[] raw();

    @Override
    public final boolean next() throws IOException {
        while (!hasPending) {
            if (!advance()) {
                return false;
            }
            isFast = takeFast();
            if (isFast) {
                accepted++;
                direct++;
                return true;
            }
            pending = attempt();
            hasPending = pending.hasNext();
        }
        isFast = false;
        row = pending.next();
        if (isPendingKept) {
            kept++;
        }
        hasPending = pending.hasNext();
        return true;
    }

    /** Takes the current record the fast way, if there is one and the record is plain. */
    boolean takeFast() {
        return false;
    }

    @Override
    public final boolean isFast() {
        return isFast;
    }

    private Iterator<InternalRow> attempt() {
        try {
            Iterable<InternalRow> rows = parse();
            accepted += rows.size();
            rowsBeyondRecords += rows.size() - 1;
            isPendingKept = false;
            return hasCorruptColumn ? safeParser.parse(() -> rows) : rows.iterator();
        } catch (BadRecordException e) {
            malformed++;
            isPendingKept = true;
            split.report(position(), reason(e), raw());
            return safeParser.parse(() -> {
                throw e;
            });
        }
    }

    private static String reason(BadRecordException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof org.apache.spark.sql.catalyst.util.LazyBadRecordCauseWrapper lazy) {
            cause = lazy.cause().apply();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    @Override
    public final InternalRow row() {
        return row;
    }

    @Override
    public final ReadCounts counts() {
        return new ReadCounts(framed() + rowsBeyondRecords, accepted, malformed, 0, 0, kept, direct);
    }
}
