package dev.leat.connect.kafka;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;

/** The error for records that are gone before they were read. */
final class DataLoss {
    private DataLoss() {}

    /**
     * The error.
     *
     * @param offset that was to be read next
     * @param reason what is found instead, in words
     */
    static LeatException of(String part, long offset, String reason) {
        return new LeatException(
                ErrorCode.DATA_LOSS,
                "Cannot read " + part + " on from offset " + offset + ": " + reason
                        + ", so records may be gone that were not read. Set the option failOnDataLoss to false to go on"
                        + " without them, or run with --full-refresh to begin anew");
    }
}
