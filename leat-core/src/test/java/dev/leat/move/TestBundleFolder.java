package dev.leat.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.error.LeatException;
import dev.leat.move.Bundle.BundleDataset;
import dev.leat.move.Bundle.BundleTable;
import dev.leat.move.Bundle.Content;
import dev.leat.move.Bundle.Program;
import dev.leat.spi.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestBundleFolder {
    @TempDir
    private Path scratch = Path.of("");

    private Bundle write(BundleFolder folder) throws IOException {
        folder.begin();
        Files.writeString(folder.path("0.parquet"), "not really");
        BundleTable table = new BundleTable(
                Content.RESULT.table("a.b.c"),
                Content.RESULT,
                RecordTable.ERRORS.schema(),
                List.of(folder.describe("0.parquet")),
                3,
                new RowSum(3, -5).text());
        Bundle bundle = new Bundle(
                "id",
                7,
                1_000_001,
                List.of(table),
                Map.of(
                        "k",
                        new BundleDataset(
                                "a.b.c",
                                "MATERIALIZED VIEW",
                                "[]",
                                new Program("p", 1, 2, 3),
                                5,
                                6,
                                table.name(),
                                Map.of(0, "x", 11, "y"))),
                Map.of("sink", Program.NONE),
                Map.of("k", Map.of("s", Map.of("/ü \"x\"", new Position(1, 2, 3, "i", "t", 4)))));
        folder.write(bundle);
        return bundle;
    }

    @Test
    void whatIsWrittenIsFound() throws IOException {
        BundleFolder folder = new BundleFolder(scratch.resolve("b"));
        assertThat(folder.find()).isEmpty();

        Bundle bundle = write(folder);

        assertThat(folder.find()).contains(bundle);
        assertThat(folder.isWhole(bundle)).isTrue();
        folder.remove();
        assertThat(folder.find()).isEmpty();
    }

    @Test
    void whatIsDamagedIsNoticed() throws IOException {
        BundleFolder folder = new BundleFolder(scratch.resolve("b"));
        Bundle bundle = write(folder);
        Files.writeString(folder.path("0.parquet"), "not reallY");
        assertThatThrownBy(() -> folder.requireWhole(bundle)).hasMessageContaining("is not what was written");

        Path manifest = folder.path("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"rows\":3", "\"rows\":4"));
        assertThatThrownBy(folder::find).hasMessageContaining("is not what was written");
        Files.writeString(manifest, "{\"format\":");
        assertThatThrownBy(folder::find).hasMessageContaining("is not what was written");
    }

    @Test
    void rowsThatAreOthersAreNoticed() throws IOException {
        Bundle bundle = write(new BundleFolder(scratch.resolve("b")));
        BundleTable table = bundle.tables().get(0);

        BundleFolder.requireSame(table, new RowSum(3, -5));
        for (RowSum other : List.of(new RowSum(3, -6), new RowSum(2, -5))) {
            assertThatThrownBy(() -> BundleFolder.requireSame(table, other))
                    .isInstanceOf(LeatException.class)
                    .hasMessageContaining("have not arrived as they were");
        }
    }
}
