package dev.leat.plan;

/** A column defined by a window function. */
public record WindowColumn(Column column, WindowCall call) {}
