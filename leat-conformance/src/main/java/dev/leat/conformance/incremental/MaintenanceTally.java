package dev.leat.conformance.incremental;

import dev.leat.spi.RefreshResult.Extent;
import java.util.EnumMap;
import java.util.Map;

/** What was compared. */
public final class MaintenanceTally {
    private final Map<Extent, Integer> extents = new EnumMap<>(Extent.class);
    private int queries;
    private int checked;
    private int differences;
    private int refused;
    private int late;
    private long rejected;
    private int askedSpark;

    /** A query was generated that is none of those before. */
    void query() {
        queries++;
    }

    void refused(int views) {
        refused += views;
    }

    /** A dataset was refreshed. */
    public void refreshed(Extent extent) {
        extents.merge(extent, 1, Integer::sum);
    }

    void late(int records) {
        late += records;
    }

    void rejected(long records) {
        rejected += records;
    }

    /** Two contents were compared. */
    public void checked() {
        checked++;
    }

    /** A content was compared with an answer of Spark in batch. */
    public void askedSpark() {
        askedSpark++;
        checked++;
    }

    /** How many were compared with answers of Spark. */
    public int bySpark() {
        return askedSpark;
    }

    /** They differed. */
    public void difference(String text) {
        differences++;
        System.out.println(text);
    }

    /** How many were compared. */
    public int checkedSoFar() {
        return checked;
    }

    /** How many differed. */
    public int differences() {
        return differences;
    }

    int late() {
        return late;
    }

    /** How many datasets were refreshed by change. */
    public int byChange() {
        return extents.getOrDefault(Extent.CHANGE, 0);
    }

    @Override
    public String toString() {
        return "refreshes by change " + byChange() + ", as a whole " + extents.getOrDefault(Extent.WHOLE, 0)
                + ", none needed " + extents.getOrDefault(Extent.NOTHING, 0) + "; queries " + queries + ", refused "
                + refused
                + "; records late " + late + ", rejected " + rejected
                + "; compared with Spark " + askedSpark
                + "\nchecked " + checked + " differences " + differences;
    }
}
