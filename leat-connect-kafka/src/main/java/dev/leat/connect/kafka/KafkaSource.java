package dev.leat.connect.kafka;

import static dev.leat.connect.kafka.SourceOption.ASSIGN;
import static dev.leat.connect.kafka.SourceOption.DELAY_DEFAULT;
import static dev.leat.connect.kafka.SourceOption.DELAY_MAX;
import static dev.leat.connect.kafka.SourceOption.FAIL_ON_DATA_LOSS;
import static dev.leat.connect.kafka.SourceOption.INCLUDE_HEADERS;
import static dev.leat.connect.kafka.SourceOption.OFFSETS_MAX;
import static dev.leat.connect.kafka.SourceOption.OFFSETS_MIN;
import static dev.leat.connect.kafka.SourceOption.STARTING_OFFSETS;
import static dev.leat.connect.kafka.SourceOption.SUBSCRIBE;
import static dev.leat.connect.kafka.SourceOption.SUBSCRIBE_PATTERN;
import static dev.leat.connect.kafka.SourceOption.VALUE_FORMAT;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.NearestName;
import dev.leat.pipeline.DurationText;
import dev.leat.pipeline.IdleTimeout;
import dev.leat.pipeline.SourceDefinition;
import dev.leat.spi.ReadWait;
import dev.leat.spi.RecordFormat;
import dev.leat.spi.RecordParsers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * A source as its options say it is.
 *
 * @param offsetsMax the most offsets that a commit reads on
 * @param awaited for what those who stay up wait
 * @param hasHeaders whether the raw columns have the headers
 * @param values how values are parsed; absent where columns are the raw ones
 */
