package dev.leat.sql.analysis;

import dev.leat.error.SourcePosition;
import java.util.Optional;
import org.apache.spark.sql.catalyst.trees.Origin;

/**
 * Where a piece of SQL that Spark parses stands in its file, so that Spark's positions become positions in the file.
 *
 * @param start position of the piece's first character
 */
public record SourceText(String sql, SourcePosition start) {
    /** A text that is not in a file. */
    public static SourceText of(String sql) {
        return new SourceText(sql, new SourcePosition("<query>", 1, 1, 1));
    }

    /** The place Spark noted on a node of its trees, where it noted one. */
    public Optional<SourcePosition> position(Origin origin) {
        if (origin.line().isEmpty() || origin.startPosition().isEmpty()) {
            return Optional.empty();
        }
        int length = origin.startIndex().isEmpty() || origin.stopIndex().isEmpty()
                ? 1
                : (int) origin.stopIndex().get() - (int) origin.startIndex().get() + 1;
        return Optional.of(
                at((int) origin.line().get(), (int) origin.startPosition().get(), length));
    }

    /** The place of an offset within the text; {@code index} and {@code length} count code points, as Spark counts. */
    public SourcePosition position(int index, int length) {
        int start = offset(0, index);
        int lineStart = sql.lastIndexOf('\n', start - 1) + 1;
        int line = 1
                + (int) sql.substring(0, lineStart)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        int fileColumn = line == 1 ? this.start.column() + start : start - lineStart + 1;
        return new SourcePosition(
                this.start.file(),
                this.start.line() + line - 1,
                fileColumn,
                Math.max(1, offset(start, length) - start));
    }

    /** {@code line} counts from 1, {@code column} code points from 0, as Spark counts. */
    SourcePosition at(int line, int column, int length) {
        int lineStart = 0;
        for (int i = 1; i < line && lineStart >= 0; i++) {
            lineStart = sql.indexOf('\n', lineStart) + 1;
        }
        return position(sql.codePointCount(0, lineStart) + column, length);
    }

    /** The UTF-16 offset so many code points behind another one; the end if there are not so many. */
    private int offset(int from, int codePoints) {
        int start = Math.min(from, sql.length());
        int available = sql.codePointCount(start, sql.length());
        return sql.offsetByCodePoints(start, Math.max(0, Math.min(codePoints, available)));
    }
}
