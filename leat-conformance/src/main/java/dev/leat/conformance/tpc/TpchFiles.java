package dev.leat.conformance.tpc;

import java.nio.file.Path;

/** Writes the tables of TPC-H as Parquet files, for the example. */
public final class TpchFiles {
    private TpchFiles() {}

    /** Takes a folder and a scale factor; files that are there are replaced. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        TpchData.write(folder, Double.parseDouble(arguments[1]))
                .forEach(table -> System.out.println(table.file().getFileName()));
    }
}
