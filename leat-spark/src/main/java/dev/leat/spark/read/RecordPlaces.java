package dev.leat.spark.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.plan.Plan;
import java.io.FileNotFoundException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The places of records among the columns of what is read. Spark tells the file of a row, and of Parquet its number there. Of text nobody
 * tells where a line began: its place is a number that no other record of the file has in the same reading, and that of a malformed
 * record lies below −1.
 */
public final class RecordPlaces {
    /** The place of a record that has none. */
    public static final long NONE = -1;

    private static final String METADATA = "_metadata";

    private RecordPlaces() {}

    /** Whether any of some columns is about places. */
    static boolean areAmong(List<String> columns) {
        return columns.contains(Plan.Scan.PART) || columns.contains(Plan.Scan.POSITION);
    }

    static Column part(Dataset<Row> rows) {
        return rows.metadataColumn(METADATA).getField("file_path").as(Plan.Scan.PART);
    }

    /**
     * The place of each row.
     *
     * @param corrupt how malformed records are known, if rows are read so
     * @param asked the columns that are read
     */
    static Column position(Dataset<Row> rows, String format, Optional<CorruptRecords> corrupt, Set<String> asked) {
        if (format.equals("parquet")) {
            return rows.metadataColumn(METADATA).getField("row_index").as(Plan.Scan.POSITION);
        }
        Column number = functions.monotonically_increasing_id();
        Column place = corrupt.map(records -> functions
                        .when(
                                records.content()
                                        .isNotNull()
                                        .and(records.missing(asked).geq(0)),
                                functions.lit(NONE - 1).minus(number))
                        .otherwise(number))
                .orElse(number);
        return place.as(Plan.Scan.POSITION);
    }

    /** The name of a file, as positions have it, by what is told of its rows. */
    public static String file(String part) {
        try {
            Path path = new Path(new URI(part));
            Optional<RangePath> range =
                    RangePath.SCHEME.equals(path.toUri().getScheme()) ? RangePath.find(path) : Optional.empty();
            return range.map(RangePath::file).orElse(path).toString();
        } catch (URISyntaxException | FileNotFoundException e) {
            throw new LeatException(ErrorCode.INTERNAL, "Not the name of a file: " + part, e);
        }
    }
}
