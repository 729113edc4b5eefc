package dev.leat.sql.project;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A token of a statement, without comments and blanks.
 *
 * @param type of Spark's lexer
 * @param start first UTF-16 code unit within the statement
 * @param end after the last one
 * @param depth how many parentheses are open before it
 */
record SqlToken(int type, String text, int start, int end, int depth) {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");

    /** The name that the token is, without its quotes; absent if it is none. */
    Optional<String> identifier() {
        boolean isQuoted = text.length() > 2
                && text.charAt(0) == text.charAt(text.length() - 1)
                && (text.charAt(0) == '`' || text.charAt(0) == '"');
        if (!isQuoted) {
            return WORD.matcher(text).matches() ? Optional.of(text) : Optional.empty();
        }
        String quote = text.substring(0, 1);
        return Optional.of(text.substring(1, text.length() - 1).replace(quote + quote, quote));
    }

    boolean is(String word) {
        return text.equalsIgnoreCase(word);
    }
}
