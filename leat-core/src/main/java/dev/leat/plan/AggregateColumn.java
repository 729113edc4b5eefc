package dev.leat.plan;

/** A column defined by an aggregate function. */
public record AggregateColumn(Column column, AggregateCall call) {}
