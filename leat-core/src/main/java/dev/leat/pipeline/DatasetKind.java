package dev.leat.pipeline;

/** The kinds of datasets, as the statements that create them name them; engines write them down, and users are shown them. */
public final class DatasetKind {
    /** The kind of a view that is kept. */
    public static final String MATERIALIZED_VIEW = "MATERIALIZED VIEW";

    /** The kind of the table of rows that a dataset has kept out. */
    public static final String QUARANTINE = "QUARANTINE";

    private static final Dataset.Visitor<String> KIND = new Dataset.Visitor<>() {
        @Override
        public String visit(Dataset.StreamingTable dataset) {
            return "STREAMING TABLE";
        }

        @Override
        public String visit(Dataset.MaterializedView dataset) {
            return MATERIALIZED_VIEW;
        }

        @Override
        public String visit(Dataset.TemporaryView dataset) {
            return "TEMPORARY VIEW";
        }
    };

    private DatasetKind() {}

    /** That of a dataset. */
    public static String of(Dataset dataset) {
        return dataset.accept(KIND);
    }
}
