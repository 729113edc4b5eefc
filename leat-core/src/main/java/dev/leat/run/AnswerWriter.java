package dev.leat.run;

import dev.leat.spi.QueryResult;
import dev.leat.spi.RejectedRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Tells another process what it has asked an engine; what may be long, in parts of about so many characters as a line may have. */
public final class AnswerWriter {
    private static final int PART_CHARACTERS = 1 << 16;

    private final RunEventWriter events;
    private int characters;

    /** Tells by events. */
    public AnswerWriter(RunEventWriter events) {
        this.events = events;
    }

    private boolean isFull(int more) {
        characters += more;
        if (characters < PART_CHARACTERS) {
            return false;
        }
        characters = 0;
        return true;
    }

    /** The rows of a result whose columns are all text. */
    public void rows(QueryResult result) {
        List<List<Optional<String>>> part = new ArrayList<>();
        int width = result.schema().size();
        for (int rows = result.next(); rows > 0; rows = result.next()) {
            for (int row = 0; row < rows; row++) {
                List<Optional<String>> values = new ArrayList<>(width);
                int size = 1;
                for (int i = 0; i < width; i++) {
                    Optional<String> value = text(result, i, row);
                    size += value.map(String::length).orElse(1);
                    values.add(value);
                }
                part.add(values);
                if (isFull(size)) {
                    events.answer(AnswerJson.encodeRows(part));
                    part.clear();
                }
            }
        }
        if (!part.isEmpty()) {
            events.answer(AnswerJson.encodeRows(part));
        }
    }

    private static Optional<String> text(QueryResult result, int column, int row) {
        return result.column(column).isNullAt(row)
                ? Optional.empty()
                : Optional.of(new String(result.column(column).bytesAt(row), StandardCharsets.UTF_8));
    }

    /** The records that were not accepted, of which somebody tells one by one. */
    public void rejected(Consumer<Predicate<RejectedRecord>> records) {
        List<RejectedRecord> part = new ArrayList<>();
        records.accept(rejected -> {
            part.add(rejected);
            if (isFull(rejected.record().raw().length)) {
                events.answer(AnswerJson.encodeRejected(part));
                part.clear();
            }
            return true;
        });
        if (!part.isEmpty()) {
            events.answer(AnswerJson.encodeRejected(part));
        }
    }
}
