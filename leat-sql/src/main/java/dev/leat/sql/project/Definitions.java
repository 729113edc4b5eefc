package dev.leat.sql.project;

import dev.leat.error.NearestName;
import dev.leat.plan.RelationName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a project defines, by name. Sources, streaming tables and materialized views have names of three parts,
 * temporary views and sinks of one.
 */
final class Definitions {
    private final String catalogName;
    private final Map<String, Definition> byKey = new LinkedHashMap<>();

    Definitions(String catalogName) {
        this.catalogName = catalogName;
    }

    /** Adds a definition; gives the earlier one of the same name instead, if there is one. */
    Optional<Definition> add(Definition definition) {
        return Optional.ofNullable(byKey.putIfAbsent(definition.name().key(), definition));
    }

    Collection<Definition> all() {
        return byKey.values();
    }

    Optional<Definition> find(RelationName name) {
        return Optional.ofNullable(byKey.get(name.key()));
    }

    /** The full name of a table; parts that are not written are filled in. */
    RelationName qualify(List<String> parts, String schemaName) {
        return switch (parts.size()) {
            case 1 -> RelationName.of(catalogName, schemaName, parts.get(0));
            case 2 -> RelationName.of(catalogName, parts.get(0), parts.get(1));
            default -> new RelationName(parts);
        };
    }

    /** The definition that a name means; a temporary view or sink hides a table of the same simple name. */
    Optional<Definition> resolve(List<String> parts, String schemaName) {
        Optional<Definition> hiding = parts.size() == 1 ? find(new RelationName(parts)) : Optional.empty();
        return hiding.or(() -> find(qualify(parts, schemaName)));
    }

    /** A sentence that names what an unknown name may mean; starts with a blank, or is empty. */
    String hint(List<String> parts) {
        String simple = parts.get(parts.size() - 1);
        if (parts.size() == 2 && parts.get(0).equalsIgnoreCase("live")) {
            return "; write " + simple + " without LIVE";
        }
        List<String> elsewhere = new ArrayList<>();
        List<String> simpleNames = new ArrayList<>();
        for (Definition definition : byKey.values()) {
            if (definition.name().simpleName().equalsIgnoreCase(simple)) {
                elsewhere.add(definition.name().toString());
            }
            simpleNames.add(definition.name().simpleName());
        }
        return elsewhere.isEmpty()
                ? NearestName.hint(simple, simpleNames)
                : "; did you mean " + String.join(" or ", elsewhere) + "?";
    }
}
