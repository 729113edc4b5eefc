package dev.leat.conformance.versions;

import dev.leat.cluster.Feature;
import java.util.List;
import java.util.Optional;

/**
 * A statement and what it is of.
 *
 * @param own the one that it is made for
 * @param all of its plan
 */
record Question(Statement statement, Optional<Feature> own, List<Feature> all) {
    Question {
        all = List.copyOf(all);
    }
}
