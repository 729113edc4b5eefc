package dev.leat.sql.analysis;

import dev.leat.plan.RelationName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A catalog of Spark's that answers from our {@link RelationCatalog}. */
final class RelationTables implements TableCatalog, FunctionCatalog {
    private final String name;
    private final RelationCatalog relations;

    RelationTables(String name, RelationCatalog relations) {
        this.name = name;
        this.relations = relations;
    }

    @Override
    public void initialize(String ignoredName, CaseInsensitiveStringMap options) {
        // Everything came through the constructor.
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Table loadTable(Identifier identifier) throws NoSuchTableException {
        List<String> parts = new ArrayList<>(List.of(name));
        parts.addAll(List.of(identifier.namespace()));
        parts.add(identifier.name());
        Optional<Relation> found = relations.find(new RelationName(parts));
        if (found.isEmpty() && identifier.namespace().length == 1) {
            found = relations.findFile(identifier.namespace()[0], identifier.name());
        }
        return new RelationTable(found.orElseThrow(() -> new NoSuchTableException(identifier)));
    }

    @Override
    public Identifier[] listTables(String[] namespace) {
        return new Identifier[0];
    }

    @Override
    public Identifier[] listFunctions(String[] namespace) {
        return new Identifier[0];
    }

    @Override
    public UnboundFunction loadFunction(Identifier identifier) throws NoSuchFunctionException {
        throw new NoSuchFunctionException(identifier);
    }

    @Override
    public Table alterTable(Identifier identifier, TableChange... changes) {
        throw new UnsupportedOperationException("the catalog is read only");
    }

    @Override
    public boolean dropTable(Identifier identifier) {
        return false;
    }

    @Override
    public void renameTable(Identifier from, Identifier to) {
        throw new UnsupportedOperationException("the catalog is read only");
    }
}
