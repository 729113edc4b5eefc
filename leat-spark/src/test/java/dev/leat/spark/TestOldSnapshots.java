package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.hadoop.HadoopTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that nobody reads any more. */
final class TestOldSnapshots {
    private static final int MANY = 45;
    private static final Pattern TIME = Pattern.compile("(\"(?:timestamp-ms|last-updated-ms)\" ?: ?)([0-9]+)");

    @TempDir
    private Path folder;

    private static void append(Table table) {
        for (int write = 0; write < MANY; write++) {
            table.newAppend().commit();
        }
    }

    /** All that happened to a table was longer ago. */
    private static void makeOlder(Path table, Duration time) throws IOException {
        Path metadata = table.resolve("metadata");
        String version = Files.readString(metadata.resolve("version-hint.text")).strip();
        Path newest = metadata.resolve("v" + version + ".metadata.json");
        String text = TIME.matcher(Files.readString(newest))
                .replaceAll(found -> found.group(1) + (Long.parseLong(found.group(2)) - time.toMillis()));
        Files.delete(metadata.resolve(".v" + version + ".metadata.json.crc"));
        Files.writeString(newest, text);
    }

    /** It is never one of those that change often, and are written anew for it. */
    @Test
    void oldSnapshotsOfAViewThatIsAlwaysComputedAsAWholeAreRemoved() throws IOException {
        Shop shop = Shop.in(folder).order("o1", "1,1,10");
        Pipeline pipeline = shop.pipeline("CREATE MATERIALIZED VIEW kept AS SELECT id, amount FROM orders;");
        Path place = shop.warehouse().resolve("default").resolve("kept");
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, pipeline);
            Table table = new HadoopTables(new Configuration()).load(place.toString());
            append(table);
            engine.tables().expireMany("default/kept");
            table.refresh();
            assertThat(table.snapshots()).as("they may still be read").hasSize(MANY + 1);

            makeOlder(place, Duration.ofHours(1));
            Files.delete(folder.resolve("orders").resolve("o1.csv"));
            shop.order("o2", "2,1,7");
            Shop.run(engine, pipeline);
            table.refresh();
            assertThat(table.snapshots()).hasSize(20);
            assertThat(Shop.rows(engine.spark(), "kept")).containsExactly("2,7");
        }
    }
}
