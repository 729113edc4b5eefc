package dev.leat.sql.translate;

import dev.leat.sql.analysis.SparkSettings;
import dev.leat.sql.analysis.SqlSession;

/** What every part of the translation of one query needs to know. */
record QueryFacts(Refusals refusals, SparkSettings settings, SqlSession session, Folding.Extent folding) {}
