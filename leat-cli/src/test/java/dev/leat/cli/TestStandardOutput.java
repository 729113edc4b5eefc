package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Standard output that takes no more, in processes of their own. */
final class TestStandardOutput {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void fullDeviceIsTold() {
        File full = new File("/dev/full");
        assumeTrue(full.exists(), "skipped: this system has no /dev/full");
        try (LeatProcess process = LeatProcess.startInto(full, "--version")) {
            assertThat(process.end())
                    .isEqualTo(new Leat.Ended(
                            1,
                            "",
                            "error[DISK_FULL]: Cannot write to standard output: no space left on the device. Make room"
                                    + " and run again; earlier results are whole\n"));
        }
    }

    @Test
    void readerThatHasSeenEnoughEndsAQueryQuietly() throws IOException, InterruptedException {
        assumeTrue(new File("/bin/sh").exists(), "skipped: this system has no /bin/sh");
        ScratchProject project = new ScratchProject(folder, "CREATE MATERIALIZED VIEW one AS SELECT 1 AS n;\n");
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", "{ \"$@\" 2>err; echo $? >code; } | head -n 2", "sh"));
        command.addAll(
                LeatProcess.command("query", project.path(), "SELECT id FROM range(1000000)", "--format", "csv"));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("id\r\n0\r\n");
        assertThat(process.waitFor()).isZero();
        assertThat(folder.resolve("err")).isEmptyFile();
        assertThat(folder.resolve("code")).hasContent("1");
    }
}
