package dev.leat.sql.analysis;

import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** A relation of ours as a table of Spark's; it only describes, nothing is ever read through it. */
public final class RelationTable implements SupportsMetadataColumns {
    private final Relation relation;

    RelationTable(Relation relation) {
        this.relation = relation;
    }

    /** What the table stands for. */
    public Relation relation() {
        return relation;
    }

    /** Spark compares subqueries by their tables. */
    @Override
    public boolean equals(Object other) {
        return other instanceof RelationTable table && relation.equals(table.relation);
    }

    @Override
    public int hashCode() {
        return relation.hashCode();
    }

    @Override
    public String name() {
        return relation.name().toString();
    }

    @Override
    @SuppressWarnings("deprecation") // The replacement wants Spark's own column objects, made of the same schema.
    public StructType schema() {
        return CharVarcharUtils.replaceCharVarcharWithStringInSchema(SparkTypes.struct(relation.columns()));
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ, TableCapability.MICRO_BATCH_READ);
    }

    @Override
    public MetadataColumn[] metadataColumns() {
        List<MetadataColumn> columns = relation.metadataColumns().stream()
                .<MetadataColumn>map(field -> new HiddenColumn(field.name(), SparkTypes.toSpark(field.type())))
                .toList();
        return columns.toArray(new MetadataColumn[0]);
    }

    private record HiddenColumn(String name, DataType dataType) implements MetadataColumn {
        @Override
        public boolean isNullable() {
            return false;
        }
    }
}
