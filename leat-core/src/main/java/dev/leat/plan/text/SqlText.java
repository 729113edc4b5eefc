package dev.leat.plan.text;

import dev.leat.error.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** SQL text under construction, with marks. */
final class SqlText {
    private final StringBuilder text = new StringBuilder();
    private final List<RenderedSql.Mark> marks = new ArrayList<>();

    SqlText append(String part) {
        text.append(part);
        return this;
    }

    /** Appends each item, with the separator between them. */
    <T> SqlText appendAll(List<T> items, String separator, Consumer<T> writer) {
        for (int index = 0; index < items.size(); index++) {
            if (index > 0) {
                text.append(separator);
            }
            writer.accept(items.get(index));
        }
        return this;
    }

    /** Runs the writer and marks what it appended. */
    void marked(Optional<SourcePosition> position, Runnable writer) {
        int start = text.length();
        writer.run();
        if (position.isPresent()) {
            marks.add(new RenderedSql.Mark(start, text.length(), position.get()));
        }
    }

    RenderedSql finish() {
        return new RenderedSql(text.toString(), marks);
    }
}
