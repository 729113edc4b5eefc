package dev.leat.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/** Bytes on their way out; remembers why writing failed, which a PrintWriter does not tell. */
final class CheckedOutput extends FilterOutputStream {
    private Optional<IOException> failure = Optional.empty();

    CheckedOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw remember(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw remember(e);
        }
    }

    private IOException remember(IOException e) {
        failure = failure.or(() -> Optional.of(e));
        return e;
    }

    /** The first failure. */
    Optional<IOException> failure() {
        return failure;
    }

    /** Whether the reader at the other end has gone, as {@code head} does when it has seen enough. */
    static boolean isReaderGone(IOException e) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe");
    }
}
