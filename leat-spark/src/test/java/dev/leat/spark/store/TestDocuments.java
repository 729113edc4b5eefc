package dev.leat.spark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents, whole and damaged. */
final class TestDocuments {
    private static final String FORMAT = "leat-commit";
    private static final String WHERE = "the-file";
    private static final int CHANGES = 2_000;

    private static CommitEntry read(byte[] content) {
        return Documents.read(FORMAT, content, CommitEntry.class, WHERE);
    }

    private static LeatException failure(byte[] content) {
        Throwable thrown = catchThrowable(() -> read(content));
        assertThat(thrown).as(new String(content, StandardCharsets.UTF_8)).isInstanceOf(LeatException.class);
        return (LeatException) thrown;
    }

    private static byte[] document(long seed) {
        return Documents.write(FORMAT, new RandomEntries(seed).next(7, "writer"));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        for (long seed = 0; seed < 300; seed++) {
            CommitEntry entry = new RandomEntries(seed).next(seed, "writer");
            assertThat(read(Documents.write(FORMAT, entry))).as("seed " + seed).isEqualTo(entry);
        }
    }

    @Test
    void documentThatEndsTooEarlyIsDamaged() {
        byte[] whole = document(1);
        for (int length = 0; length < whole.length; length++) {
            LeatException failure = failure(Arrays.copyOf(whole, length));
            assertThat(failure.code()).isEqualTo(ErrorCode.STATE_DAMAGED);
            assertThat(failure).hasMessageContaining(WHERE).hasMessageNotContaining("fasterxml");
        }
    }

    @Test
    void changedByteIsNoticedOrChangesNothing() {
        long seed = 20261127;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] whole = document(seed);
        CommitEntry entry = read(whole);
        for (int change = 0; change < CHANGES; change++) {
            byte[] changed = whole.clone();
            int at = random.nextInt(changed.length);
            changed[at] = (byte) random.nextInt(256);
            Throwable thrown = catchThrowable(() -> assertThat(read(changed)).isEqualTo(entry));
            if (thrown != null) {
                assertThat(thrown).as("seed " + seed + ", byte " + at).isInstanceOf(LeatException.class);
                assertThat(((LeatException) thrown).code()).isIn(ErrorCode.STATE_DAMAGED, ErrorCode.STATE_VERSION);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "[]",
                "{}",
                "{\"format\":\"leat-commit\"}",
                "{\"format\":\"leat-commit\",\"version\":1}",
                "{\"format\":\"leat-commit\",\"version\":1,\"sha256\":7,\"body\":{}}",
                "{\"format\":\"leat-checkpoint\",\"version\":1,\"sha256\":\"\",\"body\":{}}"
            })
    void otherTextIsDamaged(String text) {
        LeatException failure = failure(text.getBytes(StandardCharsets.UTF_8));
        assertThat(failure.code()).isIn(ErrorCode.STATE_DAMAGED, ErrorCode.STATE_VERSION);
        assertThat(failure).hasMessageContaining(WHERE);
    }

    /** As one that was written before there were watermarks. */
    @Test
    void fieldThatIsNewIsEmptyInOlderDocuments() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        for (long seed = 1; seed < 20; seed++) {
            CommitEntry entry = new RandomEntries(seed).next(seed, "writer");
            ObjectNode body =
                    (ObjectNode) mapper.readTree(Documents.write(FORMAT, entry)).get("body");
            body.remove("times");
            CommitEntry older = read(Documents.write(FORMAT, body));
            assertThat(older.times()).isEmpty();
            assertThat(older.outcomes()).isEqualTo(entry.outcomes());
        }
    }

    /** As one that another Leat wrote under the same version, by mistake. */
    @Test
    void bodyOfAnotherShapeIsDamaged() {
        for (Object body : List.of(List.of(), "text", java.util.Map.of("number", 3), java.util.Map.of("tables", 3))) {
            LeatException failure = failure(Documents.write(FORMAT, body));
            assertThat(failure.code()).isEqualTo(ErrorCode.STATE_DAMAGED);
        }
    }

    @Test
    void newerVersionIsToldFromDamage() {
        String newer = new String(document(3), StandardCharsets.UTF_8).replace("\"version\":1", "\"version\":2");
        LeatException failure = failure(newer.getBytes(StandardCharsets.UTF_8));
        assertThat(failure.code()).isEqualTo(ErrorCode.STATE_VERSION);
        assertThat(failure).hasMessageContaining("version 2").hasMessageContaining("reads version 1");
    }

    /** As before sinks were written, and states had an identity. */
    @Test
    void entryWithoutSinksChangesNone() {
        Map<String, Object> entry = Map.of(
                "number",
                1,
                "micros",
                2,
                "writer",
                "w",
                "tables",
                Map.of(),
                "dropped",
                List.of(),
                "datasets",
                Map.of(),
                "positions",
                Map.of(),
                "outcomes",
                List.of());

        CommitEntry read = read(Documents.write(FORMAT, entry));

        assertThat(read.sinks()).isEqualTo(SinkChanges.NONE);
        assertThat(WarehouseState.EMPTY.with(read).identity()).isEmpty();
    }
}
