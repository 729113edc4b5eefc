/**
 * From a project's files to a checked {@link dev.leat.pipeline.Pipeline}: the pipeline spec, statements, names,
 * dependencies, schemas. Every problem of every file is reported at once, with its position.
 */
@NullMarked
package dev.leat.sql.project;

import org.jspecify.annotations.NullMarked;
