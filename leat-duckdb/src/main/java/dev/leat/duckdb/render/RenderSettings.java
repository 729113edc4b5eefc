package dev.leat.duckdb.render;

import dev.leat.duckdb.function.FunctionTable;
import dev.leat.pipeline.Settings;

/**
 * What rendering depends on, besides the plan.
 *
 * @param table which functions are native
 * @param relations how a scan's relation is named in SQL
 */
public record RenderSettings(
        FunctionTable table, Programs programs, Relations relations, Settings settings, Evaluation evaluation) {}
