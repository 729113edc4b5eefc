package dev.leat.incremental;

import dev.leat.plan.RelationName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The names under which plans of a commit read a relation's versions, and what the commit itself keeps. */
public final class Relations {
    private static final String STATE = "$state";
    private static final String STAGE = "$stage";

    private Relations() {}

    /** What a scan reads of a relation. */
    public enum Version {
        /** Its content before the commit. */
        OLD("$old"),
        /** The rows that the commit adds. */
        INSERTED("$inserted"),
        /** The rows that the commit takes away. */
        DELETED("$deleted");

        private final String suffix;

        Version(String suffix) {
            this.suffix = suffix;
        }
    }

    /** A version of a relation, and whose it is. */
    public record Versioned(RelationName relation, Version version) {}

    /** The name of a version. */
    static RelationName of(RelationName relation, Version version) {
        List<String> parts = new ArrayList<>(relation.parts());
        parts.add(version.suffix);
        return new RelationName(parts);
    }

    /** What the name of a version stands for. */
    public static Optional<Versioned> version(RelationName name) {
        List<String> parts = name.parts();
        for (Version version : Version.values()) {
            if (name.simpleName().equals(version.suffix)) {
                return Optional.of(new Versioned(new RelationName(parts.subList(0, parts.size() - 1)), version));
            }
        }
        return Optional.empty();
    }

    /** The stored rows of an operator, by its index in {@link Maintained#stored}. */
    static RelationName state(int index) {
        return RelationName.of(STATE, Integer.toString(index));
    }

    /** The index of the operator whose stored rows a name stands for. */
    public static Optional<Integer> stateIndex(RelationName name) {
        return index(name, STATE);
    }

    /** Rows that a commit has staged. */
    static RelationName stage(int index) {
        return RelationName.of(STAGE, Integer.toString(index));
    }

    /** Rows that an engine stages to compute what it is asked to stage. */
    public static RelationName part(int index) {
        return stage(-1 - index);
    }

    /** The number of the staged rows that a name stands for. */
    public static Optional<Integer> stageIndex(RelationName name) {
        return index(name, STAGE);
    }

    private static Optional<Integer> index(RelationName name, String kind) {
        return name.parts().size() == 2 && name.parts().get(0).equals(kind)
                ? Optional.of(Integer.valueOf(name.simpleName()))
                : Optional.empty();
    }
}
