package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States that were written by others, or are not whole. */
final class TestUnusableState {
    /** DuckDB's file begins with a header: checksum, magic bytes, version. */
    private static final int HEADER_BYTES = 4096;

    private static final int BLOCK_BYTES = 256 << 10;
    private static final int VERSION_OFFSET = 12;

    @TempDir
    private Path folder = Path.of("");

    private ScratchProject project = new ScratchProject(Path.of("target"), "");

    @BeforeEach
    void makeState() {
        project =
                new ScratchProject(folder, "CREATE MATERIALIZED VIEW numbers AS SELECT id AS n FROM range(100000);\n");
        assertThat(project.run().exitCode()).isZero();
    }

    @Test
    void stateOfANewerLeatIsRefused() {
        DuckDbFile.change(project.state(), "UPDATE leat.format SET version = version + 1");
        for (Leat.Ended ended : commands()) {
            assertThat(ended.err())
                    .startsWith("error[STATE_VERSION]: Cannot open the state: its format is ")
                    .contains("Use the newer Leat that wrote it, or give another folder with --state");
            assertThat(ended.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void stateOfAnotherDuckDbIsRefused() throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(project.state())).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(file.getLong(0)).as("the checksum as we compute it").isEqualTo(checksum(file));
        file.putLong(VERSION_OFFSET, 2_000);
        file.putLong(0, checksum(file));
        Files.write(project.state(), file.array());
        for (Leat.Ended ended : commands()) {
            assertThat(ended.err())
                    .startsWith("error[STATE_VERSION]: Cannot open the state " + folder)
                    .contains("another version of DuckDB wrote it", "storage version number 2000");
            assertThat(ended.exitCode()).isEqualTo(2);
        }
        assertThat(project.state()).hasBinaryContent(file.array());
    }

    private static long checksum(ByteBuffer file) {
        long checksum = 5381;
        for (int i = Long.BYTES; i < HEADER_BYTES; i += Long.BYTES) {
            checksum ^= file.getLong(i) * 0xbf58476d1ce4e5b9L;
        }
        return checksum;
    }

    @Test
    void stateThatIsNotWholeIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(project.state());
        byte[] flipped = whole.clone();
        for (int i = HEADER_BYTES; i < flipped.length; i += HEADER_BYTES) {
            flipped[i] ^= 0x55;
        }
        assertDamaged(Arrays.copyOf(whole, 0));
        assertDamaged(Arrays.copyOf(whole, 5_000));
        assertDamaged(Arrays.copyOf(whole, 100_000));
        assertDamaged("not a database".getBytes(StandardCharsets.UTF_8));
        assertDamaged(flipped);

        Files.write(project.state(), whole);
        assertThat(project.rows("SELECT count(*) FROM numbers")).containsExactly("100000");
    }

    private void assertDamaged(byte[] content) throws IOException {
        Files.write(project.state(), content);
        for (Leat.Ended ended : commands()) {
            assertThat(ended.err())
                    .startsWith("error[STATE_DAMAGED]: Cannot open the state " + folder)
                    .contains("move it away and run again with --full-refresh")
                    .doesNotContain("\tat ");
            assertThat(ended.exitCode()).isEqualTo(1);
        }
        assertThat(project.state()).as("nothing is repaired by guessing").hasBinaryContent(content);
    }

    @Test
    void damageOfAnyBlockIsFoundBeforeItBecomesAnAnswer() throws IOException {
        byte[] whole = Files.readAllBytes(project.state());
        Set<String> activities = new TreeSet<>();
        for (int block = 3 * HEADER_BYTES; block < whole.length; block += BLOCK_BYTES) {
            byte[] content = whole.clone();
            Arrays.fill(content, block, Math.min(block + BLOCK_BYTES, content.length), (byte) 0x55);
            Files.write(project.state(), content);
            Leat.Ended ended = project.query("SELECT sum(n) FROM numbers", "--format", "csv");
            if (ended.exitCode() == 0) {
                assertThat(ended.out()).endsWith("\r\n4999950000\r\n");
            } else {
                assertThat(ended.exitCode()).isEqualTo(1);
                assertThat(ended.err())
                        .startsWith("error[STATE_DAMAGED]: Cannot ")
                        .contains("move it away");
                activities.add(ended.err().substring(0, ended.err().indexOf(": the state's file")));
            }
        }
        assertThat(activities)
                .contains(
                        "error[STATE_DAMAGED]: Cannot open the state "
                                + project.state().getParent(),
                        "error[STATE_DAMAGED]: Cannot run the query");
    }

    @Test
    void damagedWriteAheadLogIsToldAndTheStateGoesOnWithoutIt() throws IOException {
        Path wal = project.state().resolveSibling("state.duckdb.wal");
        Files.write(wal, damagedWal());
        for (Leat.Ended ended : commands()) {
            assertThat(ended.err())
                    .startsWith("error[STATE_DAMAGED]: Cannot open the state ")
                    .contains("the state's file state.duckdb.wal is damaged", "Move this file away and run again")
                    .doesNotContain("\tat ");
            assertThat(ended.exitCode()).isEqualTo(1);
        }
        Files.delete(wal);
        assertThat(project.rows("SELECT count(*) FROM numbers")).containsExactly("100000");
    }

    /** A log that DuckDB has written for a copy of the state, with a byte of a row changed. */
    private byte[] damagedWal() throws IOException {
        Path copy = Files.copy(project.state(), folder.resolve("copy.duckdb"));
        Path kept = folder.resolve("kept.wal");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + copy);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO leat.staging SELECT 'folder ' || range FROM range(100)");
            Files.copy(folder.resolve("copy.duckdb.wal"), kept);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        byte[] content = Files.readAllBytes(kept);
        content[content.length / 2] ^= 0x10;
        return content;
    }

    private Leat.Ended[] commands() {
        return new Leat.Ended[] {
            project.run(), project.query("SELECT * FROM numbers"), Leat.run("datasets", project.path())
        };
    }
}
