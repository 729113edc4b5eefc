package dev.leat.conformance.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a document shows of a session with a shell, in its order.
 *
 * <ul>
 *   <li>In a fenced block without a language, {@code $ ./leat …} is a command and the lines up to the next {@code $} are its
 *       output; {@code $ cat FILE} shows a file that the reader is to have.
 *   <li>An indented {@code examples/…/generate} makes an example's data.
 *   <li>An indented {@code ./leat …} is a command; a fenced block without a language and without a {@code $} shows the output
 *       of the last one before it.
 * </ul>
 *
 * Other fenced blocks without a language are loose: nothing says what printed them.
 */
record Session(List<Step> steps, List<String> loose) {
    Session {
        steps = List.copyOf(steps);
        loose = List.copyOf(loose);
    }

    sealed interface Step {
        /** A file with its content. */
        record ShownFile(String name, String content) implements Step {}

        /** A script, without arguments. */
        record Generator(String script) implements Step {}

        /** A command after {@code leat}, with what it is shown to print, if it is. */
        record Command(List<String> arguments, Optional<String> output) implements Step {}
    }

    static Session of(String document) {
        Reader reader = new Reader();
        document.lines().forEach(reader::line);
        return new Session(reader.steps, reader.loose);
    }

    /** Takes a document line by line. */
    private static final class Reader {
        private final List<Step> steps = new ArrayList<>();
        private final List<String> loose = new ArrayList<>();
        private boolean isInside;
        private boolean isShell;
        private boolean isAwaited;
        private final List<String> block = new ArrayList<>();

        void line(String line) {
            if (line.startsWith("```")) {
                if (isInside && isShell) {
                    end();
                }
                isShell = !isInside && line.equals("```");
                isInside = !isInside;
                block.clear();
            } else if (isInside) {
                block.add(line);
            } else if (line.matches("    examples/\\S+/generate")) {
                steps.add(new Step.Generator(line.strip()));
            } else if (line.startsWith("    ./leat ")) {
                steps.add(new Step.Command(words(line.strip().substring("./leat ".length())), Optional.empty()));
                isAwaited = true;
            }
        }

        private void end() {
            if (!block.isEmpty() && block.get(0).startsWith("$ ")) {
                shell();
            } else if (isAwaited) {
                Step.Command last = (Step.Command) steps.remove(steps.size() - 1);
                steps.add(new Step.Command(last.arguments(), Optional.of(String.join("\n", block))));
            } else {
                loose.add(String.join("\n", block));
            }
            isAwaited = false;
        }

        private void shell() {
            for (int i = 0; i < block.size(); ) {
                String typed = block.get(i).substring(2);
                int end = i + 1;
                while (end < block.size() && !block.get(end).startsWith("$ ")) {
                    end++;
                }
                String output = String.join("\n", block.subList(i + 1, end));
                if (typed.startsWith("cat ")) {
                    steps.add(new Step.ShownFile(typed.substring("cat ".length()), output + "\n"));
                } else {
                    steps.add(new Step.Command(words(typed.replaceFirst("^(\\./)?leat ", "")), Optional.of(output)));
                }
                i = end;
            }
        }
    }

    /** Words as a shell splits them: between blanks, quotes of both kinds taken off. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        boolean isWord = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                isWord = true;
            } else if (c != ' ') {
                word.append(c);
                isWord = true;
            } else if (isWord) {
                words.add(word.toString());
                word.setLength(0);
                isWord = false;
            }
        }
        if (isWord) {
            words.add(word.toString());
        }
        return words;
    }
}
