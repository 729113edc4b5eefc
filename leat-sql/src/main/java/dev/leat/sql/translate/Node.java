package dev.leat.sql.translate;

import dev.leat.plan.Plan;

/** A translated node and what expressions above it may refer to. */
record Node(Plan plan, Scope scope) {}
