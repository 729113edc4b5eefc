package dev.leat.move;

/**
 * A digest of rows in any order: how many there are, and the sum of their {@link RowHash hashes}. It finds out what was damaged or
 * translated wrongly on the way; it is no protection from somebody who looks for two contents of one sum.
 *
 * @param hashes their sum, modulo 2⁶⁴
 */
public record RowSum(long rows, long hashes) {
    /** That of no rows. */
    public static final RowSum NONE = new RowSum(0, 0);

    /** With the rows of another. */
    public RowSum plus(RowSum other) {
        return new RowSum(rows + other.rows, hashes + other.hashes);
    }

    /** As text. */
    public String text() {
        return String.format(java.util.Locale.ROOT, "%016x", hashes);
    }
}
