package dev.leat.conformance.soak;

import dev.leat.conformance.soak.SoakRow.Fate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The rows that the project has to have, as queries give them: values with commas between them. */
record ExpectedResults(Tally clicks, Tally lines) {
    /** Amounts below this are expected of alerts. */
    static final int PLAUSIBLE = 900;

    private static final int PLACES = 3;

    /** By queries. */
    Map<String, Stream<String>> answers() {
        Map<String, Stream<String>> answers = new LinkedHashMap<>();
        answers.put("SELECT unix_micros(start), class, n, amount FROM windows", windows());
        answers.put("SELECT class, n, amount FROM classes", classes());
        answers.put("SELECT unix_micros(day), user, n, amount, last FROM days", days());
        answers.put("SELECT user, id, amount FROM latest", latest());
        answers.put("SELECT amount FROM amounts", amounts());
        answers.put("SELECT class, user, amount, place FROM leaders", leaders());
        answers.put("SELECT source, id, amount FROM alerts", Stream.concat(alerts('c', clicks), alerts('l', lines)));
        return answers;
    }

    private Stream<String> windows() {
        return clicks.groups()
                .map(group -> group.start() + ",g" + group.key() + "," + group.rows() + "," + group.amount());
    }

    private Stream<String> classes() {
        Map<Integer, long[]> sums = new TreeMap<>();
        clicks.groups().forEach(group -> {
            long[] sum = sums.computeIfAbsent(group.key(), key -> new long[2]);
            sum[0] += group.rows();
            sum[1] += group.amount();
        });
        return sums.entrySet().stream()
                .map(sum -> "g" + sum.getKey() + "," + sum.getValue()[0] + "," + sum.getValue()[1]);
    }

    private Stream<String> days() {
        return lines.groups()
                .map(group -> group.start() + ",u" + group.key() + "," + group.rows() + "," + group.amount() + ","
                        + group.last());
    }

    /** The last click of a user. */
    private record Last(String user, String classOf, long id) {
        int amount() {
            return SoakRow.amount(id);
        }
    }

    private List<Last> lasts() {
        List<Last> lasts = new ArrayList<>();
        for (int user = 0; user < clicks.latest().size(); user++) {
            long id = clicks.latest().get(user);
            if (id >= 0) {
                lasts.add(new Last("u" + user, SoakRow.classOf(user), id));
            }
        }
        return lasts;
    }

    private Stream<String> latest() {
        return lasts().stream().map(last -> last.user() + "," + last.id() + "," + last.amount());
    }

    private Stream<String> amounts() {
        return lasts().stream().map(last -> String.valueOf(last.amount())).distinct();
    }

    Stream<String> leaders() {
        Map<String, List<Last>> classes = new TreeMap<>();
        lasts().forEach(last -> classes.computeIfAbsent(last.classOf(), key -> new ArrayList<>())
                .add(last));
        return classes.entrySet().stream().flatMap(one -> {
            List<Last> lasts = one.getValue();
            lasts.sort(Comparator.comparing(Last::amount).reversed().thenComparing(Last::user));
            return LongStream.range(0, Math.min(PLACES, lasts.size()))
                    .mapToObj(i -> one.getKey() + "," + lasts.get((int) i).user() + ","
                            + lasts.get((int) i).amount() + "," + (i + 1));
        });
    }

    private static Stream<String> alerts(char source, Tally tally) {
        return LongStream.range(0, tally.count())
                .filter(SoakRow::isAlert)
                .filter(id -> SoakRow.amount(id) < PLAUSIBLE)
                .mapToObj(id -> source + "," + id + "," + SoakRow.amount(id));
    }

    /** What became of the records of a read, by the names of source and reader: source, reader, accepted, malformed, late. */
    String counts(String source, String reader) {
        Tally tally = source.equals(SoakProject.CLICKS) ? clicks : lines;
        long late = reader.equals("windows") || reader.equals("days") ? tally.count(Fate.LATE) : 0;
        long malformed = tally.count(Fate.MALFORMED);
        return source + "," + reader + "," + (tally.count() - malformed - late) + "," + malformed + "," + late;
    }
}
