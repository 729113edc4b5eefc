package dev.leat.plan;

import dev.leat.error.Checks;
import dev.leat.type.DataType;
import java.util.HexFormat;

/**
 * The text form of constants: {@code true}/{@code false}; decimal digits for integers; plain decimal notation for
 * DECIMAL; {@link Double#toString}/{@link Float#toString} for floating types ({@code NaN}, {@code Infinity},
 * {@code -0.0}); the characters themselves for strings; lower-case hexadecimal digits for BINARY; days since 1970-01-01
 * for DATE; microseconds since 1970-01-01 00:00 for TIMESTAMP (UTC) and TIMESTAMP_NTZ (local); months or microseconds for
 * interval types; {@code months,days,microseconds} for the calendar INTERVAL.
 */
public final class LiteralText {
    private LiteralText() {}

    /** The bytes of a BINARY constant. */
    public static byte[] bytes(Expression.Literal literal) {
        Checks.verify(literal.type() == DataType.Simple.BINARY, "only a BINARY constant has bytes");
        return HexFormat.of().parseHex(literal.text().orElseThrow());
    }

    /** The text of a BINARY constant. */
    public static String ofBytes(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
