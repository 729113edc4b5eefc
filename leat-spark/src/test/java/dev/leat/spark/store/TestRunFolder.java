package dev.leat.spark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.leat.error.LeatException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestRunFolder {
    @TempDir
    private Path scratch = Path.of("");

    private RunFolder folder;

    @BeforeEach
    void open() {
        folder = new RunFolder(Warehouse.open(scratch.resolve("w").toUri().toString(), new Configuration(false)), "r1");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void planIsThereForTheDriver() throws IOException {
        assertThatExceptionOfType(LeatException.class)
                .isThrownBy(folder::plan)
                .withMessageContaining("leat_runs/r1/plan.json");
        folder.putPlan(Files.writeString(scratch.resolve("plan"), "{\"ü\": 1}"));
        assertThat(folder.plan()).isEqualTo("{\"ü\": 1}");
    }

    @Test
    void whatIsFlushedIsHeardWhileMoreIsTold() throws IOException {
        assertThat(folder.hears(1)).isFalse();
        assertThat(folder.hear(1, 0)).isEmpty();
        try (OutputStream told = folder.tell()) {
            told.write(bytes("one\n"));
            told.flush();
            assertThat(folder.hear(1, 0)).isEqualTo(bytes("one\n"));
            assertThat(folder.hear(1, 4)).isEmpty();
            told.write(bytes("two"));
            told.flush();
            assertThat(folder.hear(1, 4)).isEqualTo(bytes("two"));
        }
    }

    @Test
    void anotherAttemptHasAFileOfItsOwn() throws IOException {
        try (OutputStream first = folder.tell()) {
            first.write(bytes("a"));
        }
        try (OutputStream second = folder.tell()) {
            second.write(bytes("b"));
        }
        assertThat(folder.hear(1, 0)).isEqualTo(bytes("a"));
        assertThat(folder.hear(2, 0)).isEqualTo(bytes("b"));
        assertThat(folder.hears(3)).isFalse();
    }

    @Test
    void wishThatItEndsIsSeen() {
        assertThat(folder.isToStop()).isFalse();
        folder.stop();
        assertThat(folder.isToStop()).isTrue();
        folder.remove();
        assertThat(folder.isToStop()).isFalse();
        assertThat(Files.exists(scratch.resolve("w/leat_runs/r1"))).isFalse();
    }
}
