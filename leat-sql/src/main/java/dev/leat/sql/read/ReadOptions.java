package dev.leat.sql.read;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.pipeline.IdleTimeout;
import dev.leat.pipeline.SourceOptions;
import dev.leat.reading.TriggerOptions;
import dev.leat.spi.ReadLimit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.util.CaseInsensitiveMap;
import org.apache.spark.sql.catalyst.util.CaseInsensitiveMap$;
import scala.jdk.javaapi.CollectionConverters;

/** The options of one source, checked against {@link ReadOptionTable}; names are matched without regard to case. */
final class ReadOptions {
    private static final Set<String> FALSE_ONLY = Set.of("ignorecorruptfiles", "ignoremissingfiles");

    private static final String MERGE_SCHEMA = "mergeSchema";

    private final Map<String, String> values;

    private ReadOptions(Map<String, String> values) {
        this.values = values;
    }

    /** Checks all options and reports every wrong one. */
    static ReadOptions check(String format, Map<String, String> options) {
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<Diagnostic> problems = new ArrayList<>();
        new TreeMap<>(options).forEach((name, value) -> {
            if (values.put(name, value) != null) {
                problems.add(problem("Option " + name + " is given twice"));
            }
            findProblem(format, name, value).ifPresent(text -> problems.add(problem(text)));
        });
        if (values.containsKey(TriggerOptions.FILES_MAX) && values.containsKey(TriggerOptions.BYTES_MAX)) {
            problems.add(problem("Options " + TriggerOptions.FILES_MAX + " and " + TriggerOptions.BYTES_MAX
                    + " cannot be given both; remove one"));
        }
        ReadOptions checked = new ReadOptions(values);
        if (checked.addsColumns()) {
            checked.findEvolutionProblem(format).ifPresent(text -> problems.add(problem(text)));
        }
        if (!problems.isEmpty()) {
            throw new LeatException(problems);
        }
        if (format.equals("parquet") && checked.addsColumns()) {
            // Parquet's own word for it, as far as schemas are inferred.
            values.put(MERGE_SCHEMA, "true");
        }
        return checked;
    }

    private Optional<String> findEvolutionProblem(String format) {
        String mode = "Option " + SourceOptions.SCHEMA_EVOLUTION_MODE + " = "
                + values.get(SourceOptions.SCHEMA_EVOLUTION_MODE);
        if (format.equals("csv") && !isTrue("header")) {
            return Optional.of(
                    mode + " finds columns by their names, which files of CSV have in a header; add the option"
                            + " header true");
        }
        return "false".equalsIgnoreCase(values.get(MERGE_SCHEMA))
                ? Optional.of(mode + " and " + MERGE_SCHEMA + " = false contradict each other; remove one")
                : Optional.empty();
    }

    /** Whether files may have some columns more or less than others. */
    boolean addsColumns() {
        return SourceOptions.isAddingMode(values.get(SourceOptions.SCHEMA_EVOLUTION_MODE));
    }

    private static Diagnostic problem(String text) {
        return Diagnostic.of(ErrorCode.OPTION, text);
    }

    private static Optional<String> findProblem(String format, String name, String value) {
        Optional<ReadOption> known = ReadOptionTable.OPTIONS.stream()
                .filter(option -> option.name().equalsIgnoreCase(name))
                .findFirst();
        if (known.isEmpty()) {
            return Optional.of("Unknown option " + name + " of a " + format + " source; did you mean "
                    + nearest(format, name) + "?");
        }
        ReadOption option = known.get();
        if (!option.formats().contains(format)) {
            return Optional.of("Option " + option.name() + " does not apply to a " + format + " source, only to "
                    + String.join(", ", new TreeSet<>(option.formats())));
        }
        if (FALSE_ONLY.contains(name.toLowerCase(Locale.ROOT)) && Boolean.parseBoolean(value)) {
            return Optional.of("Option " + option.name() + " = true is not supported, since it loses rows silently;"
                    + " remove it and name the files to read");
        }
        return findValueProblem(option, value);
    }

    private static Optional<String> findValueProblem(ReadOption option, String value) {
        if (option.kind().allowed().isPresent()) {
            List<String> allowed = option.kind().allowed().get();
            return allowed.stream().anyMatch(value::equalsIgnoreCase)
                    ? Optional.empty()
                    : Optional.of("Option " + option.name() + " is " + value + ", expected one of "
                            + String.join(", ", allowed));
        }
        String problem = "Option " + option.name() + " is " + value + ", expected a number";
        return switch (option.kind()) {
            case INTEGER -> value.matches("[+-]?\\d{1,9}") ? Optional.empty() : Optional.of(problem);
            case COUNT -> TriggerOptions.fits(value) ? Optional.empty() : Optional.of(problem + " of 1 or more");
            case NUMBER ->
                value.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?") ? Optional.empty() : Optional.of(problem);
            case IDLE -> IdleTimeout.problem("Option " + option.name(), value);
            case TEXT, BOOLEAN, MODE, EVOLUTION, UNESCAPED_QUOTE -> Optional.empty();
        };
    }

    private static String nearest(String format, String name) {
        return ReadOptionTable.OPTIONS.stream()
                .filter(option -> option.formats().contains(format))
                .map(ReadOption::name)
                .min(Comparator.comparingInt(
                        (String known) -> distance(known.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))))
                .orElseThrow();
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The most that a stream reads on in a commit. */
    ReadLimit limit() {
        return TriggerOptions.limit(values);
    }

    boolean isTrue(String name) {
        return Boolean.parseBoolean(values.get(name));
    }

    /** The options in the form of Spark's own option classes. */
    CaseInsensitiveMap<String> toSpark() {
        scala.collection.immutable.Map<String, String> map =
                scala.collection.immutable.Map.from(CollectionConverters.asScala(values));
        return CaseInsensitiveMap$.MODULE$.apply(map);
    }
}
