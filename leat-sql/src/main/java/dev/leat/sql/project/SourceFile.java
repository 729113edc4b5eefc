package dev.leat.sql.project;

import dev.leat.error.Checks;
import dev.leat.error.SourcePosition;
import java.util.Optional;

/**
 * The text of one file of a project. Lines end with LF, as Spark's parser counts them; a CR before it belongs to the
 * line.
 *
 * @param name as shown to the user
 */
public record SourceFile(String name, String text) {
    /** The position of an offset, both counted in UTF-16 code units. */
    public SourcePosition position(int offset, int length) {
        Checks.verify(offset >= 0 && offset <= text.length(), "an offset lies within its text");
        int line = 1;
        int lineStart = 0;
        for (int next = text.indexOf('\n'); next >= 0 && next < offset; next = text.indexOf('\n', lineStart)) {
            line++;
            lineStart = next + 1;
        }
        return new SourcePosition(name, line, offset - lineStart + 1, Math.max(1, length));
    }

    /** The text of a line without its end; lines count from 1. */
    public Optional<String> line(int number) {
        int start = 0;
        for (int line = 1; line < number; line++) {
            int end = text.indexOf('\n', start);
            if (end < 0) {
                return Optional.empty();
            }
            start = end + 1;
        }
        int end = text.indexOf('\n', start);
        String line = text.substring(start, end < 0 ? text.length() : end);
        return Optional.of(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
}
