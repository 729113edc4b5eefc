package dev.leat.sql.project;

/**
 * A token of a statement, without comments and blanks.
 *
 * @param type of Spark's lexer
 * @param start first UTF-16 code unit within the statement
 * @param end after the last one
 * @param depth how many parentheses are open before it
 */
record SqlToken(int type, String text, int start, int end, int depth) {
    boolean is(String word) {
        return text.equalsIgnoreCase(word);
    }
}
