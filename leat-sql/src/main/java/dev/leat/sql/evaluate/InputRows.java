package dev.leat.sql.evaluate;

import dev.leat.spi.InputColumn;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.types.DataType;

/** Shows batches of columns as rows of given types. */
record InputRows(List<DataType> types) {
    InputRows {
        types = List.copyOf(types);
    }

    static InputRows of(List<Attribute> input) {
        return new InputRows(input.stream().map(Attribute::dataType).toList());
    }

    /** A row that stands at the first row. */
    InputRow over(List<? extends InputColumn> columns) {
        InputVector[] vectors = new InputVector[types.size()];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = new InputVector(types.get(i), columns.get(i));
        }
        return new InputRow(vectors, 0);
    }
}
