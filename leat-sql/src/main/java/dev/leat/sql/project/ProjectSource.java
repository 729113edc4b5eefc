package dev.leat.sql.project;

import dev.leat.pipeline.Settings;
import dev.leat.type.Identifiers;
import java.util.List;

/**
 * A project as read, before its names have a meaning.
 *
 * @param catalogName of names that do not say one
 * @param schemaName of names that do not say one
 * @param failed statements that could not be read, and are reported
 */
record ProjectSource(
        ProjectLocation location,
        String name,
        String catalogName,
        String schemaName,
        Settings settings,
        List<SourceFile> files,
        List<Placed> statements,
        List<StatementText> failed) {
    /** The name of a statement stands among so many first words. */
    private static final int HEAD_WORDS = 10;

    ProjectSource {
        files = List.copyOf(files);
        statements = List.copyOf(statements);
        failed = List.copyOf(failed);
    }

    /** Whether a statement that failed may define the name, so that missing it says nothing new. */
    boolean mayBeDefinedByFailed(String simpleName) {
        return failed.stream()
                .filter(text -> text.has(0, "CREATE"))
                .anyMatch(text ->
                        mentions(text.tokens().stream().limit(HEAD_WORDS).toList(), simpleName));
    }

    /** Whether a flow that failed may write to the name. */
    boolean mayBeFilledByFailed(String simpleName) {
        return failed.stream()
                .filter(text -> text.has(0, "CREATE", "FLOW"))
                .anyMatch(text -> mentions(text.tokens(), simpleName));
    }

    private static boolean mentions(List<SqlToken> tokens, String simpleName) {
        return tokens.stream().anyMatch(token -> token.is(simpleName) || token.is(Identifiers.quote(simpleName)));
    }

    /** A statement and the schema that its unqualified names are in. */
    record Placed(Statement statement, String schemaName) {}
}
