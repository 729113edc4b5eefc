package dev.leat.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Names under which the texts of a commit read rows that are not in tables; they end with it. */
final class Views implements AutoCloseable {
    private final SparkSession spark;
    private final List<String> names = new ArrayList<>();

    Views(SparkSession spark) {
        this.spark = spark;
    }

    /** A name for rows. */
    synchronized String name(Dataset<Row> rows) {
        String name = "leat_rows_" + names.size();
        rows.createOrReplaceTempView(name);
        names.add(name);
        return name;
    }

    @Override
    public synchronized void close() {
        names.forEach(name -> spark.catalog().dropTempView(name));
        names.clear();
    }
}
