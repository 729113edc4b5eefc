package dev.leat.sql.read;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import org.apache.spark.util.random.BernoulliCellSampler;

/** Chooses the records from which a schema is inferred, as Spark's sample of a data set does. */
final class RecordSample {
    private static final double ALL = 0.99;
    private static final long SEED = 1;

    private final double ratio;
    private final BernoulliCellSampler<Object> sampler;

    RecordSample(double ratio, int partition) {
        if (ratio <= 0) {
            throw new LeatException(
                    ErrorCode.OPTION, "Option samplingRatio is " + ratio + ", expected a number greater than 0");
        }
        this.ratio = ratio;
        sampler = new BernoulliCellSampler<>(0.0, ratio, false);
        sampler.setSeed(SEED + partition);
    }

    boolean takesNext() {
        return ratio > ALL || sampler.sample() > 0;
    }
}
