package dev.leat.conformance.readers;

import dev.leat.testkit.HeapColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Hand-made odd text files. */
final class TextCases {
    private TextCases() {}

    static List<ReaderCase> all() {
        List<ReaderCase> cases = new ArrayList<>();
        for (String content : List.of(
                "",
                "\n",
                "\n\n",
                "a",
                "a\n",
                "a\nb",
                "a\r\nb\rc\n\rd\r\r\ne",
                "\uFEFFa\nb",
                "\uFEFF",
                "a\u0000b\n",
                "a|b||c|",
                "a\u2028b\u0085c\n",
                "x--y---z")) {
            ReaderCase test = ReaderCase.text("text " + HeapColumn.quote(content), content);
            cases.add(test);
            cases.add(test.with("wholetext", "true"));
            cases.add(test.with("lineSep", "|"));
            cases.add(test.with("lineSep", "--"));
            cases.add(test.with("lineSep", "\r\n"));
            cases.add(test.select());
        }
        byte[] broken = {
            'a', (byte) 0xFF, '\n', (byte) 0xC3, '\n', (byte) 0xE2, (byte) 0x82, 'b', '\n', (byte) 0xF0, (byte) 0x9F
        };
        ReaderCase bad = ReaderCase.of("bytes that are no UTF-8", "text", broken);
        cases.add(bad);
        cases.add(bad.with("wholetext", "true"));
        cases.add(bad.with("encoding", "ISO-8859-1"));
        cases.add(ReaderCase.text("another name", "a\n").as("line string"));
        cases.add(ReaderCase.text("two columns", "a\n").as("a string, b string"));
        cases.add(ReaderCase.text("another type", "1\n").as("a int"));
        cases.add(ReaderCase.text("an empty separator", "a\n").with("lineSep", ""));
        cases.add(ReaderCase.text("long lines", ("x".repeat(300_000) + "\r\n").repeat(3)));
        cases.add(ReaderCase.text("a large file", "some words on a line\n".repeat(500_000)));
        cases.add(ReaderCase.ofFiles(
                        "an empty file among others", "text", Map.of("a.txt", new byte[0], "b.txt", new byte[] {'x'}))
                .with("wholetext", "true"));
        return cases;
    }
}
