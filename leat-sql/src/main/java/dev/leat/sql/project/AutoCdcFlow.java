package dev.leat.sql.project;

import static dev.leat.sql.project.StatementParser.refused;

import dev.leat.error.Diagnostic;
import dev.leat.error.ErrorCode;
import dev.leat.error.LeatException;
import dev.leat.error.SourcePosition;
import dev.leat.sql.analysis.SparkSettings;
import dev.leat.sql.project.AutoCdcClauses.Clause;
import dev.leat.sql.project.AutoCdcClauses.Range;
import dev.leat.sql.project.Statement.CreateFlow;
import dev.leat.sql.project.Statement.Matching;
import dev.leat.sql.project.Statement.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code CREATE FLOW name [COMMENT text] AS AUTO CDC INTO target …}. */
final class AutoCdcFlow {
    private AutoCdcFlow() {}

    static CreateFlow read(StatementText text, int auto, SparkSettings settings) {
        Range written = new Range(2, text.has(auto - 3, "COMMENT") ? auto - 3 : auto - 1);
        Name name = name(text, written);
        if (name.parts().size() > 1) {
            throw refused(name.position(), "The name of a flow has one part; remove the schema");
        }
        AutoCdcClauses clauses = AutoCdcClauses.read(text, auto);
        Name target = name(text, clauses.require(Clause.INTO));
        AutoCdcReader.Changes changes = new AutoCdcReader(text, clauses, settings).read();
        return new CreateFlow(text, name, target, Matching.BY_NAME, changes.query(), Optional.of(changes.capture()));
    }

    /** A name of up to three parts. */
    private static Name name(StatementText text, Range range) {
        List<SqlToken> tokens = text.tokens().subList(range.start(), Math.max(range.start(), range.end()));
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            boolean isPart = i % 2 == 0;
            Optional<String> part = tokens.get(i).identifier();
            if (isPart ? part.isEmpty() : !tokens.get(i).is(".")) {
                throw wrong(text.position(tokens.get(i)));
            }
            part.filter(found -> isPart).ifPresent(parts::add);
        }
        if (tokens.size() % 2 == 0 || parts.size() > 3) {
            throw wrong(text.position(text.tokens().get(range.start())));
        }
        SourcePosition start = text.position(tokens.get(0));
        int length = tokens.get(tokens.size() - 1).end() - tokens.get(0).start();
        return new Name(parts, new SourcePosition(start.file(), start.line(), start.column(), length));
    }

    private static LeatException wrong(SourcePosition position) {
        return new LeatException(Diagnostic.of(
                ErrorCode.SYNTAX, "Expected a name of at most three parts: catalog, schema and table", position));
    }
}
