/** Tests of the way from a project's files to a pipeline. */
@NullMarked
package dev.leat.sql.project;

import org.jspecify.annotations.NullMarked;
