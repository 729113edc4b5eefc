package dev.leat.conformance.realdata;

import java.util.ArrayList;
import java.util.List;

/**
 * A query over a project's results, with its answer as CSV.
 *
 * <p>A file of questions has blocks between empty lines: lines of comment that say where the answer comes from, a query
 * that ends with a semicolon at the end of a line, and the answer.
 */
record Question(String query, String answer) {
    static List<Question> parse(String file) {
        List<Question> questions = new ArrayList<>();
        for (String block : file.strip().split("\n\n+")) {
            StringBuilder query = new StringBuilder();
            StringBuilder answer = new StringBuilder();
            for (String line : block.lines().toList()) {
                boolean isAnswered = query.length() > 0 && query.charAt(query.length() - 1) == ';';
                if (isAnswered) {
                    answer.append(line).append('\n');
                } else if (!line.startsWith("--")) {
                    query.append(query.isEmpty() ? "" : "\n").append(line);
                }
            }
            if (answer.isEmpty()) {
                throw new IllegalArgumentException("no query with an answer in\n" + block);
            }
            questions.add(new Question(query.substring(0, query.length() - 1), answer.toString()));
        }
        return questions;
    }
}
