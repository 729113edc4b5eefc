/**
 * Keeping results up to date by the work of the change: the delta rules as plans over relations in two versions, before and
 * after a commit. No engine is known here; an engine stages the plans and keeps the stored relations.
 */
@NullMarked
package dev.leat.incremental;

import org.jspecify.annotations.NullMarked;
