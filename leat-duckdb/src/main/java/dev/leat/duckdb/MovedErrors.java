package dev.leat.duckdb;

import dev.leat.duckdb.store.Database;
import dev.leat.spi.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/**
 * Malformed records from an engine that does not know their places. One at the end of what was read of a file may go on there, and is then
 * taken back by its place; so the place of each such record is found by what stands there.
 */
final class MovedErrors {
    /** A record that is longer is not looked for. */
    private static final long TAIL_BYTES_MAX = 1 << 20;

    private final Database database;

    MovedErrors(Database database) {
        this.database = database;
    }

    /** Finds the places, within the transaction that takes a state. */
    void place(Map<String, Map<String, Map<String, Position>>> positions) throws SQLException {
        long unplaced = database.number("SELECT count(*) FROM leat.errors WHERE part = '' AND kind = 'malformed'");
        if (unplaced == 0) {
            return;
        }
        for (Map.Entry<String, Map<String, Map<String, Position>>> reader : positions.entrySet()) {
            for (Map.Entry<String, Map<String, Position>> source :
                    reader.getValue().entrySet()) {
                for (Map.Entry<String, Position> part : source.getValue().entrySet()) {
                    place(reader.getKey(), source.getKey(), part.getKey(), part.getValue());
                }
            }
        }
    }

    private void place(String reader, String source, String part, Position position) throws SQLException {
        boolean isFile = part.startsWith("/") && !position.tag().isEmpty() && Files.isRegularFile(Path.of(part));
        if (!isFile) {
            return;
        }
        long start = Math.max(0, position.end() - TAIL_BYTES_MAX);
        byte[] tail = read(Path.of(part), start, position.end());
        int record = tail.length;
        while (record > 0 && tail[record - 1] != '\n') {
            record--;
        }
        if (record == tail.length) {
            return;
        }
        byte[] raw = java.util.Arrays.copyOfRange(tail, record, tail.length);
        try (PreparedStatement update = database.connection()
                .prepareStatement(
                        "UPDATE leat.errors SET part = ?, position = ? WHERE rowid IN (SELECT min(rowid) FROM"
                                + " leat.errors WHERE commit = ? AND dataset = ? AND source = ? AND part = '' AND kind = 'malformed' AND raw = ?)")) {
            update.setString(1, part);
            update.setLong(2, start + record);
            update.setLong(3, position.commit());
            update.setString(4, reader);
            update.setString(5, source);
            update.setBytes(6, raw);
            update.executeUpdate();
        }
    }

    private static byte[] read(Path file, long start, long end) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(end, channel.size()) - start));
            channel.position(start);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // Goes on until all is read, or the file ends.
            }
            return java.util.Arrays.copyOf(buffer.array(), buffer.position());
        } catch (IOException e) {
            // Who reads it next tells what is wrong with it.
            return new byte[0];
        }
    }
}
