package dev.leat.spark;

import dev.leat.pipeline.Source;
import dev.leat.plan.Plan;
import dev.leat.spark.read.SparkSource;
import dev.leat.spi.PositionRange;
import dev.leat.spi.SourceScan;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows of sources as plans read them. */
final class SourceRows {
    /** What scans may read beside the columns of a source. */
    private static final Set<String> BESIDE = Set.of(SourceScan.METADATA_COLUMN, Plan.Scan.PART, Plan.Scan.POSITION);

    private SourceRows() {}

    /**
     * Rows in the columns that are asked for: of some sources these decide which records are malformed.
     *
     * @param chosen ranges, by the name of the part
     */
    static Dataset<Row> read(SparkSource opened, Map<String, PositionRange> chosen, Source source, Set<String> asked) {
        List<String> columns = new ArrayList<>(source.schema().stream()
                .map(Field::name)
                .filter(asked::contains)
                .toList());
        asked.stream().filter(BESIDE::contains).forEach(columns::add);
        return opened.read(chosen, columns);
    }
}
