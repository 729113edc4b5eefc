package dev.leat.cluster;

import dev.leat.error.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * A part of a plan that a version of Spark may lack, or compute otherwise.
 *
 * @param arguments the kinds of its arguments, where one that follows itself stands once; of a cast the kind of the value and that of the
 *     target
 * @param position where it was written; not part of the meaning
 */
public record Feature(Sort sort, String name, List<String> arguments, Optional<SourcePosition> position) {
    /** What it is. */
    public enum Sort {
        AGGREGATE("aggregate function"),
        FUNCTION("function"),
        RELATION("relation"),
        WINDOW("window function");

        private final String words;

        Sort(String words) {
            this.words = words;
        }
    }

    public Feature {
        arguments = List.copyOf(arguments);
    }

    /** The text that stands for it whatever its arguments, such as {@code FUNCTION upper}. */
    public String general() {
        return sort + " " + name;
    }

    /** The text that stands for it with its arguments, such as {@code FUNCTION upper(STRING)}. */
    public String exact() {
        return general() + "(" + String.join(", ", arguments) + ")";
    }

    /** Whether its arguments are the kinds of a value and of what it is cast to. */
    public boolean isCast() {
        return sort == Sort.FUNCTION && Features.isCast(name);
    }

    /** The feature, to a reader. */
    public String words() {
        if (isCast() && arguments.size() == 2) {
            return "cast from " + arguments.get(0) + " to " + arguments.get(1);
        }
        return sort.words + " " + name + (arguments.isEmpty() ? "" : " of " + String.join(", ", arguments));
    }
}
