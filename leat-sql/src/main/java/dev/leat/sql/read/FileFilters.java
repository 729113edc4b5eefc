package dev.leat.sql.read;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.fs.GlobPattern;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;

/** The options that choose among the files listed. */
final class FileFilters {
    private FileFilters() {}

    static Predicate<DataFile> of(ReadOptions options, String sessionZone) {
        Predicate<DataFile> filter = file -> true;
        Optional<String> glob = options.find("pathGlobFilter");
        if (glob.isPresent()) {
            GlobPattern pattern = new GlobPattern(glob.get());
            filter = filter.and(file -> pattern.matches(file.name()));
        }
        ZoneId zone = DateTimeUtils.getZoneId(options.find("timeZone").orElse(sessionZone));
        Optional<String> before = options.find("modifiedBefore");
        if (before.isPresent()) {
            long limit = micros("modifiedBefore", before.get(), zone);
            filter = filter.and(file -> local(file, zone) < limit);
        }
        Optional<String> after = options.find("modifiedAfter");
        if (after.isPresent()) {
            long limit = micros("modifiedAfter", after.get(), zone);
            filter = filter.and(file -> local(file, zone) > limit);
        }
        return filter;
    }

    /** Spark compares the wall clock of the zone with the limit read in that zone. */
    private static long local(DataFile file, ZoneId zone) {
        return DateTimeUtils.fromUTCTime(file.modifiedMillis() * 1000, zone.getId());
    }

    private static long micros(String option, String text, ZoneId zone) {
        Option<Object> parsed = DateTimeUtils.stringToTimestamp(UTF8String.fromString(text), zone);
        if (parsed.isEmpty()) {
            throw new LeatException(Diagnostic.of(
                    ErrorCode.OPTION,
                    "Option " + option + " is " + text + ", expected a time such as 2026-06-01T13:00:00"));
        }
        return (Long) parsed.get();
    }
}
