package dev.leat.sql.translate;

/** The rules of all families. */
final class ExpressionRules {
    static final RuleTable TABLE = table();

    private ExpressionRules() {}

    private static RuleTable table() {
        RuleTable table = new RuleTable();
        OperatorRules.addTo(table);
        ConditionalRules.addTo(table);
        StringRules.addTo(table);
        TimeRules.addTo(table);
        IntervalRules.addTo(table);
        CollectionRules.addTo(table);
        LengthChecks.addTo(table);
        SessionRules.addTo(table);
        return table;
    }
}
