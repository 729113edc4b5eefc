package dev.leat.plan;

/** A column defined by an expression; a bare reference to the same column passes it through. */
public record Projection(Column column, Expression expression) {}
