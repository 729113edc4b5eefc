package dev.leat.connect.kafka;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What of a broker's topics a source reads. */
sealed interface Topics {
    /** Topics by name. */
    record Named(List<String> names) implements Topics {
        public Named {
            names = List.copyOf(names);
        }
    }

    /** Topics whose whole names fit. */
    record Fitting(Pattern pattern) implements Topics {}

    /** Some partitions of topics. */
    record Assigned(Map<String, Set<Integer>> partitions) implements Topics {
        public Assigned {
            partitions = Map.copyOf(partitions);
        }
    }
}
