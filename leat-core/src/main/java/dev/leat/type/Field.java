package dev.leat.type;

import java.util.Optional;

/**
 * A named member of a struct or of a dataset's schema.
 *
 * @param comment the user's comment
 */
public record Field(String name, DataType type, boolean nullable, Optional<String> comment) {
    /** A field without a comment. */
    public Field(String name, DataType type, boolean nullable) {
        this(name, type, nullable, Optional.empty());
    }

    /** A nullable field without a comment. */
    public static Field of(String name, DataType type) {
        return new Field(name, type, true);
    }
}
