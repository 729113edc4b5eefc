package dev.leat.conformance.realdata;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A mean of decimals with one digit, as SQL has it: what was not measured counts as a row only. */
final class MeanValue {
    /** SQL gives four digits more than those of the values. */
    private static final int SCALE = 5;

    private BigDecimal sum = BigDecimal.ZERO;
    private long measured;
    private long rows;

    void add(String value) {
        rows++;
        if (!value.equals("NA")) {
            measured++;
            sum = sum.add(new BigDecimal(value));
        }
    }

    /** The mean, how many values it is of, and of how many rows. */
    @Override
    public String toString() {
        String mean = measured == 0
                ? "NULL"
                : sum.divide(BigDecimal.valueOf(measured), SCALE, RoundingMode.HALF_UP)
                        .toPlainString();
        return mean + "," + measured + "," + rows;
    }
}
