package dev.leat.pipeline;

import dev.leat.plan.Column;
import dev.leat.plan.Plan;
import dev.leat.plan.Plans;
import dev.leat.type.DataType;
import dev.leat.type.Field;
import java.util.ArrayList;
import java.util.List;

/** The one query of a dataset: its own, or that of all its flows. */
public final class DatasetQuery {
    private DatasetQuery() {}

    /** The query with a verdict on each row for each of the dataset's expectations. */
    public static Plan judged(Dataset dataset, List<Flow> flows) {
        return JudgedQuery.of(of(dataset, flows), dataset.expectations());
    }

    /** The query alone. */
    public static Plan of(Dataset dataset, List<Flow> flows) {
        return dataset.accept(new Dataset.Visitor<Plan>() {
            @Override
            public Plan visit(Dataset.StreamingTable table) {
                if (flows.size() == 1) {
                    return flows.get(0).query();
                }
                return union(table.schema(), flows);
            }

            @Override
            public Plan visit(Dataset.MaterializedView view) {
                return view.query();
            }

            @Override
            public Plan visit(Dataset.TemporaryView view) {
                return view.query();
            }
        });
    }

    /**
     * The rows of all flows. Each was compiled on its own, so their columns get other ids here. The types are the flows', which
     * are the table's but for CHAR and VARCHAR: their values are texts until they are stored.
     */
    private static Plan union(List<Field> schema, List<Flow> flows) {
        List<Plan> inputs = new ArrayList<>();
        int firstId = schema.size();
        for (Flow flow : flows) {
            Plan input = Plans.renumbered(flow.query(), firstId);
            inputs.add(input);
            firstId = Plans.firstFreeId(input);
        }
        List<Column> output = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            DataType type = inputs.get(0).output().get(i).type();
            output.add(new Column(i, schema.get(i).name(), type, schema.get(i).nullable()));
        }
        return new Plan.Union(inputs, output);
    }
}
