package dev.leat.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a warehouse that others change by hand: it counts for nothing, or is told. */
final class TestForeignChanges {
    @TempDir
    private Path folder;

    private Shop shop;
    private Pipeline pipeline;

    @BeforeEach
    void open() {
        shop = Shop.in(folder).customer("c1", "1,Ann", "2,Bob").order("o1", "1,1,10", "2,2,20", "3,1,30");
        pipeline = shop.pipeline();
    }

    private static void sql(SparkEngine engine, String text) {
        engine.spark().sql(text).collectAsList();
    }

    @Test
    void rowsPutInOrTakenOutByHandBetweenCommitsDoNotCount() {
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, pipeline);
            sql(engine, "INSERT INTO " + Shop.table("kept") + " VALUES (99, 1, 1000)");
            sql(engine, "INSERT INTO " + Shop.table("totals") + " VALUES (1, 7, 7)");
            sql(engine, "DELETE FROM " + Shop.table("named"));
            shop.order("o2", "5,1,7", "6,2,8");
            Shop.run(engine, pipeline);
            shop.check(engine);
        }
    }

    @Test
    void rowsPutInByHandWhileNobodyWritesAreTakenBackByTheNextWriter() {
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, pipeline);
            sql(engine, "INSERT INTO " + Shop.table("totals") + " VALUES (1, 7, 7)");
        }
        try (SparkEngine engine = shop.open()) {
            shop.check(engine);
        }
    }

    @Test
    void tableOfOthersInTheWarehouseStaysAsItIs() {
        try (SparkEngine engine = shop.open()) {
            sql(engine, "CREATE NAMESPACE leat.others");
            sql(engine, "CREATE TABLE leat.others.mine USING iceberg AS SELECT 1 AS a");
            Shop.run(engine, pipeline);
        }
        try (SparkEngine engine = shop.open()) {
            assertThat(engine.spark().sql("SELECT a FROM leat.others.mine").collectAsList())
                    .hasSize(1);
            shop.check(engine);
        }
    }

    @Test
    void tableThatWasDroppedByHandIsToldWithACureThatHelps() {
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, pipeline);
            sql(engine, "DROP TABLE " + Shop.table("totals") + " PURGE");
        }
        LeatException thrown = catchThrowableOfType(LeatException.class, shop::open);
        assertThat(thrown).isNotNull();
        assertThat(thrown.code()).isEqualTo(ErrorCode.STATE_DAMAGED);
        assertThat(thrown)
                .hasMessageContaining("default/totals")
                .hasMessageContaining("remove the warehouse")
                .hasMessageNotContaining("full-refresh");
        assertThat(shop.warehouse().resolve("leat_writer"))
                .as("the lease is given back")
                .doesNotExist();
    }

    @Test
    void tableWhoseFilesAreDamagedIsToldByItsName() throws IOException {
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, pipeline);
        }
        Path metadata = shop.warehouse().resolve("default/totals/metadata");
        try (Stream<Path> files = Files.list(metadata)) {
            for (Path file : files.toList()) {
                Files.writeString(file, "{");
            }
        }
        LeatException thrown = catchThrowableOfType(LeatException.class, shop::open);
        assertThat(thrown).isNotNull().hasMessageContaining("default/totals");
        assertThat(thrown.code()).isEqualTo(ErrorCode.IO);
    }

    @Test
    void tableThatIsDroppedByHandBetweenCommitsIsTold() {
        try (SparkEngine engine = shop.open()) {
            Shop.run(engine, pipeline);
            sql(engine, "DROP TABLE " + Shop.table("totals") + " PURGE");
            shop.order("o2", "5,1,7");
            LeatException thrown = catchThrowableOfType(LeatException.class, () -> Shop.report(engine, pipeline));
            assertThat(thrown).isNotNull();
            assertThat(thrown.code()).as(thrown.getMessage()).isEqualTo(ErrorCode.STATE_DAMAGED);
        }
    }
}
