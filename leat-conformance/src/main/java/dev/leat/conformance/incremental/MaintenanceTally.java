package dev.leat.conformance.incremental;

import dev.leat.spi.RefreshResult.Extent;
import java.util.EnumMap;
import java.util.Map;

/** What was compared. */
final class MaintenanceTally {
    private final Map<Extent, Integer> extents = new EnumMap<>(Extent.class);
    private int checked;
    private int differences;
    private int refused;
    private int late;
    private int askedSpark;

    void refused(int views) {
        refused += views;
    }

    void refreshed(Extent extent) {
        extents.merge(extent, 1, Integer::sum);
    }

    void late(int records) {
        late += records;
    }

    void checked() {
        checked++;
    }

    void askedSpark() {
        askedSpark++;
        checked++;
    }

    int bySpark() {
        return askedSpark;
    }

    void difference(String text) {
        differences++;
        System.out.println(text);
    }

    int checkedSoFar() {
        return checked;
    }

    int differences() {
        return differences;
    }

    int late() {
        return late;
    }

    int byChange() {
        return extents.getOrDefault(Extent.CHANGE, 0);
    }

    @Override
    public String toString() {
        return "refreshes by change " + byChange() + ", as a whole " + extents.getOrDefault(Extent.WHOLE, 0)
                + ", none needed " + extents.getOrDefault(Extent.NOTHING, 0) + "; queries refused " + refused
                + "; records late " + late
                + "; compared with Spark " + askedSpark
                + "\nchecked " + checked + " differences " + differences;
    }
}
