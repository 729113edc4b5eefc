package dev.leat.cli;

import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.NearestName;
import dev.leat.pipeline.Flow;
import dev.leat.pipeline.Pipeline;
import dev.leat.plan.RelationName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The names as the user wrote them of the sources, and of those who read them, that the state knows by their keys. */
final class WrittenNames {
    private final Map<String, String> names = new HashMap<>();

    /** The names of a pipeline; without one there is no more than the keys. */
    WrittenNames(Optional<Pipeline> pipeline) {
        pipeline.ifPresent(this::add);
    }

    private void add(Pipeline pipeline) {
        pipeline.sources().forEach(source -> add(source.name()));
        pipeline.datasets().forEach(dataset -> add(dataset.name()));
        for (Flow flow : pipeline.flows()) {
            names.put(
                    bare(flow.target().key() + "/" + flow.name().key()),
                    flow.name().shortName());
        }
    }

    private void add(RelationName name) {
        names.put(bare(name.key()), name.shortName());
    }

    /** The short name of a source, a dataset, or a flow of a sink, whose key is the sink's, a slash and its own. */
    String find(String key) {
        return Optional.ofNullable(names.get(bare(key))).orElseGet(() -> ofKey(key));
    }

    /** Of what the project does not have any more. */
    private static String ofKey(String key) {
        boolean isName = key.startsWith("`") && !key.contains("`/`");
        return isName ? RelationName.ofKey(key).shortName() : key;
    }

    /**
     * Refuses a name that is none of the project's.
     *
     * @throws LeatException USAGE
     */
    void require(String asked) {
        if (!isKnown(asked)) {
            throw new LeatException(
                    ErrorCode.USAGE,
                    "The project has no source, dataset or flow " + asked + NearestName.hint(asked, names.values()));
        }
    }

    /** Whether a name is one of the project's. */
    boolean isKnown(String asked) {
        return names.keySet().stream().anyMatch(key -> isNamed(asked, key));
    }

    /** Whether a user means what has the key. */
    boolean isNamed(String asked, String key) {
        return bare(key).equalsIgnoreCase(bare(asked)) || find(key).equalsIgnoreCase(asked);
    }

    /** A key may have lost its backticks. */
    private static String bare(String key) {
        return key.replace("`", "");
    }
}
