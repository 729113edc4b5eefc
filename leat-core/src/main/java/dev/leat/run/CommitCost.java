package dev.leat.run;

/**
 * What commits cost: the line {@code millis = fixed + slope · work} that is nearest to the last ones, by least squares, each earlier commit
 * counting less.
 */
final class CommitCost {
    private static final double DECAY = 0.96;

    /** Works that differ less than this, by their mean, say nothing of the slope. */
    private static final double SPREAD_MIN = 0.05;

    /** A commit that takes so many times what was expected, or so many times less, shows that what was known does not hold any more. */
    private static final double SURPRISE = 2;

    private static final double SURPRISE_MAX = 8;

    private static final double SLOPE_MIN = 1e-9;

    /** Of the first commit half is taken as fixed. */
    private static final double FIRST_FIXED = 0.5;

    private double count;
    private double works;
    private double times;
    private double squares;
    private double products;
    private double slope;
    private int surprise;

    void add(double work, double millis) {
        if (count > 0 && isSurprising(millis / (fixed() + slope * work))) {
            return;
        }
        count = DECAY * count + 1;
        works = DECAY * works + work;
        times = DECAY * times + millis;
        squares = DECAY * squares + work * work;
        products = DECAY * products + work * millis;
        double mean = works / count;
        double variance = squares / count - mean * mean;
        double steepest = times / works;
        if (variance > SPREAD_MIN * SPREAD_MIN * mean * mean) {
            slope = (products / count - mean * times / count) / variance;
        } else if (slope == 0) {
            slope = (1 - FIRST_FIXED) * steepest;
        }
        slope = Math.max(SLOPE_MIN, Math.min(slope, steepest));
    }

    /**
     * Whether a commit is left out of account: one alone was held up by something else. After two nothing tells yet whether work or the fixed
     * part has another cost now: both are taken to have, and the next commits, of another size, show it.
     */
    private boolean isSurprising(double ratio) {
        int direction = ratio > SURPRISE ? 1 : ratio < 1 / SURPRISE ? -1 : 0;
        boolean isAlone = direction != 0 && direction != surprise;
        surprise = direction;
        if (direction != 0 && !isAlone) {
            double factor = Math.max(1 / SURPRISE_MAX, Math.min(SURPRISE_MAX, ratio));
            times *= factor;
            products *= factor;
            slope *= factor;
        }
        return isAlone;
    }

    /** Milliseconds that a commit takes however little it does. */
    double fixed() {
        return count == 0 ? 0 : Math.max(0, (times - slope * works) / count);
    }

    /** Milliseconds for each unit of work. */
    double slope() {
        return Math.max(SLOPE_MIN, slope);
    }
}
