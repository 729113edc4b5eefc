package dev.leat.spi;

import java.util.List;

/** Makes rows of records, one after the other; used by one thread. */
public interface RecordParser extends AutoCloseable {
    /**
     * Gives it the next record, when the rows of the last one have been read.
     *
     * @param bytes stay as they are until then
     * @param position of the record in its part
     */
    void offer(byte[] bytes, long position);

    /**
     * Writes rows of the record into the columns, from row {@code first} on.
     *
     * @param end the row after the last that may be written, more than {@code first}
     * @return the number of rows; if there is room for more, the record has no more
     * @throws dev.leat.error.LeatException BAD_DATA if the record is malformed, where the user wants that to be an end
     */
    int read(List<? extends OutputColumn> columns, int first, int end);

    /** What was read so far. */
    ReadCounts counts();

    @Override
    void close();
}
