package dev.leat.error;

/**
 * A place in a source file.
 *
 * @param file the file as the user names it, relative to the project; {@code <query>} for text given on the command line
 * @param line counts from 1
 * @param column counts from 1, in UTF-16 code units
 * @param length code units marked from there on, at least 1
 */
public record SourcePosition(String file, int line, int column, int length) {
    public SourcePosition {
        Checks.verify(line >= 1, "line counts from 1");
        Checks.verify(column >= 1, "column counts from 1");
        Checks.verify(length >= 1, "a position marks at least one character");
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
