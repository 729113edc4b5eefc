package dev.leat.sql.project;

import dev.leat.error.SourcePosition;
import dev.leat.sql.analysis.SourceText;
import java.util.List;
import java.util.Optional;

/**
 * One statement of a file, from its first token to its last.
 *
 * @param offset of the first code unit within the file
 */
record StatementText(SourceFile file, String sql, int offset, List<SqlToken> tokens) {
    /** As long as the word CREATE, which it takes the place of. */
    private static final String SELECT = "SELECT";

    StatementText {
        tokens = List.copyOf(tokens);
    }

    /** The form in which the analysis maps Spark's positions. */
    SourceText source() {
        return new SourceText(sql, file.position(offset, 1));
    }

    /** The position of a token. */
    SourcePosition position(SqlToken token) {
        return file.position(offset + token.start(), token.end() - token.start());
    }

    /** The position of the first token. */
    SourcePosition start() {
        return position(tokens.get(0));
    }

    /** The position of the first occurrence of a word outside parentheses; that of the statement if it is not there. */
    SourcePosition find(String word) {
        return token(word).map(this::position).orElseGet(this::start);
    }

    /** The first occurrence of a word outside parentheses. */
    Optional<SqlToken> token(String word) {
        return tokens.stream()
                .filter(token -> token.depth() == 0 && token.is(word))
                .findFirst();
    }

    /** The position of an option's name; that of the statement if it is not written as one word. */
    SourcePosition findOption(String name) {
        return tokens.stream()
                .filter(token -> token.depth() == 1
                        && (token.is(name) || token.is("'" + name + "'") || token.is("\"" + name + "\"")))
                .findFirst()
                .map(this::position)
                .orElseGet(this::start);
    }

    /** The position of a property's name; that of the properties if it is not written as one word. */
    SourcePosition findProperty(String name) {
        SourcePosition written = findOption(name);
        return written.equals(start()) ? find("TBLPROPERTIES") : written;
    }

    /** Whether the tokens from an index on are these words. */
    boolean has(int index, String... words) {
        if (index < 0 || index + words.length > tokens.size()) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (!tokens.get(index + i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** The text with blanks in place of some tokens, so that Spark counts the same lines and columns. */
    String without(List<SqlToken> hidden) {
        StringBuilder kept = new StringBuilder();
        int done = 0;
        for (SqlToken token : hidden) {
            kept.append(sql, done, token.start()).append(blanks(token.start(), token.end()));
            done = token.end();
        }
        return kept.append(sql.substring(done)).toString();
    }

    /** The text with blanks in place of all before a token and all behind another one. */
    String only(SqlToken first, SqlToken last) {
        return blanks(0, first.start()) + sql.substring(first.start(), last.end()) + blanks(last.end(), sql.length());
    }

    /**
     * The same with a word in place of the first token, and a star in place of another one: the beginning of a query that reads
     * what is left.
     */
    String onlySelected(SqlToken star, SqlToken first, SqlToken last) {
        StringBuilder query = new StringBuilder(only(first, last));
        query.replace(0, SELECT.length(), SELECT);
        query.setCharAt(sql.codePointCount(0, star.start()), '*');
        return query.toString();
    }

    /** As many blanks as there are code points, and the ends of lines. */
    private String blanks(int start, int end) {
        return sql.substring(start, end)
                .codePoints()
                .map(c -> c == '\n' || c == '\r' ? c : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