record KafkaSource(
        ClientOptions client,
        Topics topics,
        StartingOffsets starting,
        OptionalLong offsetsMax,
        Optional<ReadWait> awaited,
        boolean failsOnDataLoss,
        boolean hasHeaders,
        Optional<RecordFormat> values) {
    private static final String JSON = "json";
    private static final String TOPIC_NAME = "[A-Za-z0-9._-]{1,249}";
    private static final Topics NOWHERE = new Topics.Named(List.of());
    private static final StartingOffsets EARLIEST = new StartingOffsets(StartingOffsets.EARLIEST, Map.of());

    /** Checks options and columns, and reports everything that is wrong with them; asks no broker. */
    static KafkaSource of(SourceDefinition source, RecordParsers parsers) {
        return new Reading(source, parsers).read();
    }

    /** The reading of one source's options. */
    private static final class Reading {
        private final SourceDefinition source;
        private final RecordParsers parsers;
        private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private final List<String> problems = new ArrayList<>();

        Reading(SourceDefinition source, RecordParsers parsers) {
            this.source = source;
            this.parsers = parsers;
        }

        KafkaSource read() {
            new TreeMap<>(source.options()).forEach((name, value) -> {
                if (options.put(name, value) != null) {
                    problems.add("Option " + name + " is given twice");
                }
            });
            boolean isParsed = isParsed();
            List<String> ofValues = isParsed ? parsers.options(JSON) : List.of();
            refuseUnknown(ofValues);
            ClientOptions client = ClientOptions.ofConsumer(source.options(), problems);
            Topics topics = topics();
            StartingOffsets starting = startingOffsets();
            OptionalLong offsetsMax = number(OFFSETS_MAX);
            Optional<ReadWait> awaited = awaited(offsetsMax);
            Optional.ofNullable(options.get(IdleTimeout.OPTION))
                    .flatMap(value -> IdleTimeout.problem("Option " + IdleTimeout.OPTION, value))
                    .ifPresent(problems::add);
            boolean failsOnDataLoss = isTrue(FAIL_ON_DATA_LOSS, true);
            boolean hasHeaders = isTrue(INCLUDE_HEADERS, false);
            if (isParsed && options.containsKey(INCLUDE_HEADERS)) {
                problems.add("Option " + INCLUDE_HEADERS + " has no meaning beside " + VALUE_FORMAT
                        + "; read _metadata.headers");
            }
            if (!problems.isEmpty()) {
                throw new LeatException(problems.stream()
                        .map(problem -> Diagnostic.of(ErrorCode.OPTION, problem))
                        .toList());
            }
            if (!isParsed) {
                requireRaw(hasHeaders);
            }
            Optional<RecordFormat> values = isParsed ? Optional.of(parsers.open(records(ofValues))) : Optional.empty();
            return new KafkaSource(client, topics, starting, offsetsMax, awaited, failsOnDataLoss, hasHeaders, values);
        }

        private boolean isParsed() {
            Optional<String> format = Optional.ofNullable(options.get(VALUE_FORMAT));
            boolean hasColumns = source.schema().isPresent();
            if (format.isPresent() && !format.get().equalsIgnoreCase(JSON)) {
                problems.add("Option " + VALUE_FORMAT + " is " + format.get() + ", expected " + JSON
                        + "; without it and without declared columns, values are BINARY");
            } else if (format.isPresent() && !hasColumns) {
                problems.add("Option " + VALUE_FORMAT + " needs declared columns: CREATE TABLE t (column TYPE, …) USING"
                        + " kafka …");
            }
            return format.isPresent() && hasColumns;
        }

        private void requireRaw(boolean hasHeaders) {
            boolean isOther = source.schema().isPresent()
                    && !RawColumns.areRaw(source.schema().get(), hasHeaders);
            if (isOther) {
                throw new LeatException(
                        ErrorCode.OPTION,
                        "Columns are declared, but not how values are parsed into them; add the option '" + VALUE_FORMAT
                                + "' 'json', or remove the columns to get " + RawColumns.names(hasHeaders));
            }
        }

        private SourceDefinition records(List<String> ofValues) {
            Map<String, String> chosen = new LinkedHashMap<>();
            source.options().forEach((name, value) -> {
                if (ofValues.stream().anyMatch(name::equalsIgnoreCase)) {
                    chosen.put(name, value);
                }
            });
            return new SourceDefinition(JSON, List.of(), chosen, source.schema(), source.settings());
        }

        private void refuseUnknown(List<String> ofValues) {
            List<String> known = Stream.concat(SourceOption.ALL.stream().map(SourceOption::name), ofValues.stream())
                    .toList();
            for (String name : options.keySet()) {
                boolean isKnown =
                        ClientOptions.isClientOption(name) || known.stream().anyMatch(name::equalsIgnoreCase);
                if (!isKnown) {
                    problems.add("Unknown option " + name + " of a kafka source" + NearestName.hint(name, known));
                }
            }
        }

        private Topics topics() {
            List<String> given = Stream.of(SUBSCRIBE, SUBSCRIBE_PATTERN, ASSIGN)
                    .filter(options::containsKey)
                    .toList();
            if (given.size() != 1) {
                problems.add("A kafka source needs one of the options " + SUBSCRIBE + ", " + SUBSCRIBE_PATTERN + " and "
                        + ASSIGN + (given.isEmpty() ? "" : ", not " + String.join(" and ", given)));
                return NOWHERE;
            }
            String value = String.valueOf(options.get(given.get(0)));
            return switch (given.get(0)) {
                case SUBSCRIBE -> named(value);
                case SUBSCRIBE_PATTERN -> fitting(value);
                default -> assigned(value);
            };
        }

        private Topics named(String value) {
            List<String> names = Arrays.stream(value.split(",", -1))
                    .map(String::strip)
                    .distinct()
                    .toList();
            names.stream()
                    .filter(name -> !name.matches(TOPIC_NAME))
                    .forEach(name -> problems.add(
                            "Option " + SUBSCRIBE + " is " + value + ", but '" + name + "' is no name of a topic"));
            return new Topics.Named(names);
        }

        private Topics fitting(String value) {
            try {
                return new Topics.Fitting(Pattern.compile(value));
            } catch (PatternSyntaxException e) {
                problems.add("Option " + SUBSCRIBE_PATTERN + " is " + value + ", which is no regular expression: "
                        + e.getDescription());
                return NOWHERE;
            }
        }

        private Topics assigned(String value) {
            try {
                return new Topics.Assigned(PartitionJson.partitions(value));
            } catch (IllegalArgumentException e) {
                problems.add("Option " + ASSIGN + " is " + value + ", expected JSON such as {\"clicks\": [0, 1]}: "
                        + e.getMessage());
                return NOWHERE;
            }
        }

        private StartingOffsets startingOffsets() {
            String value = options.getOrDefault(STARTING_OFFSETS, "earliest").strip();
            if (value.equalsIgnoreCase("earliest")) {
                return EARLIEST;
            }
            if (value.equalsIgnoreCase("latest")) {
                return new StartingOffsets(StartingOffsets.LATEST, Map.of());
            }
            try {
                return new StartingOffsets(StartingOffsets.EARLIEST, PartitionJson.offsets(value));
            } catch (IllegalArgumentException e) {
                problems.add("Option " + STARTING_OFFSETS + " is " + value
                        + ", expected earliest, latest or JSON such as {\"clicks\": {\"0\": 23, \"1\": -2}}: "
                        + e.getMessage());
                return EARLIEST;
            }
        }

        private Optional<ReadWait> awaited(OptionalLong offsetsMax) {
            OptionalLong least = number(OFFSETS_MIN);
            String value = options.getOrDefault(DELAY_MAX, DELAY_DEFAULT);
            Optional<Duration> delay = DurationText.parse(value.matches("\\d+") ? value + "ms" : value);
            if (delay.isEmpty()) {
                problems.add(
                        "Option " + DELAY_MAX + " is " + value + ", expected a time such as 500ms, 30s, 15m or 1h");
            }
            if (options.containsKey(DELAY_MAX) && !options.containsKey(OFFSETS_MIN)) {
                problems.add("Option " + DELAY_MAX + " has no meaning without " + OFFSETS_MIN);
            }
            if (least.isPresent() && offsetsMax.isPresent() && least.getAsLong() > offsetsMax.getAsLong()) {
                problems.add("Option " + OFFSETS_MIN + " is " + least.getAsLong() + ", more than " + OFFSETS_MAX
                        + ", which is " + offsetsMax.getAsLong());
            }
            return least.isPresent() ? delay.map(time -> new ReadWait(least.getAsLong(), time)) : Optional.empty();
        }

        private OptionalLong number(String name) {
            if (!options.containsKey(name)) {
                return OptionalLong.empty();
            }
            String value = String.valueOf(options.get(name));
            if (!value.matches("[1-9]\\d{0,17}")) {
                problems.add("Option " + name + " is " + value + ", expected a number of 1 or more");
                return OptionalLong.empty();
            }
            return OptionalLong.of(Long.parseLong(value));
        }

        private boolean isTrue(String name, boolean otherwise) {
            String value = options.getOrDefault(name, Boolean.toString(otherwise));
            if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                problems.add("Option " + name + " is " + value + ", expected one of true, false");
            }
            return Boolean.parseBoolean(value);
        }
    }
}
