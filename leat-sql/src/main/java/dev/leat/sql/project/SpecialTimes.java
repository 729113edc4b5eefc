package dev.leat.sql.project;

import dev.leat.error.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses constants of a time that goes on, such as {@code TIMESTAMP 'now'}: Spark's parser makes a value of them, which is that
 * of the compilation, not that of a commit.
 */
final class SpecialTimes {
    private static final Set<String> TYPES = Set.of("date", "timestamp", "timestamp_ntz", "timestamp_ltz");
    private static final Pattern SPECIAL =
            Pattern.compile("['\"]\\s*(now|today|yesterday|tomorrow)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private SpecialTimes() {}

    static void refuse(StatementText statement, Problems problems) {
        List<SqlToken> tokens = statement.tokens();
        for (int i = 1; i < tokens.size(); i++) {
            SqlToken value = tokens.get(i);
            boolean isSpecial = TYPES.contains(tokens.get(i - 1).text().toLowerCase(Locale.ROOT))
                    && SPECIAL.matcher(value.text()).matches();
            if (isSpecial) {
                problems.add(
                        ErrorCode.NOT_SUPPORTED,
                        statement.position(value),
                        "The constant " + value.text() + " is the time at which the definition is compiled; write"
                                + " current_timestamp() or current_date(), and days before or after it as current_date() - 1");
            }
        }
    }
}
