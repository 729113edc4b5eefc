package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that nobody reads any more. */
final class TestOldSnapshots {
    private static final int MANY = 45;

    @TempDir
    private Path folder;

    /** It is never one of those that change often, and are written anew for it. */
    @Test
    void oldSnapshotsOfAViewThatIsAlwaysComputedAsAWholeAreRemoved() throws IOException {
        Shop shop = Shop.in(folder).order("o1", "1,1,10");
        Pipeline pipeline = shop.pipeline("CREATE MATERIALIZED VIEW kept AS SELECT id, amount FROM orders;");
        try (SparkEngine engine = shop.open();
                HadoopCatalog catalog = new HadoopCatalog()) {
            catalog.setConf(new Configuration());
            catalog.initialize(
                    "test", Map.of("warehouse", shop.warehouse().toUri().toString()));
            Shop.run(engine, pipeline);
            Table table = catalog.loadTable(TableIdentifier.of("default", "kept"));
            for (int write = 0; write < MANY; write++) {
                table.newAppend().commit();
            }
            Files.delete(folder.resolve("orders").resolve("o1.csv"));
            shop.order("o2", "2,1,7");
            Shop.run(engine, pipeline);
            table.refresh();
            assertThat(table.snapshots()).extracting(Snapshot::snapshotId).hasSize(20);
            assertThat(Shop.rows(engine.spark(), "kept")).containsExactly("2,7");
        }
    }
}
