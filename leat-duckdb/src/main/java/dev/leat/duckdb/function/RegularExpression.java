package dev.leat.duckdb.function;

import java.util.Optional;

/**
 * A regular expression that means the same to Java and, rewritten, to DuckDB's RE2: letters, digits and plain
 * punctuation, escaped punctuation, {@code \d \w \s \D \W \S}, the dot, classes without nesting, groups, alternatives, greedy and
 * lazy quantifiers, {@code ^}, and {@code $} at the very end. Java's dot and {@code $} know more ends of lines than RE2,
 * so they are written out.
 *
 * @param text for RE2
 * @param groups the count of capturing groups
 * @param mayBeEmpty whether it matches the empty string
 * @param repeatsGroup whether a group is repeated; of its rounds the two may capture different ones
 */
record RegularExpression(String text, int groups, boolean mayBeEmpty, boolean repeatsGroup) {
    private static final int LENGTH_MAX = 500;
    private static final int REPEAT_MAX = 100;
    private static final String LINE_ENDS = "\\n\\r\\x{85}\\x{2028}\\x{2029}";
    private static final String PLAIN = " _/:=@,;\"'<>&%#!~-";
    private static final String ESCAPED = ".[](){}*+?|^$\\/-\"'<>=:;,&%#@!~ ";
    private static final String SPACES = " \\t\\n\\x0B\\f\\r";

    /** The expression, if it is one of those that mean the same. */
    static Optional<RegularExpression> parse(String pattern) {
        return pattern.length() > LENGTH_MAX ? Optional.empty() : new Parser(pattern).whole();
    }

    /** Ends the parse of an expression that is not one of ours; no stack trace, as it is caught at once. */
    private static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown() {
            super("not a simple regular expression", null, false, false);
        }
    }

    private static final class Parser {
        private final String pattern;
        private final StringBuilder out = new StringBuilder();
        private int at;
        private int groups;
        private boolean repeatsGroup;

        Parser(String pattern) {
            this.pattern = pattern;
        }

        Optional<RegularExpression> whole() {
            try {
                boolean mayBeEmpty = alternatives(0);
                return at == pattern.length()
                        ? Optional.of(new RegularExpression(out.toString(), groups, mayBeEmpty, repeatsGroup))
                        : Optional.empty();
            } catch (Unknown e) {
                return Optional.empty();
            }
        }

        private char peek() {
            return at < pattern.length() ? pattern.charAt(at) : '\0';
        }

        private boolean accept(char c) {
            boolean found = at < pattern.length() && pattern.charAt(at) == c;
            at += found ? 1 : 0;
            return found;
        }

        /** Each method of the grammar says whether what it read may match the empty string. */
        private boolean alternatives(int depth) {
            boolean mayBeEmpty = sequence(depth);
            while (accept('|')) {
                out.append('|');
                mayBeEmpty |= sequence(depth);
            }
            return mayBeEmpty;
        }

        private boolean sequence(int depth) {
            boolean mayBeEmpty = true;
            while (at < pattern.length() && peek() != '|' && peek() != ')') {
                mayBeEmpty &= repeated(depth);
            }
            return mayBeEmpty;
        }

        private boolean repeated(int depth) {
            if (accept('^')) {
                out.append('^');
                return true;
            }
            if (peek() == '$' && at == pattern.length() - 1 && depth == 0) {
                at++;
                out.append("(?:\\r\\n|[").append(LINE_ENDS).append("])?\\z");
                return true;
            }
            boolean isGroup = peek() == '(';
            boolean mayBeEmpty = atom(depth);
            int start = at;
            boolean optional = quantifier();
            repeatsGroup |= isGroup && at > start;
            return mayBeEmpty || optional;
        }

        private boolean quantifier() {
            boolean optional;
            if (accept('*')) {
                out.append('*');
                optional = true;
            } else if (accept('?')) {
                out.append('?');
                optional = true;
            } else if (accept('+')) {
                out.append('+');
                optional = false;
            } else if (accept('{')) {
                optional = counts();
            } else {
                return false;
            }
            if (accept('?')) {
                out.append('?');
            }
            require("*+?{".indexOf(peek()) < 0 || at == pattern.length());
            return optional;
        }

        private boolean counts() {
            int least = number();
            out.append('{').append(least);
            if (accept(',')) {
                out.append(',');
                if (peek() != '}') {
                    int most = number();
                    require(most >= least);
                    out.append(most);
                }
            }
            require(accept('}'));
            out.append('}');
            return least == 0;
        }

        private int number() {
            int number = 0;
            int start = at;
            while (peek() >= '0' && peek() <= '9') {
                number = number * 10 + pattern.charAt(at++) - '0';
                require(number <= REPEAT_MAX);
            }
            require(at > start);
            return number;
        }

        private boolean atom(int depth) {
            if (accept('(')) {
                boolean captures = !pattern.startsWith("?:", at);
                at += captures ? 0 : 2;
                groups += captures ? 1 : 0;
                out.append(captures ? "(" : "(?:");
                boolean mayBeEmpty = alternatives(depth + 1);
                require(accept(')'));
                out.append(')');
                return mayBeEmpty;
            }
            if (accept('.')) {
                out.append("[^").append(LINE_ENDS).append(']');
            } else if (accept('[')) {
                characterClass();
            } else if (accept('\\')) {
                if (accept('S')) {
                    out.append("[^").append(SPACES).append(']');
                } else if (peek() == 'D' || peek() == 'W') {
                    out.append('\\').append(pattern.charAt(at++));
                } else {
                    escape("[" + SPACES + "]");
                }
            } else {
                require(at < pattern.length() && isPlain(peek()));
                out.append(pattern.charAt(at++));
            }
            return false;
        }

        private void escape(String spaces) {
            char c = peek();
            at++;
            if (c == 's') {
                out.append(spaces);
            } else {
                require(c == 'd' || c == 'w' || c != '\0' && ESCAPED.indexOf(c) >= 0);
                out.append(isLetter(c) || "\"'<>=:;,&%#@!~ ".indexOf(c) < 0 ? "\\" : "")
                        .append(c);
            }
        }

        private void characterClass() {
            out.append('[');
            if (accept('^')) {
                out.append('^');
            }
            require(peek() != ']');
            while (!accept(']')) {
                if (accept('\\')) {
                    escape(SPACES);
                } else {
                    member();
                }
            }
            out.append(']');
        }

        private void member() {
            char first = peek();
            boolean isWord = isLetter(first) || first >= '0' && first <= '9';
            require(at < pattern.length() && (isWord || " _/:=@,;\"'<>%#!~.*+?()|$".indexOf(first) >= 0));
            at++;
            if (isWord && accept('-')) {
                char last = peek();
                require(last >= first && (isLetter(first) ? isLetter(last) : last <= '9'));
                at++;
                out.append(first).append('-').append(last);
            } else {
                out.append(isWord || " _/:=@,;\"'<>%#!~".indexOf(first) >= 0 ? "" : "\\")
                        .append(first);
            }
        }

        private static boolean isPlain(char c) {
            return isLetter(c) || c >= '0' && c <= '9' || PLAIN.indexOf(c) >= 0;
        }

        private static boolean isLetter(char c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        }

        private static void require(boolean condition) {
            if (!condition) {
                throw new Unknown();
            }
        }
    }
}
