package dev.leat.sql.project;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;

/**
 * Splits a file at its semicolons with the lexer of Spark's parser, so that strings, comments and quoted names are what
 * they are to the parser. Pieces without a token are no statements.
 */
final class StatementSplitter {
    private final SourceFile file;
    private final Problems problems;
    /** The UTF-16 offset of each code point; the lexer counts code points. */
    private final int[] offsets;

    private StatementSplitter(SourceFile file, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.offsets = offsets(file.text());
    }

    static List<StatementText> split(SourceFile file, Problems problems) {
        return new StatementSplitter(file, problems).statements();
    }

    private List<StatementText> statements() {
        SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(file.text())));
        lexer.removeErrorListeners();
        List<StatementText> statements = new ArrayList<>();
        List<Token> open = new ArrayList<>();
        for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
            if (lexer.has_unclosed_bracketed_comment) {
                problems.add(Diagnostic.ofSpark(
                        ErrorCode.SYNTAX,
                        "UNCLOSED_BRACKETED_COMMENT",
                        "The comment that starts here is not closed; append */ at its end",
                        java.util.Optional.of(file.position(offsets[token.getStartIndex()], 2))));
                break;
            }
            if (token.getChannel() != Token.DEFAULT_CHANNEL) {
                continue;
            }
            if (token.getType() == SqlBaseLexer.SEMICOLON) {
                close(open, statements);
            } else {
                open.add(token);
            }
        }
        close(open, statements);
        return statements;
    }

    private void close(List<Token> open, List<StatementText> statements) {
        if (open.isEmpty()) {
            return;
        }
        int start = offsets[open.get(0).getStartIndex()];
        int end = offsets[open.get(open.size() - 1).getStopIndex() + 1];
        List<SqlToken> tokens = new ArrayList<>();
        int depth = 0;
        for (Token token : open) {
            int from = offsets[token.getStartIndex()];
            int to = offsets[token.getStopIndex() + 1];
            depth -= token.getType() == SqlBaseLexer.RIGHT_PAREN ? 1 : 0;
            String text = file.text().substring(from, to);
            tokens.add(new SqlToken(token.getType(), text, from - start, to - start, depth));
            depth += token.getType() == SqlBaseLexer.LEFT_PAREN ? 1 : 0;
        }
        statements.add(new StatementText(file, file.text().substring(start, end), start, tokens));
        open.clear();
    }

    private static int[] offsets(String text) {
        int count = text.codePointCount(0, text.length());
        int[] offsets = new int[count + 1];
        int offset = 0;
        for (int i = 0; i < count; i++) {
            offsets[i] = offset;
            offset += Character.charCount(text.codePointAt(offset));
        }
        offsets[count] = offset;
        return offsets;
    }
}
