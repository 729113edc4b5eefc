package dev.leat.conformance.soak;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The rows that a topic has got: each of those fed has to be there once, and be whole. */
final class EnrichedRows {
    private static final Pattern ROW = Pattern.compile("[cl](\\d{1,9}),.*");

    private final Map<Character, BitSet> seen = new TreeMap<>();
    private long repeated;
    private long torn;

    /** What is wrong with them. */
    record Faults(long lost, long repeated, long torn) {
        long sum() {
            return lost + repeated + torn;
        }
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
        take(text(record.key()), text(record.value()));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Takes a record's key and value. */
    void take(String key, String value) {
        Matcher row = ROW.matcher(value);
        int id = row.matches() ? Integer.parseInt(row.group(1)) : 0;
        char source = value.isEmpty() ? ' ' : value.charAt(0);
        boolean isWhole = row.matches()
                && !SoakRow.isMalformed(id)
                && value.equals(SoakRow.enriched(source, id))
                && key.equals("u" + SoakRow.user(id));
        if (!isWhole) {
            torn++;
            return;
        }
        BitSet rows = seen.computeIfAbsent(source, name -> new BitSet());
        if (rows.get(id)) {
            repeated++;
        }
        rows.set(id);
    }

    /** How many rows of those that were fed a sink gets. */
    static long count(ExpectedResults expected) {
        return count(expected.clicks()) + count(expected.lines());
    }

    private static long count(Tally tally) {
        return tally.count() - tally.count(SoakRow.Fate.MALFORMED);
    }

    /** The faults when all that was expected has been fed. */
    Faults faults(ExpectedResults expected) {
        long lost = 0;
        long unknown = 0;
        for (Map.Entry<Character, Tally> source :
                Map.of('c', expected.clicks(), 'l', expected.lines()).entrySet()) {
            BitSet rows = seen.getOrDefault(source.getKey(), new BitSet());
            Tally tally = source.getValue();
            int fed = (int) tally.count();
            int found = rows.get(0, fed).cardinality();
            lost += count(tally) - found;
            unknown += rows.cardinality() - found;
        }
        return new Faults(lost, repeated, torn + unknown);
    }
}
